//! How many conversations there are facts of, and how many of them are left out of some figures. Kept with every batch: counting
//! them anew would take the longer the more history there is.

use db::{Tx, p, sql};
use kernel::Result;

use super::changes::{Change, Changes};
use super::model::Conversation;

sql! {
    FIND = "select conversations, greatest_number, by_agent, automatic, no_team, no_topic, replier_unknown from insight_tally where id = 1";
    KEEP = "update insight_tally set conversations = conversations + $1,
            greatest_number = case when greatest_number < $2 then $2 else greatest_number end, by_agent = by_agent + $3,
            automatic = automatic + $4, no_team = no_team + $5, no_topic = no_topic + $6, replier_unknown = replier_unknown + $7 where id = 1";
    FORGET = "update insight_tally set conversations = 0, greatest_number = 0, by_agent = 0, automatic = 0, no_team = 0, no_topic = 0,
            replier_unknown = 0 where id = 1";
}

/// Conversations counted; of a batch, how many more there are than before it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// All of them.
    pub(crate) conversations: i64,
    /// The greatest number among them.
    pub(crate) greatest_number: i64,
    /// One of us began them.
    pub(crate) by_agent: i64,
    /// A machine began them.
    pub(crate) automatic: i64,
    /// They lie with no team.
    pub(crate) no_team: i64,
    /// They have no topic.
    pub(crate) no_topic: i64,
    /// Nobody knows who replied first.
    pub(crate) replier_unknown: i64,
}

impl Tally {
    /// One more, or, times −1, one less.
    pub(super) fn count(&mut self, it: &Conversation, times: i64) {
        let when = |holds: bool| if holds { times } else { 0 };
        self.conversations += times;
        self.greatest_number = self.greatest_number.max(it.number);
        self.by_agent += when(it.by_agent);
        self.automatic += when(it.automatic);
        self.no_team += when(it.team.is_none());
        self.no_topic += when(it.topic.is_none());
        self.replier_unknown += when(it.first_reply_at.happened().is_some() && it.first_reply_by.is_none());
    }

    fn of_change(&mut self, change: &Change) {
        if let Some(before) = &change.before {
            self.count(before, -1);
        }
        self.count(&change.after, 1);
    }
}

/// Counts what a batch changed.
pub(super) fn keep(tx: &mut Tx<'_>, changes: &Changes) -> Result<()> {
    let mut more = Tally::default();
    changes.conversations.values().for_each(|change| more.of_change(change));
    if more == Tally::default() {
        return Ok(());
    }
    let Tally { conversations, greatest_number, by_agent, automatic, no_team, no_topic, replier_unknown } = more;
    tx.exec(KEEP, p![conversations, greatest_number, by_agent, automatic, no_team, no_topic, replier_unknown]).map(drop)
}

/// Nothing is counted any more.
pub(super) fn forget(tx: &mut Tx<'_>) -> Result<()> {
    tx.exec(FORGET, p![]).map(drop)
}

/// How many there are.
pub(crate) fn find(tx: &mut Tx<'_>) -> Result<Tally> {
    tx.one(FIND, p![], |row| {
        Ok(Tally {
            conversations: row.take()?,
            greatest_number: row.take()?,
            by_agent: row.take()?,
            automatic: row.take()?,
            no_team: row.take()?,
            no_topic: row.take()?,
            replier_unknown: row.take()?,
        })
    })
}
