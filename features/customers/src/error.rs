//! What this room refuses, and why.

kernel::faults! {
    /// Somebody else changed the contact since it was read.
    CONTACT_CHANGED: Conflict, "customers.contact_changed", "Somebody changed this contact in the meantime. Look at it again before you save.";
    /// Somebody else changed the organisation since it was read.
    ORGANISATION_CHANGED: Conflict, "customers.organisation_changed", "Somebody changed this organisation in the meantime. Look at it again before you save.";
    /// Somebody else changed the note since it was read.
    NOTE_CHANGED: Conflict, "customers.note_changed", "Somebody changed this note in the meantime. Look at it again before you save.";
    /// Somebody else changed the definition since it was read.
    ATTRIBUTE_CHANGED: Conflict, "customers.attribute_changed", "Somebody changed this attribute in the meantime. Look at it again before you save.";
    /// The address, number or handle is somebody's already.
    IDENTITY_TAKEN: Conflict, "customers.identity_taken", "This belongs to another contact already.";
    /// A contact keeps at least one identity, or nobody could find it again.
    IDENTITY_LAST: Conflict, "customers.identity_last", "A contact needs at least one address, number or handle.";
    /// The value cannot be an address, number or handle.
    IDENTITY_INVALID: Unprocessable, "customers.identity_invalid", "This is not an address, number or handle that can be used.";
    /// The domain is another organisation's already.
    DOMAIN_TAKEN: Conflict, "customers.domain_taken", "This domain belongs to another organisation already.";
    /// Anybody can have an address there.
    DOMAIN_FREE_MAIL: Unprocessable, "customers.domain_free_mail", "Anybody can have an address at this domain, so it cannot stand for an organisation.";
    /// There is a definition with this key.
    ATTRIBUTE_EXISTS: Conflict, "customers.attribute_exists", "There is an attribute with this key already.";
    /// A field does not hold what it should.
    FIELD_INVALID: Unprocessable, "customers.field_invalid", "This value cannot be used here.";
}
