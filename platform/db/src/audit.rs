//! The audit trail: written by the command in its unit of work, then sealed into a hash chain in commit order.
//!
//! Sealing a second later, by one node at a time, keeps writers from waiting for each other; an entry that is changed,
//! removed or slipped in behind the seal breaks the chain, which `quarterdeck verify` walks.

use kernel::{Actor, ActorKind, AuditEntry, EventId, PersonId, Result, Timestamp, TypedId};
use sha2::{Digest, Sha256};

use crate::config::Engine;
use crate::told::AuditEntryRow;
use crate::tx::Tx;
use crate::{Filter, Row, Value, events, p, sql};

sql! {
    LAST_SEAL = "select place, hash from db_audit_seals order by place desc limit 1";
    SEALED_UP_TO = "select a.tx, a.number from db_audit a where exists (select 1 from db_audit_seals s where s.number = a.number)
                    order by a.tx desc, a.number desc limit 1";
    ENTRY = "select number, at, actor_kind, person, actor_name, action, thing, detail from db_audit where number = $1";
    UNSEALED = "select number, at, actor_kind, person, actor_name, action, thing, detail from db_audit
                where (tx, number) > ($1, $2) and tx < $3 order by tx, number limit 1000";
    UNSEALED_BEHIND = "select number, at, actor_kind, person, actor_name, action, thing, detail from db_audit
                       where number > $1 order by number limit 1000";
    SEAL = "insert into db_audit_seals (place, number, hash) values ($1, $2, $3)";
    SEALED = "select s.place, s.hash, s.number, a.number, a.number, a.at, a.actor_kind, a.person, a.actor_name, a.action, a.thing, a.detail
              from db_audit_seals s left join db_audit a on a.number = s.number where s.place > $1 order by s.place limit 1000";
    SLIPPED_IN = "select count(*) from db_audit a where (a.tx, a.number) <= ($1, $2)
                  and not exists (select 1 from db_audit_seals s where s.number = a.number)";
    WAITING = "select count(*) from db_audit where (tx, number) > ($1, $2)";
}

/// One entry of the trail.
#[derive(Debug, Clone)]
pub struct AuditRow {
    /// Its number; not without gaps.
    pub number: i64,
    /// When it was done.
    pub at: Timestamp,
    /// `person`, `token` or `system`.
    pub actor_kind: String,
    /// The person, when it was one.
    pub person: Option<PersonId>,
    /// The name at that time.
    pub actor_name: String,
    /// `<feature>.<thing>.<past tense>`
    pub action: String,
    /// What was changed.
    pub thing: String,
    /// What changed, as JSON.
    pub detail: String,
}

/// What a walk along the chain found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditReport {
    /// Entries whose seal was recomputed and is right.
    pub sealed: i64,
    /// Entries that wait to be sealed.
    pub waiting: i64,
    /// What is wrong, in words; empty when all is well.
    pub broken: Vec<String>,
}

impl Tx<'_> {
    /// Records who did what to which thing.
    pub fn audit(&mut self, actor: &Actor, entry: AuditEntry) -> Result<()> {
        let kind = match actor.kind {
            ActorKind::Person(_) => "person",
            ActorKind::Token(..) => "token",
            ActorKind::System => "system",
        };
        self.tell_audit(AuditEntryRow {
            at: self.now(),
            actor_kind: kind,
            person: actor.person(),
            actor_name: actor.name.to_string(),
            action: entry.action,
            thing: entry.thing,
            detail: entry.detail.to_string(),
        })
    }

    /// Up to `limit` entries below a number, newest first, that fulfil a filter over `person`, `action`, `thing`, `at`.
    pub fn audit_rows(&mut self, filter: &Filter, limit: usize) -> Result<Vec<AuditRow>> {
        self.write_told()?;
        let sql = format!(
            "select number, at, actor_kind, person, actor_name, action, thing, detail from db_audit{} order by number desc limit {limit}",
            filter.sql()
        );
        self.all(&sql, &filter.params(), read)
    }
}

fn read(row: &mut Row<'_>) -> Result<AuditRow> {
    Ok(AuditRow {
        number: row.take()?,
        at: row.take()?,
        actor_kind: row.take()?,
        person: Some(row.take::<i64>()?).filter(|person| *person != 0).map(PersonId::from_raw),
        actor_name: row.take()?,
        action: row.take()?,
        thing: row.take()?,
        detail: row.take()?,
    })
}

/// The seal of an entry: SHA-256 over the seal before and every field, each with its length, so that no two entries look alike.
fn hash(before: &str, entry: &AuditRow) -> String {
    let mut hasher = Sha256::new();
    let person = entry.person.map_or(0, TypedId::raw).to_string();
    let (number, at) = (entry.number.to_string(), entry.at.micros().to_string());
    let fields = [
        before,
        &number,
        &at,
        &entry.actor_kind,
        &person,
        &entry.actor_name,
        &entry.action,
        &entry.thing,
        &entry.detail,
    ];
    for field in fields {
        hasher.update((field.len() as u64).to_le_bytes());
        hasher.update(field.as_bytes());
    }
    hex(&hasher.finalize())
}

/// Bytes as lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing into a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The end of the chain.
pub(crate) struct LastSeal {
    place: i64,
    hash: String,
    /// The newest entry that is sealed. Not always that of the last seal: entries that came from another database keep their
    /// numbers, and their order there is told by the chain alone.
    pub(crate) at: EventId,
}

pub(crate) fn last_seal(tx: &mut Tx<'_>) -> Result<LastSeal> {
    let last = tx.opt(LAST_SEAL, p![], |row| Ok((row.take::<i64>()?, row.take::<String>()?)))?;
    let Some((place, hash)) = last else {
        return Ok(LastSeal { place: 0, hash: String::new(), at: EventId::default() });
    };
    let at = tx.opt(SEALED_UP_TO, p![], |row| Ok(EventId { tx: row.take()?, number: row.take()? }))?;
    Ok(LastSeal { place, hash, at: at.unwrap_or_default() })
}

/// Seals up to 1,000 waiting entries; gives how many. Nodes that try at once: the unique place refuses the second.
pub fn seal(tx: &mut Tx<'_>) -> Result<usize> {
    tx.write_told()?;
    let last = last_seal(tx)?;
    let at = last.at;
    let waiting = match tx.engine() {
        Engine::Sqlite => tx.all(UNSEALED_BEHIND, p![at.number], read)?,
        Engine::Postgres => {
            let horizon = events::horizon(tx)?;
            tx.all(UNSEALED, p![at.tx, at.number, horizon], read)?
        }
    };
    append(tx, last, &waiting)?;
    Ok(waiting.len())
}

fn append(tx: &mut Tx<'_>, last: LastSeal, entries: &[AuditRow]) -> Result<()> {
    let LastSeal { mut place, hash: mut before, .. } = last;
    for entry in entries {
        before = hash(&before, entry);
        place += 1;
        tx.exec(SEAL, p![place, entry.number, before])?;
    }
    Ok(())
}

/// Seals entries in a given order: that of the database they came from.
pub(crate) fn seal_in_order(tx: &mut Tx<'_>, numbers: &[i64]) -> Result<()> {
    let last = last_seal(tx)?;
    let mut entries = Vec::with_capacity(numbers.len());
    for number in numbers {
        entries.push(tx.one(ENTRY, p![number], read)?);
    }
    append(tx, last, &entries)
}

/// Walks the chain and recomputes every seal.
pub fn verify(tx: &mut Tx<'_>) -> Result<AuditReport> {
    let mut report = AuditReport { sealed: 0, waiting: 0, broken: Vec::new() };
    let (mut place, mut before) = (0i64, String::new());
    loop {
        let sealed = tx.all(SEALED, p![place], |row| {
            let (place, seal, number) = (row.take::<i64>()?, row.take::<String>()?, row.take::<i64>()?);
            let entry = if row.take::<Option<i64>>()?.is_some() { Some(read(row)?) } else { None };
            Ok((place, seal, number, entry))
        })?;
        if sealed.is_empty() {
            break;
        }
        for (at, seal, number, entry) in sealed {
            if at != place + 1 {
                report.broken.push(format!("seals {} to {} are missing", place + 1, at - 1));
            }
            match entry {
                None => report.broken.push(format!("entry {number} was removed")),
                Some(entry) if hash(&before, &entry) == seal => report.sealed += 1,
                Some(_) => report.broken.push(format!("entry {number} was changed")),
            }
            (place, before) = (at, seal);
        }
    }
    let at = last_seal(tx)?.at;
    let slipped: i64 = tx.one(SLIPPED_IN, &[Value::Int(at.tx), Value::Int(at.number)], |row| row.take())?;
    if slipped > 0 {
        report.broken.push(format!("{slipped} entries were slipped in behind the seal"));
    }
    report.waiting = tx.one(WAITING, p![at.tx, at.number], |row| row.take())?;
    Ok(report)
}
