//! Whether mailboxes fetch, late, or stopped; and exactly one alarm an outage.

use std::time::Duration;

use db::{Tx, p, sql};
use kernel::{Actor, MailboxId, Result, Timestamp};
use serde::{Deserialize, Serialize};

use super::state::{self, FetchState};
use crate::events;
use crate::mailboxes::model::Mailbox;
use crate::mailboxes::store;

sql! {
    RAISE = "update channels_fetch_states set alarm_at = $1 where mailbox_id = $2 and alarm_at = 0";
    END = "update channels_fetch_states set alarm_at = 0 where mailbox_id = $1 and alarm_at <> 0";
}

/// Without a good look for this long, a mailbox is late.
const LATE: Duration = Duration::from_mins(7);
/// Without a good look for this long, it stopped.
const STOPPED: Duration = Duration::from_mins(15);
/// What stays until somebody changes something is told sooner.
const STOPPED_FOR_GOOD: Duration = Duration::from_mins(3);
/// An outage is over when nothing went wrong for this long: a server that comes and goes is one outage, not many.
const STEADY: Duration = Duration::from_mins(5);

/// How the fetching of a mailbox is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = MailboxHealth)]
pub enum Health {
    /// It does not fetch: switched off, or without a server for it.
    Off,
    /// It was not looked at yet.
    Starting,
    /// It is looked at in time.
    Well,
    /// The last look failed, or is long ago.
    Late,
    /// Nothing was fetched for so long that somebody must see to it.
    Stopped,
}

impl Health {
    /// The stable word for it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Starting => "starting",
            Self::Well => "well",
            Self::Late => "late",
            Self::Stopped => "stopped",
        }
    }
}

/// How a mailbox is at an instant.
pub fn health(mailbox: &Mailbox, state: &FetchState, now: Timestamp) -> Health {
    if !mailbox.fetches() {
        return Health::Off;
    }
    if state.alarm_at.happened().is_some() {
        return Health::Stopped;
    }
    if state.error_since.happened().is_some() {
        return Health::Late;
    }
    match state.last_fetch_at.happened() {
        None => Health::Starting,
        Some(last) if now.since(last) > LATE => Health::Late,
        Some(_) => Health::Well,
    }
}

/// What there is to tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// It stopped.
    Stopped,
    /// It fetches again.
    Recovered,
    /// It shall not fetch any more, so nothing is wrong with it.
    Dropped,
}

/// Decides. `began` is when this process began to watch: while nobody was there, nobody could fetch.
pub fn turn(mailbox: &Mailbox, state: &FetchState, began: Timestamp, poll: Duration, now: Timestamp) -> Option<Turn> {
    let told = state.alarm_at.happened().is_some();
    if !mailbox.fetches() {
        return told.then_some(Turn::Dropped);
    }
    let goes_wrong = state.error_since.happened();
    if told {
        let well = state.well_since.happened();
        let steady = goes_wrong.is_none() && well.is_some_and(|since| now.since(since) >= STEADY);
        return steady.then_some(Turn::Recovered);
    }
    let good = state.last_fetch_at.max(mailbox.made_at).max(began);
    let for_good =
        goes_wrong.filter(|_| state.lasting).is_some_and(|since| now.since(since.max(began)) >= STOPPED_FOR_GOOD);
    (for_good || now.since(good) >= STOPPED.max(poll * 3)).then_some(Turn::Stopped)
}

/// Looks at all mailboxes; gives those of which there is something to tell.
pub(crate) fn look(tx: &mut Tx<'_>, began: Timestamp, poll: Duration) -> Result<Vec<(MailboxId, Turn)>> {
    let now = tx.now();
    let mut turns = Vec::new();
    for mailbox in store::list(tx)? {
        let state = state::find(tx, mailbox.id)?;
        turns.extend(turn(&mailbox, &state, began, poll, now).map(|turn| (mailbox.id, turn)));
    }
    Ok(turns)
}

/// Tells, once: of several nodes that saw the same, one.
pub(crate) fn tell(tx: &mut Tx<'_>, mailbox: MailboxId, turn: Turn) -> Result<()> {
    state::begin(tx, mailbox)?;
    let state = state::find(tx, mailbox)?;
    let now = tx.now();
    let changed = match turn {
        Turn::Stopped => tx.exec(RAISE, p![now, mailbox])?,
        Turn::Recovered | Turn::Dropped => tx.exec(END, p![mailbox])?,
    };
    if changed == 0 || turn == Turn::Dropped {
        return Ok(());
    }
    let event = if turn == Turn::Stopped {
        let why = state.why.map(|why| why.code).unwrap_or_default();
        events::mailbox_stopped(mailbox, state.last_fetch_at, state.lasting, &why)
    } else {
        events::mailbox_recovered(mailbox, state.alarm_at)
    };
    tx.emit(&Actor::system(), event)
}

#[cfg(test)]
mod tests {
    use kernel::TypedId;

    use super::*;
    use crate::mail::address::Address;
    use crate::mailboxes::model::{After, Imap, Protocol, SignBy, Take};

    fn mailbox(active: bool) -> Mailbox {
        Mailbox {
            id: MailboxId::from_raw(1),
            name: "Support".into(),
            address: Address::parse("help@our.example").expect("an address"),
            from_name: String::new(),
            team: None,
            active,
            take: Take::FromNow,
            imap: Some(Imap {
                protocol: Protocol::Imap,
                sign_in: SignBy::Password,
                host: "imap.our.example".into(),
                port: 993,
                security: delivery::Security::Tls,
                user: "help".into(),
                folder: "INBOX".into(),
                after: After::Seen,
                move_to: None,
            }),
            smtp: None,
            imap_password: None,
            smtp_password: None,
            plus_addressing: false,
            subject_number: true,
            signature_html: String::new(),
            made_at: minute(0),
            version: 1,
        }
    }

    fn minute(minute: i64) -> Timestamp {
        Timestamp::from_micros((minute + 1) * 60_000_000)
    }

    fn state(last: Timestamp, wrong: Timestamp, well: Timestamp, alarm: Timestamp) -> FetchState {
        FetchState {
            last_fetch_at: last,
            error_since: wrong,
            well_since: well,
            alarm_at: alarm,
            ..FetchState::default()
        }
    }

    #[test]
    fn an_outage_is_told_once_and_ends_when_it_is_steady() {
        let never = Timestamp::NEVER;
        let lasting = FetchState { lasting: true, ..state(minute(10), minute(10), never, never) };
        let silent = state(never, never, never, never);
        let table = [
            ("well", state(minute(10), never, minute(1), never), 14, None, Health::Well),
            ("late", state(minute(10), never, minute(1), never), 18, None, Health::Late),
            ("fails", state(minute(10), minute(11), never, never), 12, None, Health::Late),
            ("stopped", state(minute(10), minute(11), never, never), 25, Some(Turn::Stopped), Health::Late),
            ("refused for good", lasting.clone(), 12, None, Health::Late),
            ("refused for good, three minutes", lasting, 13, Some(Turn::Stopped), Health::Late),
            ("told already", state(minute(10), minute(11), never, minute(25)), 90, None, Health::Stopped),
            ("just back", state(minute(91), never, minute(90), minute(25)), 92, None, Health::Stopped),
            ("back", state(minute(94), never, minute(90), minute(25)), 95, Some(Turn::Recovered), Health::Stopped),
            ("never looked at", silent.clone(), 14, None, Health::Starting),
            ("never looked at for long", silent, 15, Some(Turn::Stopped), Health::Starting),
        ];
        for (name, state, now, want, shown) in table {
            let now = minute(now);
            assert_eq!(turn(&mailbox(true), &state, minute(0), Duration::from_mins(1), now), want, "{name}");
            assert_eq!(health(&mailbox(true), &state, now), shown, "{name}");
        }
    }

    #[test]
    fn nobody_is_alarmed_of_what_nobody_watched_or_wants() {
        let (never, poll) = (Timestamp::NEVER, Duration::from_mins(1));
        let asleep = state(minute(10), never, minute(1), never);
        assert_eq!(turn(&mailbox(true), &asleep, minute(500), poll, minute(501)), None);
        let off = state(minute(10), minute(11), never, minute(25));
        assert_eq!(turn(&mailbox(false), &off, minute(0), poll, minute(26)), Some(Turn::Dropped));
        assert_eq!(health(&mailbox(false), &off, minute(26)), Health::Off);
    }
}
