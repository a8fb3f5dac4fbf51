//! A mailbox and what makes its settings valid.

use delivery::{Login, Security, Smtp};
use kernel::{Fault, FieldFault, MailboxId, Result, TeamId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::mail::address::Address;
use crate::words;

/// Which mail a new mailbox takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Take {
    /// What arrives after it was connected.
    FromNow,
    /// Everything in the folder, as history: no mail is ever sent because of it.
    All,
}

impl Take {
    /// The stable word for it.
    pub fn code(self) -> &'static str {
        match self {
            Self::FromNow => "from_now",
            Self::All => "all",
        }
    }

    pub(crate) fn of(code: &str) -> Self {
        if code == "all" { Self::All } else { Self::FromNow }
    }
}

/// What is done with a mail on the server after it was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum After {
    /// It is marked as seen.
    Seen,
    /// It is moved to another folder.
    Move,
    /// It stays as it is: nothing on the server is changed.
    Keep,
    /// It is deleted.
    Delete,
}

/// How mail is fetched from a server.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = MailboxProtocol)]
pub enum Protocol {
    /// IMAP: folders, marks, news at once.
    #[default]
    Imap,
    /// POP3: one heap of mail, looked at now and then.
    Pop3,
}

/// How one signs in to a server.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = MailboxSignIn)]
pub enum SignBy {
    /// With user name and password.
    #[default]
    Password,
    /// With what the mailbox's provider allowed us (XOAUTH2).
    Consent,
}

/// How mail is fetched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imap {
    /// IMAP or POP3.
    #[serde(default)]
    pub protocol: Protocol,
    /// With a password or a consent.
    #[serde(default)]
    pub sign_in: SignBy,
    /// Server name or address.
    pub host: String,
    /// Port.
    pub port: u16,
    /// Encryption.
    pub security: Security,
    /// User name.
    pub user: String,
    /// Folder that is watched.
    pub folder: String,
    /// What is done with a mail that was taken.
    pub after: After,
    /// Where it is moved.
    pub move_to: Option<String>,
}

/// How mail is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outbound {
    /// With a password or a consent.
    #[serde(default)]
    pub sign_in: SignBy,
    /// Server name or address.
    pub host: String,
    /// Port.
    pub port: u16,
    /// Encryption.
    pub security: Security,
    /// User name; empty when the server wants no sign-in.
    pub user: String,
}

impl Outbound {
    /// As the way out of the house wants it.
    pub fn server(&self, password: Option<String>, hello: &str) -> Smtp {
        let login = (!self.user.is_empty()).then(|| Login {
            user: self.user.clone(),
            password: password.unwrap_or_default(),
            is_token: false,
        });
        Smtp { host: self.host.clone(), port: self.port, security: self.security, login, hello: hello.to_owned() }
    }
}

/// A mailbox.
#[derive(Debug, Clone, PartialEq)]
pub struct Mailbox {
    /// Its id.
    pub id: MailboxId,
    /// What people here call it.
    pub name: String,
    /// Its address.
    pub address: Address,
    /// The name customers see; the author's own when empty.
    pub from_name: String,
    /// The team that looks after it.
    pub team: Option<TeamId>,
    /// Whether mail is fetched and sent.
    pub active: bool,
    /// Which mail was taken in the beginning.
    pub take: Take,
    /// How mail is fetched.
    pub imap: Option<Imap>,
    /// How mail is sent.
    pub smtp: Option<Outbound>,
    /// Sealed.
    pub imap_password: Option<Vec<u8>>,
    /// Sealed.
    pub smtp_password: Option<Vec<u8>>,
    /// The mail server delivers `name+anything@…` to this mailbox, so that signed reply addresses can be used.
    pub plus_addressing: bool,
    /// `[#number]` is put into subjects.
    pub subject_number: bool,
    /// Safe HTML put below what is sent.
    pub signature_html: String,
    /// When it was connected.
    pub made_at: Timestamp,
    /// For optimistic locking.
    pub version: i64,
}

impl Mailbox {
    /// The place a password is sealed for.
    pub fn secret_place(id: MailboxId, what: &str) -> String {
        format!("{id}/{what}")
    }

    /// Whether mail is fetched for it.
    pub fn fetches(&self) -> bool {
        self.active && self.imap.is_some()
    }

    /// The address with the name customers see.
    pub fn sender(&self, author: &str) -> Address {
        let name = match (self.from_name.is_empty(), author.is_empty()) {
            (false, _) => self.from_name.clone(),
            (true, false) => author.to_owned(),
            (true, true) => self.name.clone(),
        };
        self.address.clone().named(&name)
    }
}

/// Gathers the faults of one form.
#[derive(Debug, Default)]
pub(crate) struct Check(Vec<FieldFault>);

impl Check {
    pub(crate) fn text(&mut self, pointer: &str, value: &str, most: usize) -> String {
        let value = crate::mail::text::one_line(value, usize::MAX);
        if value.is_empty() {
            self.0.push(FieldFault::new(pointer, "request.required", "This must not be empty."));
        } else if value.chars().count() > most {
            self.0.push(FieldFault::saying(pointer, words::TEXT_LONG.said([("most", &most.to_string())])));
        }
        value
    }

    pub(crate) fn address(&mut self, pointer: &str, value: &str) -> Option<Address> {
        let address = Address::parse(value);
        if address.is_none() {
            self.0.push(FieldFault::new(pointer, "channels.address_invalid", "This is not a mail address."));
        }
        address
    }

    fn server(&mut self, pointer: &str, host: &str, port: u16) -> String {
        let host = self.text(&format!("{pointer}/host"), host, 253);
        if host.contains([' ', '/', ':', '@']) && host.parse::<std::net::IpAddr>().is_err() {
            self.0.push(FieldFault::new(
                format!("{pointer}/host"),
                "channels.host_invalid",
                "Only the server's name, without port or https://.",
            ));
        }
        if port == 0 {
            self.0.push(FieldFault::new(
                format!("{pointer}/port"),
                "channels.port_invalid",
                "A port is between 1 and 65535.",
            ));
        }
        host
    }

    pub(crate) fn imap(&mut self, imap: Imap) -> Imap {
        let host = self.server("imap", &imap.host, imap.port);
        let user = self.text("imap/user", &imap.user, 320);
        let folder = self.text("imap/folder", &imap.folder, 500);
        if imap.protocol == Protocol::Pop3 && !matches!(imap.after, After::Keep | After::Delete) {
            self.0.push(FieldFault::saying("imap/after", words::POP_AFTER));
        }
        let move_to =
            imap.move_to.map(|folder| crate::mail::text::one_line(&folder, 500)).filter(|folder| !folder.is_empty());
        if imap.after == After::Move && move_to.is_none() {
            self.0.push(FieldFault::new("imap/move_to", "request.required", "Say into which folder mail is moved."));
        }
        if move_to.as_deref() == Some(folder.as_str()) {
            self.0.push(FieldFault::new("imap/move_to", "channels.folder_same", "This is the folder that is watched."));
        }
        Imap { host, user, folder, move_to, ..imap }
    }

    pub(crate) fn smtp(&mut self, smtp: Outbound) -> Outbound {
        let host = self.server("smtp", &smtp.host, smtp.port);
        Outbound { host, user: smtp.user.trim().to_owned(), ..smtp }
    }

    pub(crate) fn refuse(&mut self, pointer: &str, phrase: kernel::Phrase) {
        self.0.push(FieldFault::saying(pointer, phrase));
    }

    pub(crate) fn url(&mut self, pointer: &str, url: &str, web: &delivery::fetch::Guard) {
        if !url::Url::parse(url.trim()).is_ok_and(|url| web.trusts(&url)) {
            self.refuse(pointer, words::URL_WRONG);
        }
    }

    pub(crate) fn done(self) -> Result<()> {
        Fault::check_fields(self.0)
    }
}
