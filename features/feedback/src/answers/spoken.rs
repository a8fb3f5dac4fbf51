//! What customers said in their own words, for reports: only answers that count, nobody's name.

use db::{Filter, Tx};
use kernel::{ConversationId, Result, TeamId, Timestamp};

use crate::programmes::model::Kind;

/// Comments that are looked through for a few.
const LOOKED_THROUGH: usize = 400;

/// A comment of an answer that counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spoken {
    /// The customer's words.
    pub comment: String,
    /// What was asked, by the code of its kind.
    pub kind: String,
    /// What they answered.
    pub score: i64,
    /// When.
    pub given_at: Timestamp,
    /// About which conversation.
    pub conversation: ConversationId,
    /// The channel it began on.
    pub channel: String,
}

/// Up to `most` comments between two instants, of these teams, channels and topics (of all when none is named): unhappy and happy
/// ones by turns, the newest of each first.
///
/// # Errors
/// Trouble with the store.
pub fn said_between(
    tx: &mut Tx<'_>,
    (from, until): (Timestamp, Timestamp),
    teams: &[TeamId],
    channels: &[String],
    topics: &[i64],
    most: usize,
) -> Result<Vec<Spoken>> {
    let mut filter = Filter::new();
    filter.raw("comment <> ''").raw("excluded_at = 0");
    filter.and("given_at >= ?", &[&from]).and("given_at < ?", &[&until]);
    if !teams.is_empty() {
        filter.and_in("team_id", teams);
    }
    if !channels.is_empty() {
        filter.and_in("channel", channels);
    }
    if !topics.is_empty() {
        filter.and_in("topic_id", topics);
    }
    let sql = format!(
        "select comment, kind, score, given_at, conversation_id, channel from feedback_answers{} order by given_at desc, id desc limit {LOOKED_THROUGH}",
        filter.sql()
    );
    let all = tx.all(sql, &filter.params(), |row| {
        Ok(Spoken {
            comment: row.take()?,
            kind: row.take()?,
            score: row.take()?,
            given_at: row.take()?,
            conversation: row.take()?,
            channel: row.take()?,
        })
    })?;
    Ok(by_turns(all, most))
}

/// Unhappy and happy ones by turns; what is neither comes last.
fn by_turns(all: Vec<Spoken>, most: usize) -> Vec<Spoken> {
    let is = |it: &Spoken, test: fn(Kind, i64) -> bool| Kind::of(&it.kind).is_some_and(|kind| test(kind, it.score));
    let (bad, rest): (Vec<_>, Vec<_>) = all.into_iter().partition(|it| is(it, Kind::is_bad));
    let (good, neither): (Vec<_>, Vec<_>) = rest.into_iter().partition(|it| is(it, Kind::is_good));
    let (mut bad, mut good) = (bad.into_iter(), good.into_iter());
    let mut chosen = Vec::new();
    loop {
        let pair = [bad.next(), good.next()];
        if pair.iter().all(Option::is_none) {
            break;
        }
        chosen.extend(pair.into_iter().flatten());
    }
    chosen.into_iter().chain(neither).take(most).collect()
}

#[cfg(test)]
mod spoken_tests {
    use kernel::TypedId;

    use super::*;

    fn spoken(kind: &str, score: i64) -> Spoken {
        Spoken {
            comment: format!("{kind} {score}"),
            kind: kind.into(),
            score,
            given_at: Timestamp::from_micros(1),
            conversation: ConversationId::from_raw(1),
            channel: "mail".into(),
        }
    }

    #[test]
    fn few_comments_tell_of_both_sides() {
        let all = [("csat", 5), ("csat", 4), ("csat", 1), ("nps", 7), ("nps", 10), ("nps", 0)];
        let found = by_turns(all.into_iter().map(|(kind, score)| spoken(kind, score)).collect(), 5);
        let told: Vec<&str> = found.iter().map(|it| it.comment.as_str()).collect();
        assert_eq!(told, ["csat 1", "csat 5", "nps 0", "csat 4", "nps 10"]);
    }
}
