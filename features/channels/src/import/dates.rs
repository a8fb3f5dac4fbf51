//! When a mail of an archive arrived.

use kernel::Timestamp;

use crate::mail::letter::Letter;

/// Mail did not exist before.
const FIRST: i64 = 0;

/// The instant of the last hop, else the sender's own date, else what the archive says, else now; never after now.
pub(super) fn arrived(letter: Option<&Letter>, archive: Option<i64>, now: Timestamp) -> Timestamp {
    let hop = || letter?.header("received").and_then(hop_date);
    let sent = || letter?.sent_at;
    let plausible =
        |seconds: &i64| *seconds > FIRST && Timestamp::from_micros(seconds.saturating_mul(1_000_000)) <= now;
    let known = hop().filter(plausible).or_else(|| sent().filter(plausible)).or_else(|| archive.filter(plausible));
    known.map_or(now, |seconds| Timestamp::from_micros(seconds.saturating_mul(1_000_000)))
}

/// `from … by … with …; Mon, 2 Mar 2026 09:00:00 +0100`
fn hop_date(value: &str) -> Option<i64> {
    let (_, date) = value.rsplit_once(';')?;
    let date = mail_parser::DateTime::parse_rfc822(date.trim())?;
    date.is_valid().then(|| date.to_timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_witness_counts() {
        let now = Timestamp::from_micros(1_800_000_000_000_000);
        let hop = "from a by b; Mon, 2 Mar 2026 10:00:05 +0100".to_owned();
        let with = |received: Option<&str>, sent_at| Letter {
            headers: received.iter().map(|value| ("received".to_owned(), (*value).to_owned())).collect(),
            sent_at,
            ..Letter::default()
        };
        let seconds = |letter: &Letter, archive| arrived(Some(letter), archive, now).micros() / 1_000_000;
        assert_eq!(seconds(&with(Some(&hop), Some(5)), Some(7)), 1_772_442_005);
        assert_eq!(seconds(&with(Some("by b; rubbish"), Some(5)), Some(7)), 5);
        assert_eq!(seconds(&with(None, Some(1_900_000_000)), Some(7)), 7);
        assert_eq!(seconds(&with(None, None), None), 1_800_000_000);
    }
}
