//! Which nodes are alive, and whether the clock went on evenly. What a dead node held is taken over within seconds.
//!
//! No node compares its clock with another's: a node is dead when its beat did not rise while we beat several times. So a
//! database that was away for a minute kills nobody, and a clock that is wrong neither.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use kernel::{Result, Timestamp};

use crate::config::Engine;
use crate::database::Db;
use crate::tx::Tx;
use crate::{p, sql};

sql! {
    BEAT = "insert into db_nodes (name, beat, at) values ($1, 1, $2)
            on conflict (name) do update set beat = db_nodes.beat + 1, at = excluded.at";
    OTHERS = "select name, beat from db_nodes where name <> $1";
    ANY = "select count(*) from db_nodes";
    GONE = "delete from db_nodes where name = $1 and beat = $2";
    LEAVE = "delete from db_nodes where name = $1";
    EARLIER = "update db_parked_events set retry_at = $1 where retry_at > $2";
}

/// Between two beats.
const EVERY: Duration = Duration::from_secs(3);
/// While the store is in trouble it is tried again so often.
const PROBE: Duration = Duration::from_secs(1);
/// Beats of ours during which another's did not rise: then it is dead.
const MISSED: u32 = 3;
/// By so much a clock may be set without anything being rearranged.
const EVEN: Duration = Duration::from_secs(5);
/// No parked event rests longer than this by itself.
const LONGEST_REST: Duration = Duration::from_hours(2);

/// What is done with the things that a dead node held; given its name.
pub type Inherit = Arc<dyn Fn(&mut Tx<'_>, &str) -> Result<()> + Send + Sync>;
/// What is done when the clock was set.
pub type Rearrange = Arc<dyn Fn(&mut Tx<'_>) -> Result<()> + Send + Sync>;

/// Whether a node shows that it lives; only nodes on PostgreSQL do. One that was killed counts until another takes over.
pub fn anybody_alive(tx: &mut Tx<'_>) -> Result<bool> {
    Ok(tx.one(ANY, p![], |row| row.take::<i64>())? > 0)
}

/// The heart of a node: shows that it lives, sees who died, and tries a store that is in trouble.
#[derive(Clone)]
pub struct Heart {
    db: Db,
    inherit: Vec<Inherit>,
    rearrange: Vec<Rearrange>,
}

impl Heart {
    /// The heart of the node that has this handle.
    pub fn new(db: Db) -> Self {
        let parked: Rearrange = Arc::new(|tx| {
            let now = tx.now();
            tx.exec(EARLIER, p![now, now.plus(LONGEST_REST)]).map(drop)
        });
        Self { db, inherit: Vec::new(), rearrange: vec![parked] }
    }

    /// Adds what is done with the things that a dead node held.
    pub fn inherit(&mut self, work: impl Fn(&mut Tx<'_>, &str) -> Result<()> + Send + Sync + 'static) {
        self.inherit.push(Arc::new(work));
    }

    /// Adds what is done when the clock was set.
    pub fn rearrange(&mut self, work: impl Fn(&mut Tx<'_>) -> Result<()> + Send + Sync + 'static) {
        self.rearrange.push(Arc::new(work));
    }

    /// Beats until the process ends.
    pub async fn run(self) {
        let mut known = HashMap::new();
        let mut even = Even::begin(self.db.clock().now());
        loop {
            if let Some(set) = even.look(self.db.clock().now(), Instant::now()) {
                tracing::warn!(
                    seconds = set / 1_000_000,
                    "The clock was set; what waits for an instant is rearranged."
                );
                self.rearranged().await;
            }
            let trouble = self.db.trouble().is_some();
            // One process has a SQLite file: nobody looks whether it lives, and an idle disk is left to sleep.
            if (trouble || self.db.engine() == Engine::Postgres)
                && let Err(fault) = self.round(&mut known).await
            {
                tracing::warn!(cause = fault.causes(), "This node cannot show that it lives; trying again.");
            }
            tokio::time::sleep(if self.db.trouble().is_some() { PROBE } else { EVERY }).await;
        }
    }

    async fn rearranged(&self) {
        let rearrange = self.rearrange.clone();
        let done = self.db.write(move |tx| rearrange.iter().try_for_each(|work| work(tx)));
        if let Err(fault) = done.await {
            tracing::warn!(cause = fault.causes(), "What waits for an instant could not be rearranged.");
        }
    }

    /// Shows that we live, and takes over from those who do not. Gives the names of the dead.
    ///
    /// # Errors
    /// The trouble of the store.
    pub async fn round(&self, known: &mut HashMap<String, (i64, u32)>) -> Result<Vec<String>> {
        let me = self.db.node().to_owned();
        let others = self.db.write(move |tx| {
            let now = tx.now();
            tx.exec(BEAT, p![me, now])?;
            tx.all(OTHERS, p![me], |row| Ok((row.take::<String>()?, row.take::<i64>()?)))
        });
        let dead = judge(known, &others.await?);
        for (name, beat) in &dead {
            let (inherit, name, beat) = (self.inherit.clone(), name.clone(), *beat);
            tracing::warn!(node = name, "Another node died; what it held is taken over.");
            let taken = self.db.write(move |tx| {
                if tx.exec(GONE, p![name, beat])? > 0 {
                    inherit.iter().try_for_each(|work| work(tx, &name))?;
                    tx.announce();
                }
                Ok(())
            });
            taken.await?;
        }
        Ok(dead.into_iter().map(|(name, _)| name).collect())
    }

    /// Leaves in order: what this node holds is free for the others at once.
    ///
    /// # Errors
    /// The trouble of the store.
    pub async fn leave(&self) -> Result<()> {
        let (inherit, me) = (self.inherit.clone(), self.db.node().to_owned());
        let left = self.db.write(move |tx| {
            tx.exec(LEAVE, p![me])?;
            tx.announce();
            inherit.iter().try_for_each(|work| work(tx, &me))
        });
        left.await
    }
}

/// Who did not beat while we did, by what was known of the others.
fn judge(known: &mut HashMap<String, (i64, u32)>, others: &[(String, i64)]) -> Vec<(String, i64)> {
    known.retain(|name, _| others.iter().any(|(other, _)| other == name));
    let mut dead = Vec::new();
    for (name, beat) in others {
        let (last, missed) = known.entry(name.clone()).or_insert((*beat, 0));
        if last == beat {
            *missed += 1;
        } else {
            (*last, *missed) = (*beat, 0);
        }
        // The first sight counts as one.
        if *missed > MISSED {
            dead.push((name.clone(), *beat));
        }
    }
    dead
}

/// Whether the wall's clock goes as evenly as the machine's own.
struct Even {
    wall: Timestamp,
    own: Instant,
}

impl Even {
    fn begin(wall: Timestamp) -> Self {
        Self { wall, own: Instant::now() }
    }

    /// By how many microseconds the clock was set since the last look, when that is worth a word.
    fn look(&mut self, wall: Timestamp, own: Instant) -> Option<i64> {
        let passed = i64::try_from(own.duration_since(self.own).as_micros()).unwrap_or(i64::MAX);
        let set = wall.micros() - self.wall.micros() - passed;
        (self.wall, self.own) = (wall, own);
        (set.unsigned_abs() > EVEN.as_micros() as u64).then_some(set)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_node_is_dead_when_it_misses_several_of_our_beats() {
        let mut known = HashMap::new();
        let others = |a: i64, b: i64| vec![("a".to_owned(), a), ("b".to_owned(), b)];
        for round in 0..3 {
            assert!(judge(&mut known, &others(7, round)).is_empty(), "round {round}");
        }
        assert_eq!(judge(&mut known, &others(7, 9)), vec![("a".to_owned(), 7)]);
        assert!(judge(&mut known, &[("b".to_owned(), 10)]).is_empty());
        assert!(!known.contains_key("a"));
    }

    #[test]
    fn a_clock_that_is_set_is_noticed_in_both_directions() {
        let start = Timestamp::from_micros(1_000_000_000_000);
        let mut even = Even::begin(start);
        let own = |seconds: u64| Duration::from_secs(seconds);
        let begin = even.own;
        assert_eq!(even.look(start.plus(own(3)), begin + own(3)), None);
        assert_eq!(even.look(start.plus(own(3603)), begin + own(3)), Some(3_600_000_000));
        assert_eq!(even.look(start.plus(own(6)), begin + own(6)), Some(-3_600_000_000));
    }
}
