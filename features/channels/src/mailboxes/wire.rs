//! Mailboxes as they look on the wire. Passwords go in and never come out.

use delivery::Security;
use kernel::{MailboxId, Patch, TeamId, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::commands::{ImapInput, MailboxChange, NewMailbox, SmtpInput};
use super::model::{After, Imap, Mailbox, Outbound, Protocol, SignBy, Take};
use super::queries::Standing;
use super::state_wire::MailboxState;
use crate::consent::wire::MailboxConsent;
use crate::fetch::watch::health;

/// How mail is fetched.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct MailboxImap {
    /// IMAP or POP3.
    pub protocol: Protocol,
    /// With a password or with what the provider allowed.
    pub sign_in: SignBy,
    /// Server name or address.
    #[schema(examples("imap.example.com"))]
    pub host: String,
    /// Port.
    #[schema(examples(993))]
    pub port: u16,
    /// Encryption.
    pub security: Security,
    /// User name.
    #[schema(examples("help@example.com"))]
    pub user: String,
    /// Whether a password is kept.
    pub has_password: bool,
    /// Folder that is watched.
    #[schema(examples("INBOX"))]
    pub folder: String,
    /// What is done with a mail that was taken.
    pub after: After,
    /// Where it is moved.
    pub move_to: Option<String>,
}

/// How mail is sent.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct MailboxSmtp {
    /// With a password or with what the provider allowed.
    pub sign_in: SignBy,
    /// Server name or address.
    #[schema(examples("smtp.example.com"))]
    pub host: String,
    /// Port.
    #[schema(examples(465))]
    pub port: u16,
    /// Encryption.
    pub security: Security,
    /// User name; empty when the server wants no sign-in.
    #[schema(examples("help@example.com"))]
    pub user: String,
    /// Whether a password is kept.
    pub has_password: bool,
}

/// A mailbox. Settings of servers and the state are only shown to those who manage mailboxes.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[schema(as = Mailbox, example = json!(example()))]
pub struct MailboxView {
    /// Its id.
    pub id: MailboxId,
    /// What people here call it.
    pub name: String,
    /// Its address.
    pub address: String,
    /// The name customers see; the author's own when empty.
    pub from_name: String,
    /// The team that looks after it.
    pub team_id: Option<TeamId>,
    /// Whether mail is fetched and sent.
    pub active: bool,
    /// Which mail was taken in the beginning.
    pub take: Take,
    /// How mail is fetched.
    pub imap: Option<MailboxImap>,
    /// How mail is sent.
    pub smtp: Option<MailboxSmtp>,
    /// What its provider allowed; null when nobody consented there.
    pub consent: Option<MailboxConsent>,
    /// Whether replies can be sent by it.
    pub can_send: bool,
    /// Signed reply addresses (`name+token@…`) are used.
    pub plus_addressing: bool,
    /// `[#number]` is put into subjects.
    pub subject_number: bool,
    /// Put below what is sent.
    pub signature_html: String,
    /// How fetching stands.
    pub state: Option<MailboxState>,
    /// For optimistic locking.
    pub version: i64,
}

/// An example for the API's document.
pub(crate) fn example() -> serde_json::Value {
    json!({
        "id": "mbox_06pz3k5m8v00g", "name": "Support", "address": "help@example.com", "from_name": "Example Support", "team_id": null,
        "active": true, "take": "from_now",
        "imap": {"protocol": "imap", "sign_in": "password", "host": "imap.example.com", "port": 993, "security": "tls", "user": "help@example.com", "has_password": true,
                 "folder": "INBOX", "after": "seen", "move_to": null},
        "smtp": {"sign_in": "password", "host": "smtp.example.com", "port": 465, "security": "tls", "user": "help@example.com",
                 "has_password": true},
        "consent": null,
        "can_send": true, "plus_addressing": false, "subject_number": true, "signature_html": "<p>Your support team</p>",
        "state": {"last_fetch_at": "2026-03-02T09:00:00Z", "last_error": null, "hint": null, "why": null, "error_since": null, "fetching": true, "waiting": 187_700,
                  "health": "well", "stopped_since": null, "read_only": false,
                  "backlog": {"done": 12_300, "total": 200_000, "seconds_left": 840}, "skipped_count": 0, "skipped": [], "warning": null},
        "version": 1,
    })
}

impl MailboxView {
    /// As it is shown; `full` for those who manage mailboxes.
    pub fn of(mailbox: Mailbox, mut standing: Standing, now: Timestamp, full: bool) -> Self {
        let consent = standing.consent.take();
        let health = health(&mailbox, &standing.state, now);
        let can_send = mailbox.smtp.is_some() && mailbox.active;
        let imap_password = mailbox.imap_password.is_some();
        let smtp_password = mailbox.smtp_password.is_some();
        Self {
            id: mailbox.id,
            name: mailbox.name,
            address: mailbox.address.address,
            from_name: mailbox.from_name,
            team_id: mailbox.team,
            active: mailbox.active,
            take: mailbox.take,
            imap: mailbox.imap.filter(|_| full).map(|imap| imap_view(imap, imap_password)),
            smtp: mailbox.smtp.filter(|_| full).map(|smtp| smtp_view(smtp, smtp_password)),
            consent: consent.filter(|_| full).map(MailboxConsent::from),
            can_send,
            plus_addressing: mailbox.plus_addressing,
            subject_number: mailbox.subject_number,
            signature_html: mailbox.signature_html,
            state: full.then(|| MailboxState::of(standing, health, now)),
            version: mailbox.version,
        }
    }
}

fn imap_view(imap: Imap, has_password: bool) -> MailboxImap {
    MailboxImap {
        protocol: imap.protocol,
        sign_in: imap.sign_in,
        host: imap.host,
        port: imap.port,
        security: imap.security,
        user: imap.user,
        has_password,
        folder: imap.folder,
        after: imap.after,
        move_to: imap.move_to,
    }
}

fn smtp_view(smtp: Outbound, has_password: bool) -> MailboxSmtp {
    MailboxSmtp {
        sign_in: smtp.sign_in,
        host: smtp.host,
        port: smtp.port,
        security: smtp.security,
        user: smtp.user,
        has_password,
    }
}

/// How mail is to be fetched.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"host": "imap.example.com", "port": 993, "security": "tls", "user": "help@example.com", "password": "secret"}))]
pub struct ImapSettings {
    /// IMAP or POP3.
    #[serde(default)]
    protocol: Protocol,
    /// With a password or with what the provider allowed.
    #[serde(default)]
    sign_in: SignBy,
    /// Server name or address.
    host: String,
    /// Port.
    port: u16,
    /// Encryption.
    security: Security,
    /// User name.
    user: String,
    /// Write-only; absent keeps the one that is kept.
    password: Option<String>,
    /// Folder that is watched.
    #[serde(default = "inbox")]
    folder: String,
    /// What is done with a mail that was taken.
    #[serde(default = "seen")]
    after: After,
    /// Where it is moved.
    move_to: Option<String>,
}

fn inbox() -> String {
    "INBOX".to_owned()
}

fn seen() -> After {
    After::Seen
}

fn yes() -> bool {
    true
}

fn from_now() -> Take {
    Take::FromNow
}

impl ImapSettings {
    pub(crate) fn input(self) -> ImapInput {
        let settings = Imap {
            protocol: self.protocol,
            sign_in: self.sign_in,
            host: self.host,
            port: self.port,
            security: self.security,
            user: self.user,
            folder: self.folder,
            after: self.after,
            move_to: self.move_to,
        };
        ImapInput { settings, password: self.password }
    }
}

/// How mail is to be sent.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"host": "smtp.example.com", "port": 465, "security": "tls", "user": "help@example.com", "password": "secret"}))]
pub struct SmtpSettings {
    /// With a password or with what the provider allowed.
    #[serde(default)]
    sign_in: SignBy,
    /// Server name or address.
    host: String,
    /// Port.
    port: u16,
    /// Encryption.
    security: Security,
    /// User name; empty or absent when the server wants no sign-in.
    user: Option<String>,
    /// Write-only; absent keeps the one that is kept.
    password: Option<String>,
}

impl SmtpSettings {
    pub(crate) fn input(self) -> SmtpInput {
        let user = self.user.unwrap_or_default();
        let settings =
            Outbound { sign_in: self.sign_in, host: self.host, port: self.port, security: self.security, user };
        SmtpInput { settings, password: self.password }
    }
}

/// A mailbox to be connected.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "name": "Support", "address": "help@example.com", "from_name": "Example Support",
    "imap": {"host": "imap.example.com", "port": 993, "security": "tls", "user": "help@example.com", "password": "secret"},
    "smtp": {"host": "smtp.example.com", "port": 465, "security": "tls", "user": "help@example.com", "password": "secret"}
}))]
pub struct MailboxCreation {
    /// What people here call it.
    name: String,
    /// Its address.
    address: String,
    /// The name customers see; the author's own when empty.
    #[serde(default)]
    from_name: String,
    /// The team that looks after it.
    team_id: Option<TeamId>,
    /// Whether mail is fetched and sent.
    #[serde(default = "yes")]
    active: bool,
    /// Which mail is taken.
    #[serde(default = "from_now")]
    take: Take,
    /// How mail is fetched; absent for a mailbox that only gets piped mail.
    imap: Option<ImapSettings>,
    /// How mail is sent.
    smtp: Option<SmtpSettings>,
    /// The mail server delivers `name+anything@…` here.
    #[serde(default)]
    plus_addressing: bool,
    /// Put `[#number]` into subjects.
    #[serde(default = "yes")]
    subject_number: bool,
    /// Put below what is sent.
    #[serde(default)]
    signature_html: String,
}

impl From<MailboxCreation> for NewMailbox {
    fn from(body: MailboxCreation) -> Self {
        Self {
            name: body.name,
            address: body.address,
            from_name: body.from_name,
            team: body.team_id,
            active: body.active,
            take: body.take,
            imap: body.imap.map(ImapSettings::input),
            smtp: body.smtp.map(SmtpSettings::input),
            plus_addressing: body.plus_addressing,
            subject_number: body.subject_number,
            signature_html: body.signature_html,
        }
    }
}

/// A change of a mailbox; absent fields stay as they are, null clears.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"version": 1, "from_name": "Example Support"}))]
pub struct MailboxRevision {
    /// The version that was seen.
    version: i64,
    /// What people here call it.
    name: Option<String>,
    /// Its address.
    address: Option<String>,
    /// The name customers see.
    from_name: Option<String>,
    /// The team that looks after it.
    #[serde(default)]
    #[schema(value_type = Option<TeamId>)]
    team_id: Patch<TeamId>,
    /// Whether mail is fetched and sent.
    active: Option<bool>,
    /// How mail is fetched.
    #[serde(default)]
    #[schema(value_type = Option<ImapSettings>)]
    imap: Patch<ImapSettings>,
    /// How mail is sent.
    #[serde(default)]
    #[schema(value_type = Option<SmtpSettings>)]
    smtp: Patch<SmtpSettings>,
    /// The mail server delivers `name+anything@…` here.
    plus_addressing: Option<bool>,
    /// Put `[#number]` into subjects.
    subject_number: Option<bool>,
    /// Put below what is sent.
    signature_html: Option<String>,
}

fn mapped<T, U>(patch: Patch<T>, map: impl FnOnce(T) -> U) -> Patch<U> {
    match patch {
        Patch::Keep => Patch::Keep,
        Patch::Clear => Patch::Clear,
        Patch::Set(value) => Patch::Set(map(value)),
    }
}

impl From<MailboxRevision> for MailboxChange {
    fn from(body: MailboxRevision) -> Self {
        Self {
            version: body.version,
            name: body.name,
            address: body.address,
            from_name: body.from_name,
            team: body.team_id,
            active: body.active,
            imap: mapped(body.imap, ImapSettings::input),
            smtp: mapped(body.smtp, SmtpSettings::input),
            plus_addressing: body.plus_addressing,
            subject_number: body.subject_number,
            signature_html: body.signature_html,
        }
    }
}
