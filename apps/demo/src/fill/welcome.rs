//! What whoever looks at the demo company finds on the own desk.

use std::sync::{Arc, RwLock};
use std::time::Duration;

use db::Tx;
use inbox::conversations::{self, queries};
use inbox::messages::markup::Body;
use inbox::messages::note;
use kernel::{Actor, ActorKind, ConversationId, Fault, MessageId, Patch, PersonId, Result, Sees, TypedId};

use super::ledger::{Kind, Ledger, Run, finish};
use super::{Rooms, markup, ratings};
use crate::world::{PEOPLE, Role};

/// How many read marks are set in one unit of work.
const BATCH: usize = 2_000;
/// How many waiting conversations are handed to the host, and in how many more the host is mentioned.
const HANDED: usize = 4;
const MENTIONED: usize = 2;

/// Gives the host some work, marks what is older than a day and a half as read, and ends the run.
pub(super) async fn host(rooms: &Rooms, run: &Run, known: &Arc<RwLock<Ledger>>) -> Result<()> {
    let (manager, fresh, old) = {
        let known = known.read().map_err(|_| Fault::internal("a thread died while it filled the demo company"))?;
        choose(&known, run)?
    };
    let name = PEOPLE.iter().find(|one| one.role == Role::Manager).map(crate::world::Person::name);
    let held = rooms.registry.held_by(kernel::BuiltInRole::Manager);
    let jonas = Actor::new(ActorKind::Person(manager), &name.unwrap_or_default(), held, Sees::All);
    if let Some(host) = run.host {
        let reader = Actor::new(
            ActorKind::Person(host),
            "",
            rooms.registry.held_by(kernel::BuiltInRole::Administrator),
            Sees::All,
        );
        for part in old.chunks(BATCH) {
            let (part, reader) = (part.to_vec(), reader.clone());
            let mark =
                move |tx: &mut Tx<'_>| part.iter().try_for_each(|(id, last)| queries::see(tx, &reader, *id, *last));
            rooms.db.write_at(run.until, mark).await?;
        }
        let manager = jonas.clone();
        let hand = move |tx: &mut Tx<'_>| hand_over(tx, &manager, host, &fresh);
        rooms.db.write_at(run.until, hand).await?;
    }
    rooms.db.write_at(run.until, move |tx| ratings::begin_asking(tx, &jonas)).await?;
    rooms.db.write(finish).await
}

/// A conversation and its newest message.
type Last = (ConversationId, MessageId);

/// The manager, the newest conversations that wait and nobody has, and all that were quiet for a day and a half.
fn choose(known: &Ledger, run: &Run) -> Result<(PersonId, Vec<ConversationId>, Vec<Last>)> {
    let place = PEOPLE.iter().position(|one| one.role == Role::Manager).unwrap_or(1);
    let manager = known.find(Kind::Person, place).ok_or_else(Fault::not_found)?;
    let limit = run.until.minus(Duration::from_hours(36));
    let (mut fresh, mut old) = (Vec::new(), Vec::new());
    let mut numbers: Vec<u32> = known.threads.keys().copied().collect();
    numbers.sort_unstable_by(|one, other| other.cmp(one));
    for number in numbers {
        let (Some(thread), Some(id)) = (known.threads.get(&number), known.find(Kind::Conversation, number as usize))
        else {
            continue;
        };
        let id = ConversationId::from_raw(id);
        if thread.is_waiting && !thread.is_assigned && fresh.len() < HANDED + MENTIONED {
            fresh.push(id);
        }
        if let Some((message, at)) = thread.last_message
            && at < limit
        {
            old.push((id, message));
        }
    }
    Ok((PersonId::from_raw(manager), fresh, old))
}

fn hand_over(tx: &mut Tx<'_>, manager: &Actor, host: PersonId, fresh: &[ConversationId]) -> Result<()> {
    for id in fresh.iter().take(HANDED) {
        let change = conversations::Change { assignee: Patch::Set(host), ..conversations::Change::default() };
        conversations::change(tx, manager, *id, None, &change, None)?;
    }
    let texts = [
        "Could you have a look at this one? I would like a second pair of eyes before we answer.",
        "For your information: this came in just now, and I think it shows why we need a macro for it.",
    ];
    for (id, text) in fresh.iter().skip(HANDED).zip(texts) {
        note::note(tx, manager, *id, &Body::new(&markup::html(text)), &[host], &[])?;
    }
    Ok(())
}
