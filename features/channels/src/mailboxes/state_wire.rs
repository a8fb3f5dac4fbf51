//! How fetching stands, as it looks on the wire.

use kernel::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::queries::Standing;
use crate::fetch::skipped::Skipped;
use crate::fetch::state::FetchState;
use crate::fetch::watch::Health;
use crate::why::{Told, Why};

/// How fetching stands.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct MailboxState {
    /// How it is, in a word.
    pub health: Health,
    /// Since when an alarm tells that nothing is fetched.
    pub stopped_since: Option<Timestamp>,
    /// When the folder was last looked at with success.
    pub last_fetch_at: Option<Timestamp>,
    /// What goes wrong, in words; null when all is well.
    #[schema(examples("The mail server did not accept user name and password."))]
    pub last_error: Option<String>,
    /// What to do about it.
    pub hint: Option<String>,
    /// The same by its codes.
    #[serde(default)]
    pub why: Option<Why>,
    /// Since when it goes wrong.
    pub error_since: Option<Timestamp>,
    /// A connection is open.
    pub fetching: bool,
    /// Mails that are known to wait.
    #[schema(examples(0))]
    pub waiting: i64,
    /// How far what lay in the folder at the first look is taken; null when that is done.
    pub backlog: Option<MailboxBacklog>,
    /// Nothing can be changed in the folder: what was taken is remembered here, and not marked there.
    pub read_only: bool,
    /// Single mails that could not be fetched and are tried again.
    #[schema(examples(0))]
    pub skipped_count: i64,
    /// The first twenty of them.
    pub skipped: Vec<SkippedMail>,
    /// Why mail that was taken cannot be marked or moved on the server.
    pub warning: Option<Told>,
}

/// How far what lay in the folder at the first look is taken.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct MailboxBacklog {
    /// Mails that are done.
    #[schema(examples(12_300))]
    pub done: i64,
    /// All of them.
    #[schema(examples(200_000))]
    pub total: i64,
    /// Seconds it will take, as it goes now.
    #[schema(examples(840))]
    pub seconds_left: Option<i64>,
}

/// A mail that could not be fetched.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({
    "number": "4711", "arrived_at": "2026-03-02T08:00:00Z", "attempts": 2, "next_at": "2026-03-02T10:00:00Z",
    "told": {"text": "The mail server has this mail and does not give its content.",
             "why": {"code": "channels.without_content", "params": {}, "answer": null, "hint": "delivery.hint_protocol"}}
}))]
pub struct SkippedMail {
    /// Its number or name on the server.
    pub number: String,
    /// When it came into the folder, if the server told.
    pub arrived_at: Option<Timestamp>,
    /// How often it was tried.
    pub attempts: i64,
    /// When it is tried again.
    pub next_at: Timestamp,
    /// Why it could not be fetched.
    pub told: Told,
}

impl SkippedMail {
    fn of(mail: Skipped) -> Self {
        let number = if mail.name.uid > 0 { mail.name.uid.to_string() } else { mail.name.unique_name };
        Self {
            number,
            arrived_at: mail.arrived_at.happened(),
            attempts: mail.attempts,
            next_at: mail.next_at,
            told: mail.told,
        }
    }
}

impl MailboxState {
    /// As it is shown.
    pub(crate) fn of(standing: Standing, health: Health, now: Timestamp) -> Self {
        let Standing { state, skipped_count, skipped, .. } = standing;
        let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        Self {
            health,
            stopped_since: state.alarm_at.happened(),
            last_fetch_at: state.last_fetch_at.happened(),
            last_error: some(&state.error),
            hint: some(&state.hint),
            error_since: state.error_since.happened(),
            fetching: state.fetching && state.node_until > now,
            waiting: state.waiting,
            backlog: backlog(&state),
            read_only: state.read_only,
            skipped_count,
            skipped: skipped.into_iter().map(SkippedMail::of).collect(),
            why: state.why,
            warning: state.warning,
        }
    }
}

fn backlog(state: &FetchState) -> Option<MailboxBacklog> {
    let backlog = state.backlog;
    (backlog.end > 0).then(|| MailboxBacklog {
        done: backlog.done.min(backlog.total),
        total: backlog.total,
        seconds_left: state.seconds_left(),
    })
}
