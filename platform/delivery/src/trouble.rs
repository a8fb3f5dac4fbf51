//! Why another server did not do what we asked, in words for a person.

use std::fmt;

use kernel::{Params, Phrase, Said};

use crate::words::{self, hints};

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
    /// Nobody consented, or the consent does not hold any more.
    Consent,
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
    /// Our own settings leave no way.
    Unprepared,
}

/// A failure with everything a person needs to mend it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// What went wrong.
    pub cause: Cause,
    /// One sentence for a person.
    pub words: String,
    /// The code of that sentence.
    pub phrase: String,
    /// What varies in that sentence.
    pub params: Params,
    /// What the server said, if it said anything; never a secret.
    pub answer: Option<String>,
    /// The code of the answer (SMTP).
    pub code: Option<u16>,
    /// Trying again as it is will not help.
    pub permanent: bool,
}

impl Trouble {
    /// A failure that may pass.
    pub fn passing(cause: Cause, said: impl Into<Said>) -> Self {
        let Said { code: phrase, params, text: words } = said.into();
        Self { cause, words, phrase, params, answer: None, code: None, permanent: false }
    }

    /// A failure that stays until somebody changes something.
    pub fn lasting(cause: Cause, said: impl Into<Said>) -> Self {
        Self { permanent: true, ..Self::passing(cause, said) }
    }

    /// The same failure in other words.
    #[must_use]
    pub fn saying(self, said: impl Into<Said>) -> Self {
        let Said { code: phrase, params, text: words } = said.into();
        Self { words, phrase, params, ..self }
    }

    /// With what the server said.
    #[must_use]
    pub fn answered(mut self, answer: &str) -> Self {
        let line: String = answer.chars().map(|c| if c.is_control() { ' ' } else { c }).take(500).collect();
        self.answer = Some(line.trim().to_owned()).filter(|line| !line.is_empty());
        self
    }

    /// What happened, for whoever says it in another language.
    pub fn said(&self) -> Said {
        Said { code: self.phrase.clone(), params: self.params.clone(), text: self.words.clone() }
    }

    /// What to do about it.
    pub fn hint(&self) -> Phrase {
        match self.cause {
            Cause::UnknownHost => hints::UNKNOWN_HOST,
            Cause::Refused => hints::REFUSED,
            Cause::Timeout => hints::TIMEOUT,
            Cause::Broken => hints::BROKEN,
            Cause::Certificate => hints::CERTIFICATE,
            Cause::NoTls => hints::NO_TLS,
            Cause::Login => hints::LOGIN,
            Cause::Consent => hints::CONSENT,
            Cause::LoginNeeded => hints::LOGIN_NEEDED,
            Cause::RelayDenied => hints::RELAY_DENIED,
            Cause::SenderRefused => hints::SENDER_REFUSED,
            Cause::RecipientRefused => hints::RECIPIENT_REFUSED,
            Cause::TooLarge => hints::TOO_LARGE,
            Cause::Policy => hints::POLICY,
            Cause::Later => hints::LATER,
            Cause::NoFolder => hints::NO_FOLDER,
            Cause::Protocol => hints::PROTOCOL,
            Cause::Forbidden => hints::FORBIDDEN,
            Cause::Unprepared => hints::UNPREPARED,
        }
    }

    /// Reads what an SMTP server answered.
    pub fn from_smtp(code: u16, text: &str, step: Step) -> Self {
        let lower = text.to_lowercase();
        let says = |words: &[&str]| words.iter().any(|word| lower.contains(word));
        let (cause, phrase) = match code {
            535 | 534 | 538 => (Cause::Login, words::LOGIN_REFUSED),
            530 => (Cause::LoginNeeded, words::LOGIN_WANTED),
            552 => (Cause::TooLarge, words::MAIL_LARGE),
            _ if says(&["too large", "size limit", "exceeds size", "message size"]) => {
                (Cause::TooLarge, words::MAIL_LARGE)
            }
            _ if says(&["relay", "not permitted to send to", "relaying"]) => (Cause::RelayDenied, words::RELAY_REFUSED),
            _ if says(&["authentication required", "must authenticate", "auth required"]) => {
                (Cause::LoginNeeded, words::LOGIN_WANTED)
            }
            _ if code >= 500 && says(&["spam", "blocked", "blacklist", "blocklist", "policy", "dmarc", "spf"]) => {
                (Cause::Policy, words::RULES)
            }
            _ if code >= 500 && step == Step::Sender => (Cause::SenderRefused, words::SENDER_REFUSED),
            _ if code >= 500 && step == Step::Recipient => (Cause::RecipientRefused, words::RECIPIENT_REFUSED),
            _ if code >= 500 => (Cause::Policy, words::MAIL_REFUSED),
            _ => (Cause::Later, words::LATER),
        };
        Self { code: Some(code), permanent: code >= 500, ..Self::passing(cause, phrase) }.answered(text)
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
            assert!(trouble.hint().code.starts_with("delivery.hint_"));
        }
    }

    #[test]
    fn the_servers_words_stay_on_one_line() {
        let trouble = Trouble::from_smtp(550, "no\r\nX: y\u{0}", Step::Recipient);
        assert_eq!(trouble.to_string(), "The server does not accept the recipient. (“no  X: y”)");
    }
}
