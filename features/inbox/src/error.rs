//! What the inbox refuses.

kernel::faults! {
    /// Something newer arrived while a reply was written.
    NEWER_MESSAGE: Conflict, "inbox.newer_message", "Something newer arrived while you were writing. Read it first, then send.";
    /// The conversation was changed by somebody else.
    CONVERSATION_CHANGED: Conflict, "inbox.conversation_changed", "Somebody else changed this conversation meanwhile. Here is how it stands now.";
    /// The conversation is closed for good.
    CONVERSATION_CLOSED: Conflict, "inbox.conversation_closed", "This conversation is closed. A new message starts a new one that links to it.";
    /// Undo came too late.
    TOO_LATE: Conflict, "inbox.too_late_to_undo", "This has been sent already and cannot be taken back.";
    /// Only failed messages can be sent again.
    NOT_FAILED: Conflict, "inbox.delivery_not_failed", "Only a message whose delivery failed can be sent again.";
    /// A tag or topic of this name exists.
    NAME_TAKEN: Conflict, "inbox.name_taken", "There is one of this name already.";
    /// Still in use.
    IN_USE: Conflict, "inbox.in_use", "This is still in use. Archive it instead.";
    /// A draft was saved elsewhere.
    DRAFT_NEWER: Conflict, "inbox.draft_newer", "This draft was saved in another window meanwhile. Load it before you go on.";
    /// A thing was changed by somebody else.
    CHANGED: Conflict, "inbox.changed", "Somebody else changed this meanwhile. Load it again.";
    /// The undo token is not known any more.
    UNDO_GONE: Gone, "inbox.undo_gone", "This cannot be undone any more.";
    /// A recipient is one of our own addresses or not an address.
    RECIPIENT_INVALID: Unprocessable, "inbox.recipient_invalid", "This is not an address that mail can be sent to.";
    /// A public message needs somebody to go to.
    RECIPIENT_MISSING: Unprocessable, "inbox.recipient_missing", "Name at least one recipient.";
    /// Nothing was written.
    BODY_EMPTY: Unprocessable, "inbox.body_empty", "There is no text and no attachment to send.";
    /// A referenced thing is not there.
    REFERENCE_UNKNOWN: Unprocessable, "inbox.reference_unknown", "This does not exist.";
    /// A map of an import says something wrong.
    IMPORT_MAP: Unprocessable, "inbox.import_map", "The map of this import cannot be used.";
    /// A file of an import cannot be read.
    IMPORT_FILE: Unprocessable, "inbox.import_file", "A file of this import cannot be read.";
    /// An attachment is too large.
    ATTACHMENT_TOO_LARGE: TooLarge, "inbox.attachment_too_large", "This file is larger than can be sent by mail.";
}

kernel::phrases! {
    /// A recipient is one of our own mailboxes.
    RECIPIENT_OWN: "inbox.recipient_own", "{address} is one of our own mailboxes: the mail would come straight back.";
    /// A recipient is no address.
    RECIPIENT_MALFORMED: "inbox.recipient_malformed", "“{address}” is not an address that mail can be sent to.";
    /// A topic would lie within itself.
    TOPIC_BELOW_ITSELF: "inbox.topic_below_itself", "A topic cannot lie below itself.";
    /// Topics within topics without end.
    TOPIC_TOO_DEEP: "inbox.topic_too_deep", "The tree is at most {depth} topics deep.";
}
