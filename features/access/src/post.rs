//! The port by which our own letters (invitations, new passwords) go out, and the letters themselves.

use db::Tx;
use kernel::Result;

/// A letter to somebody who works here or shall.
#[derive(Clone, PartialEq, Eq)]
pub struct Letter {
    /// The mail address.
    pub to: String,
    /// The name of the person.
    pub name: String,
    /// The subject.
    pub subject: String,
    /// The letter as plain text; the mail's HTML is made of it.
    pub text: String,
}

impl std::fmt::Debug for Letter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Letter").field("to", &self.to).field("subject", &self.subject).finish_non_exhaustive()
    }
}

/// What became of a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Posted {
    /// It waits in the outgoing queue.
    Queued,
    /// No mailbox can send: the link has to be handed over by hand.
    NoMailbox,
}

/// Sends letters. The server wires it to the outgoing mail queue; it works within the unit of work, so that a letter goes
/// out if and only if what it speaks of was committed. Secrets travel by this way only, never by an event.
pub trait Post: Send + Sync + 'static {
    /// Puts a letter into the outgoing queue.
    ///
    /// # Errors
    /// Trouble with the database only; a missing mailbox is an answer.
    fn post(&self, tx: &mut Tx<'_>, letter: &Letter) -> Result<Posted>;
}

/// What a letter speaks of.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Words<'a> {
    /// The language of the reader.
    pub(crate) language: &'a str,
    /// The company.
    pub(crate) company: &'a str,
    /// The reader's name.
    pub(crate) name: &'a str,
    /// The reader's address.
    pub(crate) to: &'a str,
    /// Where to click.
    pub(crate) link: &'a str,
}

impl Words<'_> {
    /// Somebody is invited.
    pub(crate) fn invitation(&self, by: &str) -> Letter {
        let Words { company, name, link, .. } = self;
        let (subject, text) = match self.language {
            "de" => (
                format!("Einladung zu Quarterdeck bei {company}"),
                format!(
                    "Hallo {name},\n\n{by} hat dich zu Quarterdeck eingeladen, dem Kundendienst von {company}.\n\n\
                     Wähle hier dein Passwort:\n{link}\n\nDer Link gilt sieben Tage und nur einmal.\n"
                ),
            ),
            _ => (
                format!("Your invitation to Quarterdeck at {company}"),
                format!(
                    "Hello {name},\n\n{by} invited you to Quarterdeck, the customer service desk of {company}.\n\n\
                     Choose your password here:\n{link}\n\nThe link is good for seven days and works once.\n"
                ),
            ),
        };
        self.letter(subject, text)
    }

    /// Somebody forgot the password.
    pub(crate) fn password_reset(&self) -> Letter {
        let Words { company, name, link, .. } = self;
        let (subject, text) = match self.language {
            "de" => (
                format!("Neues Passwort für Quarterdeck bei {company}"),
                format!(
                    "Hallo {name},\n\nfür dein Konto wurde ein neues Passwort angefordert. Wähle es hier:\n{link}\n\n\
                     Der Link gilt eine Stunde und nur einmal. Wenn du das nicht warst, ist nichts zu tun: dein Passwort bleibt, wie es ist.\n"
                ),
            ),
            _ => (
                format!("A new password for Quarterdeck at {company}"),
                format!(
                    "Hello {name},\n\nsomebody asked for a new password for your account. Choose it here:\n{link}\n\n\
                     The link is good for one hour and works once. If it was not you, there is nothing to do: your password stays as it is.\n"
                ),
            ),
        };
        self.letter(subject, text)
    }

    fn letter(&self, subject: String, text: String) -> Letter {
        Letter { to: self.to.to_owned(), name: self.name.to_owned(), subject, text }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_speaks_the_readers_language_and_does_not_show_its_link_in_logs() {
        let words = Words {
            language: "de",
            company: "Velo",
            name: "Ada",
            to: "ada@example.com",
            link: "https://desk/invitation?token=geheim",
        };
        let letter = words.invitation("Grace");
        assert_eq!(letter.subject, "Einladung zu Quarterdeck bei Velo");
        assert!(letter.text.contains("Grace hat dich") && letter.text.contains("token=geheim"));
        assert!(!format!("{letter:?}").contains("geheim"));
        let english = Words { language: "en", ..words };
        assert!(english.password_reset().text.contains("good for one hour"));
    }
}
