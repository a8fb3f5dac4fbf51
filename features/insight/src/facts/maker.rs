//! Makes facts of batches of events.

use std::collections::{BTreeSet, HashMap};
use std::num::NonZero;
use std::panic::resume_unwind;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::ScopedJoinHandle;

use db::Tx;
use kernel::business_time::{Calendar, Hours};
use kernel::{Event, Fault, Result, Timestamp};

use super::business::{self, Timeline};
use super::changes::Changes;
use super::{CONSUMER, model, store, survey_store, surveys};
use crate::rollups;

/// Rises when the same events would give other facts: then they are made anew.
pub const VERSION: i64 = 3;

/// From so many events on it pays to read them on all processors.
const MANY: usize = 2_000;

/// Calendars that were made ready, by the number of their event: what an event says never changes.
type Ready = Arc<Mutex<HashMap<i64, Arc<Calendar>>>>;

/// Makes facts of events; events of other things are passed over.
pub fn maker() -> impl Fn(&mut Tx<'_>, &[Event]) -> Result<()> + Send + Sync + 'static {
    let ready = Ready::default();
    move |tx, events| make(tx, events, &ready)
}

fn make(tx: &mut Tx<'_>, events: &[Event], ready: &Ready) -> Result<()> {
    if store::made_by(tx)? != Some(VERSION) {
        store::note_made_by(tx, VERSION)?;
        if store::any(tx)? {
            return anew(tx);
        }
    }
    let mut timeline = load(tx, ready)?;
    if timeline.is_empty() {
        // The first calendar counts for all that was before it, also for what came before it in the log.
        let told = events.iter().find_map(|event| business::read(event).transpose().map(|hours| (event, hours)));
        if let Some((event, hours)) = told {
            learn(tx, &mut timeline, event, &hours?, ready)?;
            if store::any(tx)? {
                return anew(tx);
            }
        }
    }
    let changes = gather(tx, events, &mut timeline, ready)?;
    let counted = rollups::before(tx, &changes)?;
    store::save(tx, &changes)?;
    rollups::after(tx, &changes, counted)
}

/// All from the beginning: this consumer goes on there, because it finds its place moved.
fn anew(tx: &mut Tx<'_>) -> Result<()> {
    tx.without_time_limit()?;
    rollups::forget_all(tx)?;
    store::forget_all(tx)?;
    db::rewind(tx, CONSUMER)
}

/// What the events change, with the calendar that counted when each of them came.
fn gather(tx: &mut Tx<'_>, events: &[Event], timeline: &mut Timeline, ready: &Ready) -> Result<Changes> {
    let (stands, told): (Vec<_>, Vec<_>) = read_all(events)?.into_iter().unzip();
    let asked: BTreeSet<_> = told.iter().flatten().map(surveys::Told::survey).collect();
    let asked = survey_store::find_all(tx, &asked.into_iter().collect::<Vec<_>>())?;
    let of_surveys = told.iter().flatten().map(surveys::Told::conversation);
    let mut ids: Vec<_> = stands.iter().flatten().map(model::Stand::conversation).chain(of_surveys).collect();
    ids.sort_unstable();
    ids.dedup();
    let known = store::find_all(tx, &ids)?;
    let mut changes = Changes::default();
    for ((event, stand), told) in events.iter().zip(&stands).zip(&told) {
        match (stand, told) {
            (Some(stand), _) => changes.apply(&known, stand, event, timeline),
            (None, Some(told)) => changes.apply_survey(&asked, &known, told),
            (None, None) => {
                if let Some(hours) = business::read(event)? {
                    learn(tx, timeline, event, &hours, ready)?;
                }
            }
        }
    }
    Ok(changes)
}

/// What each event says of a conversation, and of a survey. Many are read on all processors: when facts are made anew, nothing
/// else is to be done meanwhile.
fn read_all(events: &[Event]) -> Result<Vec<(Option<model::Stand>, Option<surveys::Told>)>> {
    let read = |some: &[Event]| -> Result<Vec<_>> {
        some.iter().map(|event| Ok((model::read(event)?, surveys::read(event)?))).collect()
    };
    let hands = std::thread::available_parallelism().map_or(1, NonZero::get);
    if events.len() < MANY || hands == 1 {
        return read(events);
    }
    let parts = std::thread::scope(|scope| {
        let readers: Vec<_> =
            events.chunks(events.len().div_ceil(hands)).map(|some| scope.spawn(move || read(some))).collect();
        let done = |reader: ScopedJoinHandle<'_, _>| reader.join().unwrap_or_else(|panic| resume_unwind(panic));
        readers.into_iter().map(done).collect::<Result<Vec<_>>>()
    })?;
    Ok(parts.into_iter().flatten().collect())
}

/// The department's calendars so far.
fn load(tx: &mut Tx<'_>, ready: &Ready) -> Result<Timeline> {
    let mut timeline = Timeline::default();
    for (place, from, text) in store::calendars(tx)? {
        let hours = || serde_json::from_str::<Hours>(&text).map_err(Fault::internal);
        let calendar = prepared(ready, place, hours)?;
        timeline.push(place, from, calendar);
    }
    Ok(timeline)
}

/// Takes a calendar in, once.
fn learn(tx: &mut Tx<'_>, timeline: &mut Timeline, event: &Event, hours: &Hours, ready: &Ready) -> Result<()> {
    let place = event.id.number;
    if timeline.knows(place) {
        return Ok(());
    }
    let calendar = prepared(ready, place, || Ok(hours.clone()))?;
    let from: Timestamp = timeline.push(place, event.at, calendar);
    store::save_calendar(tx, place, from, hours)
}

fn prepared(ready: &Ready, place: i64, hours: impl FnOnce() -> Result<Hours>) -> Result<Arc<Calendar>> {
    let mut known = ready.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(calendar) = known.get(&place) {
        return Ok(Arc::clone(calendar));
    }
    let calendar = business::ready(&hours()?)?;
    known.insert(place, Arc::clone(&calendar));
    Ok(calendar)
}
