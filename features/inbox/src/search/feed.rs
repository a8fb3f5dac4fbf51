//! Keeps the index up with the database: follows the event log from the place in the index's own commits, and fills a new
//! index from the newest conversation to the oldest, while it follows, so that recent things are found first.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use db::{Tx, p, sql};
use kernel::{ContactId, ConversationId, Event, Fault, OrganisationId, Result};

use super::Search;
use super::index::{DeskIndex, Place};
use super::source;

sql! {
    OF_CONTACT = "select id from inbox_conversations where contact_id = $1 order by id desc limit 5000";
    OF_ORGANISATION = "select c.id from inbox_conversations c join pub_customers_contacts k on k.id = c.contact_id
                       where k.organisation_id = $1 order by c.id desc limit 5000";
    BELOW = "select id from inbox_conversations where id < $1 order by id desc limit 100";
    COUNT_FROM = "select count(*) from inbox_conversations where id >= $1";
    COUNT = "select count(*) from inbox_conversations";
}

/// Conversations read from the database at once.
const BATCH: usize = 100;
/// Conversations written before they are committed while a new index is filled.
const FILL_COMMIT: usize = 2000;
/// Conversations touched by events before they are committed.
const FOLLOW_COMMIT: usize = 1000;
/// How long the next event may take to come before the ones at hand are written.
const COALESCE: Duration = Duration::from_millis(100);
/// The shortest time between two commits: each makes a segment that has to be merged later.
const BETWEEN_COMMITS: Duration = Duration::from_millis(800);

/// How far a new index is filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub struct Filling {
    /// Conversations that can be found.
    #[schema(examples(61_000))]
    pub done: u64,
    /// Conversations there are.
    #[schema(examples(100_000))]
    pub total: u64,
}

/// What a round did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Round {
    /// There was nothing to do.
    Idle,
    /// Something was committed; there may be more.
    Committed,
}

impl Search {
    /// Follows the event log until the process ends.
    pub async fn run(self) {
        let mut commits = self.db.bus().commits();
        loop {
            commits.mark_unchanged();
            match self.round().await {
                Ok(Round::Committed) => {
                    let pause = if self.filling().is_some() { Duration::ZERO } else { BETWEEN_COMMITS };
                    tokio::time::sleep(pause).await;
                }
                Ok(Round::Idle) => {
                    let _ = tokio::time::timeout(Duration::from_secs(1), commits.changed()).await;
                    tokio::time::sleep(COALESCE).await;
                }
                Err(fault) => {
                    tracing::warn!(
                        cause = fault.causes(),
                        "The search index cannot follow; trying again in five seconds."
                    );
                    tokio::time::sleep(Duration::from_secs(5)).await;
                }
            }
        }
    }

    /// Brings the index up to now.
    pub async fn catch_up(&self) -> Result<()> {
        while self.round().await? == Round::Committed {}
        Ok(())
    }

    /// Throws the index away and fills it again; tells after each step how far it is.
    ///
    /// # Errors
    /// `inbox.search_index_in_use` when another process writes to it.
    pub async fn rebuild(&self, mut told: impl FnMut(Filling)) -> Result<()> {
        {
            let mut place = self.place.lock().await;
            let index = Arc::clone(&self.index);
            blocking(move || index.clear()).await?;
            *place = None;
        }
        while self.round().await? == Round::Committed {
            if let Some(filling) = self.filling() {
                told(filling);
            }
        }
        let count = self.index.count();
        told(Filling { done: count, total: count });
        Ok(())
    }

    async fn round(&self) -> Result<Round> {
        let mut held = self.place.lock().await;
        let place = match *held {
            Some(place) => place,
            None => self.begin().await?,
        };
        *held = Some(place);
        let (followed, touched) = self.follow(place).await?;
        let (filled, added) = self.fill(followed).await?;
        if touched + added == 0 && filled.below == place.below {
            // Events that concern no conversation move the place on, which is not worth a commit.
            *held = Some(filled);
            return Ok(Round::Idle);
        }
        let index = Arc::clone(&self.index);
        let committed = blocking(move || index.commit(filled)).await;
        // After a failure the next round begins from what the index really has.
        *held = committed.is_ok().then_some(filled);
        committed?;
        self.tell(filled).await?;
        Ok(Round::Committed)
    }

    async fn begin(&self) -> Result<Place> {
        let index = Arc::clone(&self.index);
        let place = match blocking(move || index.place()).await? {
            Some(place) => place,
            None => Place::empty(self.db.read(db::newest_event).await?),
        };
        self.tell(place).await?;
        Ok(place)
    }

    /// Notes how much of a new index is filled.
    async fn tell(&self, place: Place) -> Result<()> {
        let filling = match place.below {
            None => None,
            Some(below) => {
                let counts = self.db.read(move |tx| {
                    let done: i64 = tx.one(COUNT_FROM, p![below], |row| row.take())?;
                    Ok((done, tx.one(COUNT, p![], |row| row.take::<i64>())?))
                });
                let (done, total) = counts.await?;
                Some(Filling { done: done.unsigned_abs(), total: total.unsigned_abs() })
            }
        };
        *self.filling.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = filling;
        Ok(())
    }

    /// Writes anew what events touched.
    async fn follow(&self, mut place: Place) -> Result<(Place, usize)> {
        let mut touched = BTreeSet::new();
        while touched.len() < FOLLOW_COMMIT {
            let from = place.event;
            let (ids, last) = self
                .db
                .read(move |tx| {
                    let events = db::events_after(tx, from)?;
                    Ok((touched_by(tx, &events)?, events.last().map(|event| event.id)))
                })
                .await?;
            touched.extend(ids);
            let Some(last) = last else { break };
            place.event = last;
        }
        let touched: Vec<ConversationId> = touched.into_iter().collect();
        for batch in touched.chunks(BATCH) {
            self.write(batch.to_vec()).await?;
        }
        Ok((place, touched.len()))
    }

    /// Writes some more of a new index.
    async fn fill(&self, mut place: Place) -> Result<(Place, usize)> {
        let mut added = 0;
        while let Some(below) = place.below
            && added < FILL_COMMIT
        {
            let ids = self.db.read(move |tx| tx.all(BELOW, p![below], |row| row.take::<ConversationId>())).await?;
            place.below = ids.last().copied().map(kernel::TypedId::raw);
            added += ids.len();
            self.write(ids).await?;
        }
        Ok((place, added))
    }

    async fn write(&self, ids: Vec<ConversationId>) -> Result<()> {
        let asked = ids.clone();
        let sources = self.db.report(move |tx| source::load(tx, &asked)).await?;
        let index: Arc<DeskIndex> = Arc::clone(&self.index);
        blocking(move || index.replace(&ids, &sources)).await
    }
}

/// The conversations whose documents events made out of date.
fn touched_by(tx: &mut Tx<'_>, events: &[Event]) -> Result<Vec<ConversationId>> {
    let mut touched = Vec::new();
    for event in events {
        let thing = event.thing.0.as_str();
        if let Ok(conversation) = thing.parse::<ConversationId>() {
            touched.push(conversation);
        } else if let Ok(contact) = thing.parse::<ContactId>() {
            touched.extend(tx.all(OF_CONTACT, p![contact], |row| row.take::<ConversationId>())?);
        } else if let Ok(organisation) = thing.parse::<OrganisationId>() {
            touched.extend(tx.all(OF_ORGANISATION, p![organisation], |row| row.take::<ConversationId>())?);
        }
    }
    Ok(touched)
}

/// Runs what waits for the disk where waiting is allowed.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|panic| Err(Fault::internal(panic)))
}
