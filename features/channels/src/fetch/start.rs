//! Where fetching begins in a folder.

use std::time::Duration;

use kernel::Timestamp;

use super::state::FetchState;
use crate::mailboxes::model::Take;

/// Where to begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// Where it stopped.
    Further,
    /// Everything: what lies there beside what comes.
    Everything,
    /// With everything that arrived at that instant or later.
    Since(Timestamp),
}

/// A folder as the server describes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Numbering<'a> {
    /// Its name.
    pub folder: &'a str,
    /// The server's mark of its numbering.
    pub uid_validity: i64,
}

/// Decides where to begin. Numbers count only within one numbering of one folder; when the server began a new one, or another folder
/// is watched, the date decides, a day before the instant until which everything was taken (or before `skipped`, the arrival of the
/// oldest mail that was passed over): what was taken before is recognised and not taken twice.
pub fn start(
    state: &FetchState,
    now: Numbering<'_>,
    take: Take,
    made_at: Timestamp,
    skipped: Option<Timestamp>,
) -> Start {
    let first = state.uid_validity == 0;
    if !first && state.uid_validity == now.uid_validity && state.folder == now.folder {
        return Start::Further;
    }
    if take == Take::All && (first || state.folder == now.folder) {
        return Start::Everything;
    }
    let safe = skipped.map_or(state.complete_at, |skipped| skipped.min(state.complete_at));
    let day_before = safe.minus(Duration::from_hours(24));
    Start::Since(if first { made_at } else { made_at.max(day_before) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn history_is_taken_only_when_asked_for() {
        let at = |seconds: i64| Timestamp::from_micros(seconds * 1_000_000);
        let made = at(1_000_000);
        let known = FetchState {
            folder: "INBOX".into(),
            uid_validity: 7,
            last_uid: 40,
            last_fetch_at: at(3_500_000),
            complete_at: at(3_000_000),
            ..FetchState::default()
        };
        let fresh = FetchState::default();
        let early = FetchState { complete_at: at(1_000_100), ..known.clone() };
        let inbox = |uid_validity| Numbering { folder: "INBOX", uid_validity };
        let other = Numbering { folder: "Support", uid_validity: 7 };
        for (name, state, now, take, want) in [
            ("first look", &fresh, inbox(7), Take::FromNow, Start::Since(made)),
            ("first look, everything", &fresh, inbox(7), Take::All, Start::Everything),
            ("as before", &known, inbox(7), Take::FromNow, Start::Further),
            ("as before, everything", &known, inbox(7), Take::All, Start::Further),
            ("new numbering", &known, inbox(8), Take::FromNow, Start::Since(at(2_913_600))),
            ("new numbering, everything", &known, inbox(8), Take::All, Start::Everything),
            ("new numbering soon after", &early, inbox(8), Take::FromNow, Start::Since(made)),
            ("another folder", &known, other, Take::FromNow, Start::Since(at(2_913_600))),
            ("another folder, everything before", &known, other, Take::All, Start::Since(at(2_913_600))),
        ] {
            assert_eq!(start(state, now, take, made, None), want, "{name}");
        }
        let passed_over = start(&known, inbox(8), Take::FromNow, made, Some(at(2_000_000)));
        assert_eq!(passed_over, Start::Since(at(1_913_600)), "what was passed over lies behind the safe point");
    }
}
