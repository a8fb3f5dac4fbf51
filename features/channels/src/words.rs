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
    /// What to do about a fault of our own.
    SEE_LOG: "channels.see_log", "The log tells an administrator more.";

    // What a test of settings found in order.
    /// A server answers.
    ANSWERS: "channels.answers", "{host} answers on port {port}.";
    /// The password is right.
    SIGNED_IN: "channels.signed_in", "User name and password are right.";
    /// The watched folder is there.
    FOLDER_HOLDS: "channels.folder_holds", "The folder {folder} holds {count} mails.";
    /// The folder to move to is there.
    FOLDER_THERE: "channels.folder_there", "The folder {folder} is there.";
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
