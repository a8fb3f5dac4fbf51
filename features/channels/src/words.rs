//! What this room says about mail servers and mail, each sentence with its code.

kernel::phrases! {
    // Fields of a mailbox.
    /// More than anybody needs.
    TEXT_LONG: "channels.text_long", "This may have at most {most} characters.";
    /// A password goes to no other server than it was entered for.
    PASSWORD_AGAIN: "channels.password_again", "Enter the password again: it was kept for another server.";

    // Fetching.
    /// Something else answers there.
    NOT_IMAP: "channels.not_imap", "What answers at {host}:{port} is not an IMAP server, or it wants another encryption.";
    /// Nobody consented.
    CONSENT_WANTED: "channels.consent_wanted", "Access to this mailbox has not been allowed at its provider yet.";
    /// The refresh token is not taken any more.
    CONSENT_REVOKED: "channels.consent_revoked", "The provider does not allow access to this mailbox any more.";
    /// Our registration is wrong, or the provider has trouble.
    PROVIDER_REFUSED: "channels.provider_refused", "The provider refused to give access.";
    /// No answer of the kind RFC 6749 knows.
    PROVIDER_STRANGE: "channels.provider_strange", "The provider did not answer as it should.";
    /// Not a directory.
    TENANT_WRONG: "channels.tenant_wrong", "A directory is a domain or an id, for example example.onmicrosoft.com.";
    /// Not an address of a page, or not a safe one.
    URL_WRONG: "channels.url_wrong", "This must be an address that begins with https://.";
    /// A kept secret goes to no other server than it was entered for.
    SECRET_AGAIN: "channels.secret_again", "Enter the secret again: it was kept for another address.";
    /// Something else answers there.
    NOT_POP: "channels.not_pop", "What answers at {host}:{port} is not a POP3 server, or it wants another encryption.";
    /// Mails have no names of their own there.
    NO_UIDL: "channels.no_uidl", "This POP3 server gives its mails no names of their own (UIDL), so nobody can tell which were taken.";
    /// Bytes.
    MAIL_LARGE: "channels.mail_large", "The mail is larger than Quarterdeck keeps (150 MB).";
    /// With POP3 nothing can be marked or moved.
    POP_AFTER: "channels.pop_after", "With POP3 mail can only be left where it is or deleted.";
    /// Wrong password.
    LOGIN_REFUSED: "channels.login_refused", "The mail server did not accept user name and password.";
    /// It is not there.
    NO_FOLDER: "channels.no_folder", "There is no folder {folder} in this mailbox.";
    /// The connection ended.
    CLOSED: "channels.closed", "The mail server closed the connection.";
    /// `NO`.
    REFUSED: "channels.refused", "The mail server refused.";
    /// `BAD`.
    NOT_UNDERSTOOD: "channels.not_understood", "The mail server did not understand us.";
    /// Anything else.
    STRANGE: "channels.strange", "The mail server said something we do not understand.";
    /// The target folder.
    CANNOT_MOVE: "channels.cannot_move", "Mail that was taken cannot be moved to the folder {folder}: it is not there and cannot be made.";
    /// It is there and has nothing in it.
    WITHOUT_CONTENT: "channels.without_content", "The mail server has this mail and does not give its content.";
    /// Our own side failed on it.
    NOT_KEPT: "channels.mail_not_kept", "Quarterdeck failed to keep this mail.";
    /// What to do about a fault of our own.
    SEE_LOG: "channels.see_log", "The log tells an administrator more.";

    // What a test of settings found in order.
    /// A server answers.
    ANSWERS: "channels.answers", "{host} answers on port {port}.";
    /// The password is right.
    SIGNED_IN: "channels.signed_in", "User name and password are right.";
    /// The watched folder is there.
    FOLDER_HOLDS: "channels.folder_holds", "The folder {folder} holds {count} mails.";
    /// POP3: there are no folders.
    MAILBOX_HOLDS: "channels.mailbox_holds", "The mailbox holds {count} mails.";
    /// The folder to move to is there.
    FOLDER_THERE: "channels.folder_there", "The folder {folder} is there.";
    /// The folder to move to is not there.
    FOLDER_COMES: "channels.folder_comes", "The folder {folder} is not there yet; it is made when the first mail is moved.";
    /// Sending is allowed.
    SENDS_FOR: "channels.sends_for", "The server sends mail for {address}.";

    // Sending.
    /// No mailbox for it.
    NO_SENDER: "channels.no_sender", "No mailbox can send: the one of this reply was removed, switched off, or has no server for sending.";
    /// No server for it.
    NO_OUTBOUND: "channels.no_outbound", "This mailbox has no server for sending.";
    /// Only ourselves.
    NOBODY_TO_SEND_TO: "channels.nobody_to_send_to", "There is nobody to send this to besides your own mailboxes.";
    /// Nobody to send as.
    NO_ADDRESS: "channels.no_address", "The mailbox has no address to send from.";
    /// The mail makes no sense.
    UNWRITABLE: "channels.unwritable", "The mail cannot be written.";
    /// A file is lost.
    ATTACHMENT_UNREADABLE: "channels.attachment_unreadable", "The attachment {name} cannot be read.";

    /// By a person.
    GIVEN_UP: "channels.given_up", "Sending was given up by hand.";
    /// The others have it.
    NOT_FOR_ALL: "channels.not_for_all", "The mail did not reach {addresses}; everybody else has it.";

    // Rules.
    /// Too small or too large.
    NUMBER_BETWEEN: "channels.number_between", "Enter a number from {least} to {most}.";
    /// Nothing to say.
    ANSWER_EMPTY: "channels.answer_empty", "An automatic answer needs a subject and a text.";
    /// `xx-YY`.
    NOT_A_LANGUAGE: "channels.not_a_language", "This is not the code of a language, like en or de.";

    /// None of our own.
    NO_SUCH_DOMAIN: "channels.no_such_domain", "No mailbox is at this domain.";

    // Mail that came back.
    /// No more is known.
    BACK: "channels.back", "The mail to {addresses} could not be delivered.";
    /// Nobody there.
    BACK_NO_MAILBOX: "channels.back_no_mailbox", "The mail to {addresses} came back: there is no such mailbox.";
    /// Nothing fits in any more.
    BACK_FULL: "channels.back_full", "The mail to {addresses} came back: the mailbox is full.";
    /// Too many bytes.
    BACK_LARGE: "channels.back_large", "The mail to {addresses} came back: it is larger than is accepted there.";
    /// The server is not there.
    BACK_NO_SERVER: "channels.back_no_server", "The mail to {addresses} came back: its mail server cannot be found or does not answer.";
    /// Spam, or another rule.
    BACK_RULES: "channels.back_rules", "The mail to {addresses} came back: it was refused there by a rule.";
    /// RFC 5965.
    COMPLAINED: "channels.complained", "{addresses} called a mail unwanted.";

    // Placing.
    /// With the reason that no mailbox is among the recipients.
    WRITTEN_BY: "channels.written_by", "Written by {address}.";
}
