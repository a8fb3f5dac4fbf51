//! What we say to mail servers: a code, an enhanced code (RFC 3463) and words for whoever reads their log.

use std::borrow::Cow;

/// One answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reply {
    pub(super) code: u16,
    /// `2.1.0`; empty where there is none (greeting, EHLO, 354).
    pub(super) status: &'static str,
    pub(super) words: Cow<'static, str>,
    /// Lines after the first: what EHLO offers.
    pub(super) more: Vec<Cow<'static, str>>,
}

pub(super) const fn reply(code: u16, status: &'static str, words: &'static str) -> Reply {
    Reply { code, status, words: Cow::Borrowed(words), more: Vec::new() }
}

impl Reply {
    /// The same with words made for the occasion.
    pub(super) fn saying(code: u16, status: &'static str, words: impl Into<String>) -> Self {
        Self { code, status, words: Cow::Owned(words.into()), more: Vec::new() }
    }

    /// Whether the client did something wrong, or we could not do as asked.
    pub(super) fn is_refusal(&self) -> bool {
        self.code >= 400
    }

    /// As it goes over the line.
    pub(super) fn bytes(&self) -> Vec<u8> {
        let mut text = String::new();
        let last = self.more.len();
        for (at, words) in std::iter::once(&self.words).chain(&self.more).enumerate() {
            let mark = if at == last { ' ' } else { '-' };
            let status = if self.status.is_empty() { String::new() } else { format!("{} ", self.status) };
            text.push_str(&format!("{}{mark}{status}{words}\r\n", self.code));
        }
        text.into_bytes()
    }
}

pub(super) const OK: Reply = reply(250, "2.0.0", "Ok");
pub(super) const SENDER_OK: Reply = reply(250, "2.1.0", "Ok");
pub(super) const RECIPIENT_OK: Reply = reply(250, "2.1.5", "Ok");
pub(super) const BYE: Reply = reply(221, "2.0.0", "Bye");
pub(super) const GO_AHEAD: Reply = reply(354, "", "End with <CRLF>.<CRLF>");
pub(super) const START_TLS: Reply = reply(220, "2.0.0", "Go ahead");
pub(super) const CANNOT_VERIFY: Reply = reply(252, "2.5.2", "Send some mail, and we will see");
pub(super) const HELP: Reply =
    reply(214, "2.0.0", "This server takes mail for the mailboxes of a Quarterdeck help desk");

pub(super) const NOT_ALLOWED: Reply = reply(554, "5.7.1", "Mail is not taken from your address");
pub(super) const TOO_MANY_GUESTS: Reply = reply(421, "4.7.0", "Too many connections, try again later");
pub(super) const CLOSING: Reply = reply(421, "4.3.2", "Shutting down, try again later");
pub(super) const TOO_SLOW: Reply = reply(421, "4.4.2", "Nothing heard for too long");
pub(super) const TOO_MANY_ERRORS: Reply = reply(421, "4.7.0", "Too many errors");
pub(super) const LINE_TOO_LONG: Reply = reply(500, "5.5.6", "Line too long");
pub(super) const LINE_UNCLEAN: Reply = reply(500, "5.5.2", "Lines end with CR LF and hold no control characters");
pub(super) const UNKNOWN: Reply = reply(500, "5.5.1", "Command not known");
pub(super) const NOT_HERE: Reply = reply(502, "5.5.1", "Not done here");
pub(super) const WRONG_HELLO_LMTP: Reply = reply(500, "5.5.1", "This is LMTP: say LHLO");
pub(super) const WRONG_HELLO_SMTP: Reply = reply(500, "5.5.1", "This is SMTP: say EHLO");
pub(super) const HELLO_FIRST: Reply = reply(503, "5.5.1", "Introduce yourself first");
pub(super) const SENDER_FIRST: Reply = reply(503, "5.5.1", "Say MAIL FROM first");
pub(super) const RECIPIENT_FIRST: Reply = reply(503, "5.5.1", "Say RCPT TO first");
pub(super) const SENDER_TWICE: Reply = reply(503, "5.5.1", "The sender is known already");
pub(super) const CHUNKS_BEGUN: Reply = reply(503, "5.5.1", "The mail is being sent in chunks");
pub(super) const TLS_FIRST: Reply = reply(530, "5.7.0", "Say STARTTLS first");
pub(super) const TLS_ALREADY: Reply = reply(503, "5.5.1", "TLS is in use already");
pub(super) const TLS_UNREADY: Reply = reply(454, "4.7.0", "TLS is not available at the moment");
pub(super) const AFTER_START_TLS: Reply = reply(554, "5.7.0", "Nothing may follow STARTTLS before the handshake");
pub(super) const BAD_PARAMETER: Reply = reply(555, "5.5.4", "Parameter not known here");
pub(super) const BAD_SYNTAX: Reply = reply(501, "5.5.4", "This is not how the command is written");
pub(super) const BAD_SENDER: Reply = reply(553, "5.1.7", "This is not a mail address");
pub(super) const BAD_RECIPIENT: Reply = reply(553, "5.1.3", "This is not a mail address");
pub(super) const NO_SUCH_MAILBOX: Reply = reply(550, "5.1.1", "There is no such mailbox here");
pub(super) const TOO_MANY_RECIPIENTS: Reply = reply(452, "4.5.3", "Too many recipients, send the rest in another mail");
pub(super) const TOO_LARGE: Reply = reply(552, "5.3.4", "The mail is larger than is taken here");
pub(super) const BARE_LINE_END: Reply = reply(550, "5.6.0", "The mail has line ends other than CR LF");
pub(super) const NO_ROOM: Reply = reply(452, "4.3.1", "No room for this mail at the moment, try again later");
pub(super) const TRY_LATER: Reply = reply(451, "4.3.0", "The mail could not be stored, try again later");
