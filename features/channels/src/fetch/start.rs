//! Where fetching begins in a folder.

use std::time::Duration;

use kernel::Timestamp;

use super::state::FetchState;
use crate::mailboxes::model::Take;

/// Where to begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// Behind the mail with this number.
    After(i64),
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
/// is watched, the date decides, a day early: what was taken before is recognised and not taken twice.
pub fn start(state: &FetchState, now: Numbering<'_>, take: Take, made_at: Timestamp) -> Start {
    let first = state.uid_validity == 0;
    if !first && state.uid_validity == now.uid_validity && state.folder == now.folder {
        return Start::After(state.last_uid);
    }
    if take == Take::All && (first || state.folder == now.folder) {
        return Start::After(0);
    }
    let day_before = state.last_fetch_at.minus(Duration::from_hours(24));
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
            last_fetch_at: at(3_000_000),
            ..FetchState::default()
        };
        let fresh = FetchState::default();
        let early = FetchState { last_fetch_at: at(1_000_100), ..known.clone() };
        let inbox = |uid_validity| Numbering { folder: "INBOX", uid_validity };
        let other = Numbering { folder: "Support", uid_validity: 7 };
        for (name, state, now, take, want) in [
            ("first look", &fresh, inbox(7), Take::FromNow, Start::Since(made)),
            ("first look, everything", &fresh, inbox(7), Take::All, Start::After(0)),
            ("as before", &known, inbox(7), Take::FromNow, Start::After(40)),
            ("as before, everything", &known, inbox(7), Take::All, Start::After(40)),
            ("new numbering", &known, inbox(8), Take::FromNow, Start::Since(at(2_913_600))),
            ("new numbering, everything", &known, inbox(8), Take::All, Start::After(0)),
            ("new numbering soon after", &early, inbox(8), Take::FromNow, Start::Since(made)),
            ("another folder", &known, other, Take::FromNow, Start::Since(at(2_913_600))),
            ("another folder, everything before", &known, other, Take::All, Start::Since(at(2_913_600))),
        ] {
            assert_eq!(start(state, now, take, made), want, "{name}");
        }
    }
}
