//! Mail providers that give access by consent, and where their pages are.

use kernel::{MailboxId, PersonId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::why::Told;

db::typed_id!(
    /// A mail provider we are registered with.
    ProviderId, "mprv");

/// Which provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = MailProviderKind)]
pub enum Kind {
    /// Google Workspace and Gmail.
    Google,
    /// Microsoft 365 and Outlook.
    Microsoft,
    /// Any other; its addresses are given.
    Other,
}

impl Kind {
    /// The stable word for it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Google => "google",
            Self::Microsoft => "microsoft",
            Self::Other => "other",
        }
    }

    pub(crate) fn of(code: &str) -> Self {
        match code {
            "google" => Self::Google,
            "microsoft" => Self::Microsoft,
            _ => Self::Other,
        }
    }
}

/// A provider, as we are registered there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provider {
    /// Its id.
    pub id: ProviderId,
    /// Which.
    pub kind: Kind,
    /// What people here call it.
    pub name: String,
    /// The id it gave us.
    pub client_id: String,
    /// The secret it gave us, sealed; none for a public client.
    pub client_secret: Option<Vec<u8>>,
    /// Microsoft: the directory, or `common`.
    pub tenant: String,
    /// Other: where people consent.
    pub authorize_url: String,
    /// Other: where tokens are given.
    pub token_url: String,
    /// Other: what is asked for.
    pub scope: String,
    /// For optimistic locking.
    pub version: i64,
}

impl Provider {
    /// The place its secret is sealed for.
    pub fn secret_place(id: ProviderId) -> String {
        format!("{id}/secret")
    }

    /// Where people consent.
    pub fn authorize_url(&self) -> String {
        match self.kind {
            Kind::Google => "https://accounts.google.com/o/oauth2/v2/auth".to_owned(),
            Kind::Microsoft => format!("https://login.microsoftonline.com/{}/oauth2/v2.0/authorize", self.tenant()),
            Kind::Other => self.authorize_url.clone(),
        }
    }

    /// Where tokens are given.
    pub fn token_url(&self) -> String {
        match self.kind {
            Kind::Google => "https://oauth2.googleapis.com/token".to_owned(),
            Kind::Microsoft => format!("https://login.microsoftonline.com/{}/oauth2/v2.0/token", self.tenant()),
            Kind::Other => self.token_url.clone(),
        }
    }

    /// What is asked for: mail in and out, for as long as it is not revoked.
    pub fn scope(&self) -> &str {
        match self.kind {
            Kind::Google => "https://mail.google.com/",
            Kind::Microsoft => {
                "offline_access https://outlook.office.com/IMAP.AccessAsUser.All \
                 https://outlook.office.com/POP.AccessAsUser.All https://outlook.office.com/SMTP.Send"
            }
            Kind::Other => &self.scope,
        }
    }

    fn tenant(&self) -> &str {
        if self.tenant.is_empty() { "common" } else { &self.tenant }
    }
}

/// What a provider allowed for a mailbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consent {
    /// The mailbox.
    pub mailbox: MailboxId,
    /// Who allowed it.
    pub provider: ProviderId,
    /// Sealed; none when the provider gives none.
    pub refresh_token: Option<Vec<u8>>,
    /// Sealed.
    pub access_token: Option<Vec<u8>>,
    /// Until when the access token is good.
    pub expires_at: Timestamp,
    /// Why it does not hold any more.
    pub revoked: Option<Told>,
    /// When it was given.
    pub given_at: Timestamp,
}

/// Somebody who went to a provider to consent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// For which mailbox.
    pub mailbox: MailboxId,
    /// Where.
    pub provider: ProviderId,
    /// Who.
    pub person: PersonId,
    /// The sealed secret that only we know until the code is exchanged (PKCE).
    pub verifier: Vec<u8>,
    /// Until when they are expected back.
    pub expires_at: Timestamp,
}

/// The place a token of a mailbox is sealed for.
pub fn token_place(mailbox: MailboxId, what: &str) -> String {
    format!("{mailbox}/{what}")
}
