//! An import of tables from its beginning, or from behind what is here already, to its end.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use db::{Db, Tx};
use kernel::{Fault, MailboxId, Result, Timestamp};
use tokio::sync::mpsc;

use super::keep::{self, Around, Kept, Ready};
use super::map::Map;
use super::model::{Counts, Doing, Progress};
use super::names::{self, Named, Names};
use super::plan::{LeftOut, plan};
use super::row::{Row, Trouble};
use super::stage::{self, Case, Stage, Staged};
use super::table::{self, Given};
use super::{Elsewhere, store};
use crate::error;

/// Rows put on disk at once.
const ROWS: usize = 2000;
/// Troubles that are told in full.
const TOLD: usize = 50;
/// Where no state is told, conversations that are quiet for so long are done.
const QUIET: Duration = Duration::from_hours(14 * 24);

/// What to import.
#[derive(Debug, Clone)]
pub struct Order {
    /// What the columns mean.
    pub map: Map,
    /// The files.
    pub files: Vec<PathBuf>,
    /// Where rows may lie while they are put in order.
    pub folder: PathBuf,
    /// Only says what would happen.
    pub rehearse: bool,
    /// Goes on without rows that are wrong, instead of refusing all.
    pub skip_bad: bool,
    /// Rests for this part of the time, so that a server beside it can write: 0 for none.
    pub rest: f64,
}

/// What became of it.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The counts.
    pub counts: Counts,
    /// The first values that are wrong.
    pub troubles: Vec<Trouble>,
    /// Whether nothing was written because of them.
    pub refused: bool,
}

/// Imports tables; `tell` hears after each portion.
///
/// # Errors
/// `inbox.import_map` or `inbox.import_file`; or that disk or database do not take it: what was told is kept, and the same order goes
/// on from there.
pub async fn import(
    db: &Db,
    rooms: &Arc<dyn Elsewhere>,
    order: &Order,
    mut tell: impl FnMut(Progress),
) -> Result<Outcome> {
    let given = table::assign(&order.map, &order.files)?;
    let mailbox = mailbox(db, &order.map).await?;
    let stage = Stage::make(&order.folder, Arc::clone(db.clock())).await?;
    let (mut counts, troubles, named) = read_all(&stage, order, given, &mut tell).await?;
    let total = stage.sort().await?;
    if counts.bad > 0 && !order.skip_bad && !order.rehearse {
        return Ok(Outcome { counts, troubles, refused: true });
    }
    let (names, made) = if order.rehearse {
        (Names::default(), names::Made::default())
    } else {
        names::resolve(db, rooms, &order.map, named).await?
    };
    (counts.people, counts.teams, counts.topics) = (made.people, made.teams, made.topics);
    let quiet = db.clock().now().minus(QUIET);
    let work = Work {
        db: db.clone(),
        rooms: Arc::clone(rooms),
        map: Arc::new(order.map.clone()),
        names: Arc::new(names),
        mailbox,
        rehearse: order.rehearse,
        quiet,
    };
    let (started, mut done, mut place) = (Instant::now(), 0, stage::beginning());
    let mut next = stage.next(place).await?;
    while let Some((behind, cases)) = next {
        place = behind;
        done += cases.len() as i64;
        let begun = Instant::now();
        // The next cases are read while these are kept.
        let (kept, following) = tokio::join!(work.portion(cases), stage.next(place));
        kept?.add_to(&mut counts);
        next = following?;
        tell(progress(Doing::Keeping, done, Some(total), started));
        if order.rest > 0.0 && !order.rehearse {
            tokio::time::sleep(begun.elapsed().mul_f64(order.rest)).await;
        }
    }
    Ok(Outcome { counts, troubles, refused: false })
}

async fn mailbox(db: &Db, map: &Map) -> Result<Option<MailboxId>> {
    let Some(address) = map.mailbox.clone() else { return Ok(None) };
    let wanted = address.clone();
    let found = db.read(move |tx| names::mailbox(tx, &wanted)).await?;
    let unknown = || error::IMPORT_MAP.detail(format!("mailbox = “{address}”: there is no mailbox with this address"));
    found.map(Some).ok_or_else(unknown)
}

fn progress(doing: Doing, done: i64, total: Option<i64>, started: Instant) -> Progress {
    let spent = started.elapsed();
    let left = total.map_or(0, |total| (total - done).max(0));
    let rest = (total.is_some() && done > 0 && spent.as_secs() >= 1).then(|| spent.mul_f64(left as f64 / done as f64));
    Progress { doing, done, rate: done as f64 / spent.as_secs_f64().max(0.001), total, rest }
}

/// What the reading thread hands over: rows, and what is wrong with others.
type Portion = (Vec<Row>, Vec<Trouble>, i64);

/// Reads every row of every file on a thread of its own and puts it on disk.
async fn read_all(
    stage: &Stage,
    order: &Order,
    given: Vec<Given>,
    tell: &mut impl FnMut(Progress),
) -> Result<(Counts, Vec<Trouble>, Named)> {
    let (sender, mut portions) = mpsc::channel::<Result<Portion>>(2);
    let map = order.map.clone();
    tokio::task::spawn_blocking(move || {
        if let Err(fault) = hand_over(&map, &given, &sender) {
            let _ = sender.blocking_send(Err(fault));
        }
    });
    let (started, mut counts, mut troubles, mut named) =
        (Instant::now(), Counts::default(), Vec::new(), Named::default());
    while let Some(portion) = portions.recv().await {
        let (rows, wrong, bad) = portion?;
        rows.iter().filter(|row| !row.spam).for_each(|row| named.gather(row));
        let first = counts.rows;
        counts.rows += rows.len() as i64 + bad;
        counts.bad += bad;
        troubles.extend(wrong);
        troubles.truncate(TOLD);
        let staged = rows.into_iter().zip(first..).map(|(row, line)| Staged::of(row, line));
        stage.keep(staged.collect::<Result<_>>()?).await?;
        tell(progress(Doing::Reading, counts.rows, None, started));
    }
    Ok((counts, troubles, named))
}

fn hand_over(map: &Map, given: &[Given], to: &mpsc::Sender<Result<Portion>>) -> Result<()> {
    let gone = |_| Fault::unavailable("the import has ended");
    let mut portion: Portion = (Vec::new(), Vec::new(), 0);
    for file in given {
        table::read(map, file, |row| {
            match row {
                Ok(row) => portion.0.push(row),
                Err(wrong) => {
                    portion.2 += 1;
                    // Files that are wrong from end to end must not fill the memory.
                    portion.1.extend(wrong.into_iter().take(TOLD.saturating_sub(portion.1.len())));
                }
            }
            if portion.0.len() + portion.2 as usize >= ROWS {
                to.blocking_send(Ok(std::mem::take(&mut portion))).map_err(gone)?;
            }
            Ok(())
        })?;
    }
    to.blocking_send(Ok(portion)).map_err(gone)
}

struct Work {
    db: Db,
    rooms: Arc<dyn Elsewhere>,
    map: Arc<Map>,
    names: Arc<Names>,
    mailbox: Option<MailboxId>,
    rehearse: bool,
    quiet: Timestamp,
}

/// What became of a portion.
#[derive(Debug, Default)]
struct Done {
    kept: Kept,
    spam: i64,
    without_ticket: i64,
}

impl Done {
    fn add_to(&self, counts: &mut Counts) {
        let Kept { conversations, messages, events, known, changed } = self.kept;
        counts.conversations += conversations;
        counts.messages += messages;
        counts.events += events;
        counts.known += known;
        counts.changed += changed;
        counts.spam += self.spam;
        counts.without_ticket += self.without_ticket;
    }
}

impl Work {
    async fn portion(&self, cases: Vec<Case>) -> Result<Done> {
        let (map, quiet) = (Arc::clone(&self.map), self.quiet);
        let planned = tokio::task::spawn_blocking(move || planned(&map, cases, quiet));
        let (ready, mut done) = planned.await.map_err(Fault::internal)?;
        done.kept = if self.rehearse { self.rehearsed(ready).await? } else { self.kept(ready).await? };
        Ok(done)
    }

    async fn kept(&self, ready: Vec<Ready>) -> Result<Kept> {
        let (map, rooms, names) = (Arc::clone(&self.map), Arc::clone(&self.rooms), Arc::clone(&self.names));
        let mailbox = self.mailbox;
        let keep = move |tx: &mut Tx<'_>| {
            let around = Around { source: &map.source, rooms: &*rooms, names: &names, mailbox };
            keep::keep(tx, &around, &ready)
        };
        self.db.write(keep).await
    }

    /// What would become of them.
    async fn rehearsed(&self, ready: Vec<Ready>) -> Result<Kept> {
        let source = self.map.source.clone();
        let read = move |tx: &mut Tx<'_>| {
            let keys: Vec<&str> = ready.iter().map(|ready| ready.case.as_str()).collect();
            let known = store::known(tx, &source, &keys)?;
            let mut kept = Kept::default();
            for ready in &ready {
                match known.get(&ready.case) {
                    Some(mark) => {
                        kept.known += 1;
                        kept.changed += i64::from(*mark != ready.mark);
                    }
                    None => {
                        kept.conversations += 1;
                        kept.messages += ready.bodies.len() as i64;
                        kept.events += 1 + ready.plan.steps.len() as i64;
                    }
                }
            }
            Ok(kept)
        };
        self.db.read(read).await
    }
}

/// Tells each case and cleans its texts; takes processor time.
fn planned(map: &Map, cases: Vec<Case>, quiet: Timestamp) -> (Vec<Ready>, Done) {
    let (mut ready, mut done) = (Vec::with_capacity(cases.len()), Done::default());
    for case in cases {
        match plan(map, &case.rows, quiet) {
            Ok(plan) => ready.push(Ready::of(case.key, case.mark, plan)),
            Err(LeftOut::Spam) => done.spam += 1,
            Err(LeftOut::NoTicket) => done.without_ticket += 1,
        }
    }
    (ready, done)
}
