//! Everything this room refuses.

kernel::faults! {
    /// The mailbox was changed by somebody else.
    MAILBOX_CHANGED: Conflict, "channels.mailbox_changed", "Somebody else changed this mailbox meanwhile. Look at it again before you save.";
    /// The provider was changed by somebody else.
    PROVIDER_CHANGED: Conflict, "channels.provider_changed", "Somebody else changed this provider meanwhile. Look at it again before you save.";
    /// A mailbox still signs in with it.
    PROVIDER_USED: Conflict, "channels.provider_used", "A mailbox is connected with this provider. Disconnect it first.";
    /// A state we did not give, gave to somebody else, or gave too long ago.
    CONSENT_UNEXPECTED: Conflict, "channels.consent_unexpected", "This consent was not asked for, or too long ago. Press Connect again.";
    /// The person said no.
    CONSENT_REFUSED: Conflict, "channels.consent_refused", "Access was not allowed at the provider.";
    /// The code could not be exchanged.
    CONSENT_FAILED: Conflict, "channels.consent_failed", "The provider did not give access.";
    /// Another mailbox has this address.
    ADDRESS_TAKEN: Conflict, "channels.address_taken", "Another mailbox has this address.";
    /// `quarterdeck deliver` found no mailbox.
    MAILBOX_UNKNOWN: NotFound, "channels.mailbox_unknown", "There is no mailbox with this address.";
    /// More bytes than we ever keep.
    MAIL_TOO_LARGE: TooLarge, "channels.mail_too_large", "This mail is larger than Quarterdeck keeps (150 MB).";
    /// It is not among the mail that could not be placed.
    NOT_KEPT: Conflict, "channels.not_kept", "This mail is not waiting to be placed any more.";
    /// It is not among the mail that failed.
    NOT_FAILED: Conflict, "channels.not_failed", "This mail has not failed, so there is nothing to try again.";
    /// It is not waiting for another try.
    NOT_WAITING: Conflict, "channels.not_waiting", "This mail does not wait for another try.";
    /// The rules were changed by somebody else.
    RULES_CHANGED: Conflict, "channels.rules_changed", "Somebody else changed these rules meanwhile. Look at them again before you save.";
    /// Whoever checks a signature would not find the key.
    DKIM_UNPUBLISHED: Conflict, "channels.dkim_unpublished", "The record of this key was not found in the DNS yet. Publish it and check it first.";
    /// It is over.
    STORM_OVER: Conflict, "channels.storm_over", "This flood of mail is over, there is nothing left to decide.";
    /// A stored password cannot be read with this installation's key.
    SECRET_UNREADABLE: Internal, "channels.secret_unreadable", "A stored password cannot be read with this installation's key. Enter it again.";
}
