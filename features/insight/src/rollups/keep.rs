//! Keeps roll-ups as facts change: in the same unit of work what counted of a conversation before is taken away and what counts
//! after is added. Counts are whole numbers, so that is exact; what comes late lands in the period that it belongs to.
//!
//! While they are being built, conversations are walked by id: those behind the walk are left to it.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::time::Duration;

use db::Tx;
use jiff::tz::TimeZone;
use kernel::{ConversationId, Result, Timestamp, TypedId};

use super::delta::Delta;
use super::store;
use crate::facts::{self, Changes, Conversation, survey_store};
use crate::metrics::settings::{self, Settings};
use crate::metrics::{Reply, came_again};

/// Rises when a definition or the way of keeping changes: then they are built anew.
pub(super) const RULES: i64 = 2;
/// All conversations are in them.
const COMPLETE: i64 = i64::MAX;

/// How conversations that a batch touches counted before it.
#[derive(Debug, Default)]
pub(crate) struct Before {
    zone: Option<TimeZone>,
    window: Duration,
    built_to: i64,
    delta: Delta,
    /// Solved conversations whose customer may have come again by this batch, or may not have after all.
    again: BTreeSet<ConversationId>,
    /// Whether they had come again.
    had_come_again: HashMap<ConversationId, bool>,
    /// Replies whose place changed with their conversation.
    replies: HashMap<ConversationId, Vec<(Reply, i64)>>,
}

fn is_of(state: &store::State, settings: &Settings) -> bool {
    state.rules == RULES
        && state.window_days == settings.window_days()
        && settings.zone.iana_name().unwrap_or("UTC") == state.zone
}

/// Whether the roll-ups hold all facts, counted by these settings.
pub(crate) fn are_ready(tx: &mut Tx<'_>, settings: &Settings) -> Result<bool> {
    let state = store::state(tx)?;
    Ok(state.built_to == COMPLETE && is_of(&state, settings))
}

/// Whether there is something to build.
///
/// # Errors
/// Trouble with the store.
pub fn are_due(tx: &mut Tx<'_>) -> Result<bool> {
    let settings = settings::find(tx)?;
    are_ready(tx, &settings).map(|ready| !ready)
}

/// Forgets them with the facts; they are built again when those are there.
pub(crate) fn forget_all(tx: &mut Tx<'_>) -> Result<()> {
    store::hold(tx)?;
    store::begin(tx, "", 0, 0)
}

/// Looks at what a batch is about to change; to be called before it is saved.
pub(crate) fn before(tx: &mut Tx<'_>, changes: &Changes) -> Result<Before> {
    let (state, settings) = (store::hold(tx)?, settings::find(tx)?);
    if state.built_to == 0 || !is_of(&state, &settings) {
        return Ok(Before::default());
    }
    let mut before =
        Before { zone: Some(settings.zone), window: settings.window, built_to: state.built_to, ..Before::default() };
    for (id, change) in &changes.conversations {
        let was = change.before.as_ref();
        for it in was.into_iter().chain([&change.after]) {
            if it.solved_at != Timestamp::NEVER {
                before.again.insert(*id);
            }
        }
        if was.is_none_or(|was| begun_as(was) != begun_as(&change.after)) {
            for it in was.into_iter().chain([&change.after]) {
                let from = it.created_at.minus(before.window);
                let topic = it.topic.map_or(0, TypedId::raw);
                before.again.extend(store::returned_to(tx, it.contact, topic, (from, it.created_at))?);
            }
        }
        if was.is_some_and(|was| lies_as(was) != lies_as(&change.after)) {
            let replies = store::replies_of(tx, *id)?;
            before.replies.insert(*id, replies);
        }
    }
    for message in &changes.withdrawn {
        if let Some((reply, message)) = store::reply_by(tx, *message)? {
            let replies = before.replies.entry(reply.conversation).or_default();
            if replies.iter().all(|(_, known)| *known != message) {
                replies.push((reply, message));
            }
        }
    }
    before.count_all(tx, changes, -1)?;
    Ok(before)
}

/// What makes a conversation another one's return.
fn begun_as(it: &Conversation) -> impl PartialEq {
    (it.contact, it.topic, it.created_at, it.by_agent)
}

/// What decides in which parts its replies are counted.
fn lies_as(it: &Conversation) -> impl PartialEq {
    (it.team, it.channel.clone(), it.topic)
}

impl Before {
    /// Counts everything that the batch touches, as the store has it now.
    fn count_all(&mut self, tx: &mut Tx<'_>, changes: &Changes, sign: i64) -> Result<()> {
        let Some(zone) = self.zone.clone() else { return Ok(()) };
        let again: Vec<ConversationId> = self.again.iter().copied().filter(|id| id.raw() <= self.built_to).collect();
        let others: Vec<_> = again.iter().copied().filter(|id| !changes.conversations.contains_key(id)).collect();
        let others = facts::store::find_all(tx, &others)?;
        let now = |id: &ConversationId| match changes.conversations.get(id) {
            Some(change) if sign < 0 => change.before.clone(),
            Some(change) => Some(change.after.clone()),
            None => others.get(id).cloned(),
        };
        let mut came = HashMap::new();
        for id in &again {
            let solved = now(id).filter(|it| it.solved_at != Timestamp::NEVER);
            let has = solved.map_or(Ok(false), |it| came_again(tx, &it, self.window))?;
            came.insert(*id, has);
        }
        let has_come = |id: &ConversationId| came.get(id).copied().unwrap_or_default();
        let built_to = self.built_to;
        for id in changes.conversations.keys().filter(|id| id.raw() <= built_to) {
            if let Some(it) = now(id) {
                let replies = self.replies_now(changes, *id, sign);
                self.delta.count(sign, &zone, &it, &replies, has_come(id));
            }
        }
        for change in changes.surveys.values().filter(|change| change.after.conversation.raw() <= built_to) {
            let now = if sign < 0 { change.before.as_ref() } else { Some(&change.after) };
            if let Some(it) = now {
                self.delta.count_survey(sign, &zone, it);
            }
        }
        if sign < 0 {
            self.had_come_again = came;
            return Ok(());
        }
        // Of the others only those whose customer now did or did not come again.
        for (id, it) in &others {
            let (had, has) = (self.had_come_again.get(id).copied().unwrap_or_default(), has_come(id));
            if had != has {
                self.delta.count(-1, &zone, it, &[], had);
                self.delta.count(1, &zone, it, &[], has);
            }
        }
        Ok(())
    }

    /// The replies to count of a conversation: those that lie elsewhere now, were taken back or are new.
    fn replies_now(&self, changes: &Changes, id: ConversationId, sign: i64) -> Vec<Reply> {
        let known = self.replies.get(&id).map_or(&[][..], Vec::as_slice);
        if sign < 0 {
            return known.iter().map(|(reply, _)| *reply).collect();
        }
        let gone: BTreeSet<i64> = changes.withdrawn.iter().map(|message| message.raw()).collect();
        let kept = known.iter().filter(|(_, message)| !gone.contains(message)).map(|(reply, _)| *reply);
        let new = changes.messages.values().filter(|message| message.conversation == id && message.kind == "agent");
        let new = new.map(|message| Reply {
            conversation: id,
            person: message.person,
            at: message.at,
            since: message.waited_since.unwrap_or(Timestamp::NEVER),
            business: message.waited_business,
        });
        kept.chain(new).collect()
    }
}

/// Brings the roll-ups to what the batch made of the facts; to be called after it was saved.
pub(crate) fn after(tx: &mut Tx<'_>, changes: &Changes, mut before: Before) -> Result<()> {
    before.count_all(tx, changes, 1)?;
    store::add(tx, before.delta)
}

/// Builds the next conversations into the roll-ups, at most so many, from the beginning when the way of counting changed; says
/// whether there was anything to do. Many at once are much cheaper, since each cell is read and written once, but nobody else
/// writes meanwhile.
///
/// # Errors
/// Trouble with the store.
pub fn build(tx: &mut Tx<'_>, most: u32) -> Result<bool> {
    let (mut state, settings) = (store::hold(tx)?, settings::find(tx)?);
    if !is_of(&state, &settings) {
        tx.without_time_limit()?;
        store::begin(tx, settings.zone.iana_name().unwrap_or("UTC"), settings.window_days(), RULES)?;
        state.built_to = 0;
    }
    if state.built_to == COMPLETE {
        return Ok(false);
    }
    let above = state.built_to;
    let conversations = store::next(tx, above, most)?;
    let mut delta = Delta::default();
    let Some(to) = conversations.last().map(|it| it.id.raw()) else {
        // Surveys about conversations of which nothing else is known.
        survey_store::between(tx, above, COMPLETE)?.iter().for_each(|it| delta.count_survey(1, &settings.zone, it));
        store::add(tx, delta)?;
        store::note_built(tx, COMPLETE)?;
        return Ok(false);
    };
    let mut replies: BTreeMap<ConversationId, Vec<Reply>> = BTreeMap::new();
    for reply in store::replies_between(tx, above, to)? {
        replies.entry(reply.conversation).or_default().push(reply);
    }
    let window = i64::try_from(settings.window.as_micros()).unwrap_or(i64::MAX);
    let again: BTreeSet<_> = store::came_again_between(tx, above, to, window)?.into_iter().collect();
    for it in &conversations {
        let replies = replies.get(&it.id).map_or(&[][..], Vec::as_slice);
        delta.count(1, &settings.zone, it, replies, again.contains(&it.id));
    }
    survey_store::between(tx, above, to)?.iter().for_each(|it| delta.count_survey(1, &settings.zone, it));
    store::add(tx, delta)?;
    store::note_built(tx, to)?;
    Ok(true)
}
