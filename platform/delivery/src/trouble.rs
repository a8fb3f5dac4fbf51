//! Why another server did not do what we asked, in words for a person.

use std::fmt;

/// What went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// The host name is unknown.
    UnknownHost,
    /// Nobody listens on that port.
    Refused,
    /// No answer in time.
    Timeout,
    /// The connection broke.
    Broken,
    /// The certificate is not trusted or is for another name.
    Certificate,
    /// The server does not speak TLS on this port, or refused it.
    NoTls,
    /// User or password is wrong.
    Login,
    /// The server wants a sign-in before it sends.
    LoginNeeded,
    /// The server does not send mail for us to others.
    RelayDenied,
    /// The server does not let us send as this address.
    SenderRefused,
    /// The recipient does not exist or does not take mail.
    RecipientRefused,
    /// The mail is larger than the server takes.
    TooLarge,
    /// The server took it for spam or against its rules.
    Policy,
    /// The server asks us to try later.
    Later,
    /// The folder does not exist.
    NoFolder,
    /// The server said something we do not understand.
    Protocol,
    /// The address is one we do not connect to.
    Forbidden,
}

/// A failure with everything a person needs to mend it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// What went wrong.
    pub cause: Cause,
    /// One sentence for a person.
    pub words: String,
    /// What the server said, if it said anything; never a secret.
    pub answer: Option<String>,
    /// The code of the answer (SMTP).
    pub code: Option<u16>,
    /// Trying again as it is will not help.
    pub permanent: bool,
}

impl Trouble {
    /// A failure that may pass.
    pub fn passing(cause: Cause, words: impl Into<String>) -> Self {
        Self { cause, words: words.into(), answer: None, code: None, permanent: false }
    }

    /// A failure that stays until somebody changes something.
    pub fn lasting(cause: Cause, words: impl Into<String>) -> Self {
        Self { permanent: true, ..Self::passing(cause, words) }
    }

    /// With what the server said.
    #[must_use]
    pub fn answered(mut self, answer: &str) -> Self {
        let line: String = answer.chars().map(|c| if c.is_control() { ' ' } else { c }).take(500).collect();
        self.answer = Some(line.trim().to_owned()).filter(|line| !line.is_empty());
        self
    }

    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self.cause {
            Cause::UnknownHost => "Check the spelling of the server name, and that this machine can look up names.",
            Cause::Refused => {
                "Check the port: IMAP uses 993 (TLS) or 143, SMTP 465 (TLS), 587 or 25. A firewall may also be in the way."
            }
            Cause::Timeout => {
                "A firewall may swallow the connection, or the port belongs to another kind of encryption."
            }
            Cause::Broken => "This usually passes. If it stays, ask the administrator of the mail server.",
            Cause::Certificate => {
                "Use the exact name the certificate was made for. For an own certificate authority, give its file in the configuration."
            }
            Cause::NoTls => "Choose the other kind of encryption: TLS for ports 993 and 465, STARTTLS for 143 and 587.",
            Cause::Login => "Check user name and password. Many providers want an app password instead of your own.",
            Cause::LoginNeeded => "Enter user name and password for sending.",
            Cause::RelayDenied => {
                "Sign in with the account that may send for this address, or let the mail server allow this machine."
            }
            Cause::SenderRefused => "The account must be allowed to send as the mailbox's address.",
            Cause::RecipientRefused => "Check the recipient's address.",
            Cause::TooLarge => "Send a smaller file or a link to it.",
            Cause::Policy => "Ask the recipient by another way, or check whether your domain has SPF and DKIM records.",
            Cause::Later => "We try again by ourselves.",
            Cause::NoFolder => {
                "Check the spelling of the folder; on some servers it is below INBOX, for example INBOX.Archive."
            }
            Cause::Protocol => "Check that host and port belong to this kind of server.",
            Cause::Forbidden => "Only public addresses on the web are fetched.",
        }
    }

    /// Reads what an SMTP server answered.
    pub fn from_smtp(code: u16, text: &str, step: Step) -> Self {
        let lower = text.to_lowercase();
        let says = |words: &[&str]| words.iter().any(|word| lower.contains(word));
        let (cause, words) = match code {
            535 | 534 | 538 => (Cause::Login, "The server did not accept user name and password."),
            530 => (Cause::LoginNeeded, "The server wants a sign-in before it sends mail."),
            552 => (Cause::TooLarge, "The mail is larger than the server accepts."),
            _ if says(&["too large", "size limit", "exceeds size", "message size"]) => {
                (Cause::TooLarge, "The mail is larger than the server accepts.")
            }
            _ if says(&["relay", "not permitted to send to", "relaying"]) => {
                (Cause::RelayDenied, "The server does not send mail to other domains for us.")
            }
            _ if says(&["authentication required", "must authenticate", "auth required"]) => {
                (Cause::LoginNeeded, "The server wants a sign-in before it sends mail.")
            }
            _ if code >= 500 && says(&["spam", "blocked", "blacklist", "blocklist", "policy", "dmarc", "spf"]) => {
                (Cause::Policy, "The server refused the mail by its rules.")
            }
            _ if code >= 500 && step == Step::Sender => {
                (Cause::SenderRefused, "The server does not let us send as this address.")
            }
            _ if code >= 500 && step == Step::Recipient => {
                (Cause::RecipientRefused, "The server does not accept the recipient.")
            }
            _ if code >= 500 => (Cause::Policy, "The server refused the mail."),
            _ => (Cause::Later, "The server asks us to try again later."),
        };
        Self { code: Some(code), permanent: code >= 500, ..Self::passing(cause, words) }.answered(text)
    }
}

/// Where in an SMTP conversation the server answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Greeting, EHLO, STARTTLS.
    Greeting,
    /// AUTH.
    Login,
    /// MAIL FROM.
    Sender,
    /// RCPT TO.
    Recipient,
    /// DATA and the message.
    Content,
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words)?;
        if let Some(answer) = &self.answer {
            write!(f, " (“{answer}”)")?;
        }
        Ok(())
    }
}

impl std::error::Error for Trouble {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_explained() {
        for (code, text, step, cause, permanent) in [
            (535, "5.7.8 Authentication failed", Step::Login, Cause::Login, true),
            (530, "5.7.0 Must issue STARTTLS first", Step::Sender, Cause::LoginNeeded, true),
            (550, "relay not permitted", Step::Recipient, Cause::RelayDenied, true),
            (554, "5.7.1 <a@x.example>: Relay access denied", Step::Recipient, Cause::RelayDenied, true),
            (550, "5.1.1 No such user", Step::Recipient, Cause::RecipientRefused, true),
            (553, "5.7.1 not owned by user", Step::Sender, Cause::SenderRefused, true),
            (552, "5.3.4 Message size exceeds fixed limit", Step::Content, Cause::TooLarge, true),
            (554, "5.7.1 looks like spam", Step::Content, Cause::Policy, true),
            (451, "4.7.1 Greylisted, try again", Step::Recipient, Cause::Later, false),
            (421, "4.3.2 shutting down", Step::Greeting, Cause::Later, false),
        ] {
            let trouble = Trouble::from_smtp(code, text, step);
            assert_eq!((trouble.cause, trouble.permanent), (cause, permanent), "{code} {text}");
            assert!(!trouble.hint().is_empty());
        }
    }

    #[test]
    fn the_servers_words_stay_on_one_line() {
        let trouble = Trouble::from_smtp(550, "no\r\nX: y\u{0}", Step::Recipient);
        assert_eq!(trouble.to_string(), "The server does not accept the recipient. (“no  X: y”)");
    }
}
