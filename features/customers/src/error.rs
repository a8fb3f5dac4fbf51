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
}

// What is wrong with a field, each with its own code.
kernel::phrases! {
    /// A note without words.
    NOTE_EMPTY: "customers.note_empty", "A note needs a text.";
    /// A note nobody would read.
    NOTE_LONG: "customers.note_long", "A note has at most 10,000 characters.";
    /// The organisation is not there.
    ORGANISATION_UNKNOWN: "customers.organisation_unknown", "There is no such organisation.";
    /// An organisation without a name.
    ORGANISATION_UNNAMED: "customers.organisation_unnamed", "An organisation needs a name.";
    /// Not a language tag.
    LANGUAGE_INVALID: "customers.language_invalid", "This is not a language like «de» or «pt-BR».";
    /// Not in the time zone database.
    TIME_ZONE_UNKNOWN: "customers.time_zone_unknown", "There is no time zone of this name; one is «Europe/Berlin».";
    /// A new contact that nobody can reach.
    IDENTITIES_MISSING: "customers.identities_missing", "A contact needs at least one address, number or handle.";
    /// With [`IDENTITY_TAKEN`]: whose it is.
    IDENTITY_TAKEN_BY: "customers.identity_taken_by", "{value} belongs to another contact already: {name}.";
    /// With [`IDENTITY_INVALID`]: an address.
    NOT_AN_ADDRESS: "customers.not_an_address", "«{value}» is not a mail address like name@example.com.";
    /// With [`IDENTITY_INVALID`]: a number.
    NOT_A_NUMBER: "customers.not_a_number", "«{value}» is not a number with its country code, like +49 30 123456.";
    /// With [`IDENTITY_INVALID`]: a handle of many words.
    HANDLE_WORDS: "customers.handle_words", "A handle is one word of at most 100 characters.";
    /// With [`IDENTITY_INVALID`]: a handle of nothing but signs.
    HANDLE_EMPTY: "customers.handle_empty", "A handle needs at least one letter or digit.";
    /// With [`DOMAIN_TAKEN`]: whose it is.
    DOMAIN_TAKEN_BY: "customers.domain_taken_by", "{domain} belongs to {owner} already.";
    /// Not a domain.
    DOMAIN_INVALID: "customers.domain_invalid", "«{domain}» is not a domain like example.com.";
    /// More domains than an organisation has.
    DOMAINS_MANY: "customers.domains_many", "An organisation has at most 100 domains.";
    /// Nobody defined it.
    ATTRIBUTE_UNKNOWN: "customers.attribute_unknown", "No attribute «{key}» is defined.";
    /// Not a key.
    ATTRIBUTE_KEY: "customers.attribute_key", "A key is lower-case letters, digits and underscores, begins with a letter and has at most 40 of them.";
    /// An attribute without a label.
    ATTRIBUTE_UNNAMED: "customers.attribute_unnamed", "An attribute needs a label.";
    /// Not a text, or too long.
    ATTRIBUTE_TEXT: "customers.attribute_text", "«{label}» is a text of at most {most} characters.";
    /// Not a number.
    ATTRIBUTE_NUMBER: "customers.attribute_number", "«{label}» is a number.";
    /// Not a day.
    ATTRIBUTE_DATE: "customers.attribute_date", "«{label}» is a day like 2026-03-01.";
    /// None of the choices.
    ATTRIBUTE_CHOICE: "customers.attribute_choice", "«{label}» is one of: {choices}.";
    /// A choice of nothing.
    CHOICES_MISSING: "customers.choices_missing", "A choice needs something to choose from.";
    /// A choice of too much.
    CHOICES_MANY: "customers.choices_many", "There are at most 200 choices.";
    /// Choices where nothing is chosen.
    CHOICES_UNWANTED: "customers.choices_unwanted", "Only a choice has choices.";
}
