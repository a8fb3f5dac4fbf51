//! Everything this room says about other servers, each sentence with its code.

kernel::phrases! {
    // Names and connections.
    /// The name is unknown.
    NO_SERVER: "delivery.no_server", "There is no server named {host}.";
    /// Not even a name.
    NOT_A_SERVER_NAME: "delivery.not_a_server_name", "{host} is not a server name.";
    /// The name leads nowhere.
    NO_ADDRESS: "delivery.no_address", "The server has no address.";
    /// The port is closed.
    NOBODY_LISTENS: "delivery.nobody_listens", "Nobody listens at {place}.";
    /// The network does not lead there.
    NO_WAY: "delivery.no_way", "There is no way to {place} from this machine.";
    /// The connection, or an answer, took too long.
    SILENT: "delivery.silent", "{place} did not answer in time.";
    /// The connection ended in the middle.
    BROKE: "delivery.broke", "The connection to {place} broke.";

    // Encryption.
    /// Too old.
    CERTIFICATE_EXPIRED: "delivery.certificate_expired", "The certificate of {host} has expired.";
    /// For somebody else.
    CERTIFICATE_NAME: "delivery.certificate_name", "The certificate was made for another name than {host}.";
    /// Signed by a stranger.
    CERTIFICATE_UNKNOWN: "delivery.certificate_unknown", "The certificate of {host} was signed by nobody this machine trusts.";
    /// Wrong in another way.
    CERTIFICATE_INVALID: "delivery.certificate_invalid", "The certificate of {host} is not valid.";
    /// The same two, as the SMTP library tells them.
    MAIL_CERTIFICATE_UNKNOWN: "delivery.mail_certificate_unknown", "The server's certificate was signed by nobody this machine trusts.";
    /// For another name, or the handshake failed.
    MAIL_CERTIFICATE_INVALID: "delivery.mail_certificate_invalid", "The server's certificate is not valid for its name, or encryption failed.";
    /// The port is for plain connections.
    NO_TLS: "delivery.no_tls", "{host} does not speak TLS on this port.";
    /// No common version or cipher.
    NO_AGREEMENT: "delivery.no_agreement", "{host} did not agree on encryption.";
    /// It hung up.
    CLOSED_AT_TLS: "delivery.closed_at_tls", "{host} closed the connection when encryption should begin.";
    /// Plain only.
    NO_STARTTLS: "delivery.no_starttls", "{host} does not offer STARTTLS on port {port}.";
    /// Our own settings.
    TLS_UNPREPARED: "delivery.tls_unprepared", "TLS cannot be prepared: {error}.";
    /// The administrator's file.
    CERTIFICATE_FILE: "delivery.certificate_file", "The certificate file cannot be read: {error}.";
    /// The administrator's file.
    CERTIFICATE_FILE_EMPTY: "delivery.certificate_file_empty", "The certificate file holds no certificate.";

    // Mail servers.
    /// No answer to one of our lines.
    MAIL_SILENT: "delivery.mail_silent", "The mail server did not answer in time.";
    /// The connection ended in the middle.
    MAIL_BROKE: "delivery.mail_broke", "The connection to the mail server broke.";
    /// Something else answers there.
    NOT_A_MAIL_SERVER: "delivery.not_a_mail_server", "What answered does not seem to be a mail server.";
    /// A feature is missing.
    MAIL_UNABLE: "delivery.mail_unable", "The mail server cannot do what is needed.";
    /// Sign-in is switched off.
    NO_SIGN_IN: "delivery.no_sign_in", "The server offers no sign-in on this connection; it may want encryption first.";
    /// Wrong password.
    LOGIN_REFUSED: "delivery.login_refused", "The server did not accept user name and password.";
    /// No password was given.
    LOGIN_WANTED: "delivery.login_wanted", "The server wants a sign-in before it sends mail.";
    /// Too many bytes.
    MAIL_LARGE: "delivery.mail_large", "The mail is larger than the server accepts.";
    /// Not a relay for us.
    RELAY_REFUSED: "delivery.relay_refused", "The server does not send mail to other domains for us.";
    /// Not our address.
    SENDER_REFUSED: "delivery.sender_refused", "The server does not let us send as this address.";
    /// Nobody there.
    RECIPIENT_REFUSED: "delivery.recipient_refused", "The server does not accept the recipient.";
    /// Nobody there, and who it was.
    ADDRESS_REFUSED: "delivery.address_refused", "The server does not accept {address}.";
    /// Spam, or another rule.
    RULES: "delivery.rules", "The server refused the mail by its rules.";
    /// Without a reason we know.
    MAIL_REFUSED: "delivery.mail_refused", "The server refused the mail.";
    /// A passing refusal.
    LATER: "delivery.later", "The server asks us to try again later.";
    /// It cannot take the address.
    ASCII_ONLY: "delivery.ascii_only", "The mail server cannot send to addresses with letters outside ASCII.";
    /// Not an address.
    NOT_AN_ADDRESS: "delivery.not_an_address", "{address} is not an address mail can be sent to.";

    // The web.
    /// No answer in time.
    WEB_SILENT: "delivery.web_silent", "The server did not answer in time.";
    /// The connection ended in the middle.
    WEB_BROKE: "delivery.web_broke", "The connection broke.";
    /// Not an address.
    NOT_ON_THE_WEB: "delivery.not_on_the_web", "This is not an address on the web.";
    /// Another protocol.
    ONLY_HTTP: "delivery.only_http", "Only http and https are fetched.";
    /// An inner address.
    NOT_PUBLIC: "delivery.not_public", "This address is not on the public Internet.";
    /// A redirect without a target.
    SENT_NOWHERE: "delivery.sent_nowhere", "The server sent us on to nowhere.";
    /// A redirect from HTTPS to HTTP.
    SENT_INTO_THE_OPEN: "delivery.sent_into_the_open", "The server sent us on from a protected connection to an open one.";
    /// Too many redirects.
    SENT_ROUND: "delivery.sent_round", "The server sent us on too often.";
    /// Another status.
    WEB_STATUS: "delivery.web_status", "The server answered {status}.";
    /// The address does not make a request.
    WEB_UNASKABLE: "delivery.web_unaskable", "The address cannot be asked for.";
    /// Too many bytes.
    WEB_LARGE: "delivery.web_large", "The answer is larger than allowed.";
}

/// What to do about it, by cause.
pub mod hints {
    kernel::phrases! {
        /// See [`crate::Cause::UnknownHost`].
        UNKNOWN_HOST: "delivery.hint_unknown_host", "Check the spelling of the server name, and that this machine can look up names.";
        /// See [`crate::Cause::Refused`].
        REFUSED: "delivery.hint_refused", "Check the port: IMAP uses 993 (TLS) or 143, SMTP 465 (TLS), 587 or 25. A firewall may also be in the way.";
        /// See [`crate::Cause::Timeout`].
        TIMEOUT: "delivery.hint_timeout", "A firewall may swallow the connection, or the port belongs to another kind of encryption.";
        /// See [`crate::Cause::Broken`].
        BROKEN: "delivery.hint_broken", "This usually passes. If it stays, ask the administrator of the mail server.";
        /// See [`crate::Cause::Certificate`].
        CERTIFICATE: "delivery.hint_certificate", "Use the exact name the certificate was made for. For an own certificate authority, give its file in the configuration.";
        /// See [`crate::Cause::NoTls`].
        NO_TLS: "delivery.hint_no_tls", "Choose the other kind of encryption: TLS for ports 993 and 465, STARTTLS for 143 and 587.";
        /// See [`crate::Cause::Login`].
        LOGIN: "delivery.hint_login", "Check user name and password. Many providers want an app password instead of your own.";
        /// See [`crate::Cause::Consent`].
        CONSENT: "delivery.hint_consent", "Press Connect in the mailbox's settings and allow access at the provider.";
        /// See [`crate::Cause::LoginNeeded`].
        LOGIN_NEEDED: "delivery.hint_login_needed", "Enter user name and password for sending.";
        /// See [`crate::Cause::RelayDenied`].
        RELAY_DENIED: "delivery.hint_relay_denied", "Sign in with the account that may send for this address, or let the mail server allow this machine.";
        /// See [`crate::Cause::SenderRefused`].
        SENDER_REFUSED: "delivery.hint_sender_refused", "The account must be allowed to send as the mailbox's address.";
        /// See [`crate::Cause::RecipientRefused`].
        RECIPIENT_REFUSED: "delivery.hint_recipient_refused", "Check the recipient's address.";
        /// See [`crate::Cause::TooLarge`].
        TOO_LARGE: "delivery.hint_too_large", "Send a smaller file or a link to it.";
        /// See [`crate::Cause::Policy`].
        POLICY: "delivery.hint_policy", "Ask the recipient by another way, or check whether your domain has SPF and DKIM records.";
        /// See [`crate::Cause::Later`].
        LATER: "delivery.hint_later", "We try again by ourselves.";
        /// See [`crate::Cause::NoFolder`].
        NO_FOLDER: "delivery.hint_no_folder", "Check the spelling of the folder; on some servers it is below INBOX, for example INBOX.Archive.";
        /// See [`crate::Cause::Protocol`].
        PROTOCOL: "delivery.hint_protocol", "Check that host and port belong to this kind of server.";
        /// See [`crate::Cause::Forbidden`].
        FORBIDDEN: "delivery.hint_forbidden", "Only public addresses on the web are fetched.";
        /// See [`crate::Cause::Unprepared`].
        UNPREPARED: "delivery.hint_unprepared", "Look at the mailbox's settings for sending, then try again.";
    }
}
