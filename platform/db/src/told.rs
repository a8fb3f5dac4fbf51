//! What a unit of work tells the event log and the audit trail. It is gathered and written at the unit's end, many rows in a
//! statement.

use kernel::{PersonId, Result, ThingId, Timestamp, TypedId};

use crate::tx::Tx;
use crate::{Value, sql};

sql! {
    EVENT = "insert into db_events (name, version, thing, at, person, facts) values ($1, $2, $3, $4, $5, $6)";
    ENTRY = "insert into db_audit (at, actor_kind, person, actor_name, action, thing, detail) values ($1, $2, $3, $4, $5, $6, $7)";
}

/// Rows kept in memory at most.
const MOST: usize = 1000;

/// A row of the event log to be.
#[derive(Debug)]
pub(crate) struct EventRow {
    pub(crate) name: &'static str,
    pub(crate) version: u32,
    pub(crate) thing: ThingId,
    pub(crate) at: Timestamp,
    pub(crate) person: Option<PersonId>,
    pub(crate) facts: String,
}

/// A row of the audit trail to be.
#[derive(Debug)]
pub(crate) struct AuditEntryRow {
    pub(crate) at: Timestamp,
    pub(crate) actor_kind: &'static str,
    pub(crate) person: Option<PersonId>,
    pub(crate) actor_name: String,
    pub(crate) action: &'static str,
    pub(crate) thing: ThingId,
    pub(crate) detail: String,
}

/// What waits to be written.
#[derive(Debug, Default)]
pub(crate) struct Told {
    events: Vec<EventRow>,
    entries: Vec<AuditEntryRow>,
}

impl Tx<'_> {
    pub(crate) fn tell_event(&mut self, row: EventRow) -> Result<()> {
        self.told().events.push(row);
        if self.told().events.len() < MOST { Ok(()) } else { self.write_told() }
    }

    pub(crate) fn tell_audit(&mut self, row: AuditEntryRow) -> Result<()> {
        self.told().entries.push(row);
        if self.told().entries.len() < MOST { Ok(()) } else { self.write_told() }
    }

    /// Forgets what was told since it was last written.
    pub(crate) fn forget_told(&mut self) {
        *self.told() = Told::default();
    }

    /// Writes what was told, in order: before anybody reads the log, and at the end of the unit of work.
    pub(crate) fn write_told(&mut self) -> Result<()> {
        let told = std::mem::take(self.told());
        let events: Vec<Vec<Value<'_>>> = told.events.iter().map(EventRow::values).collect();
        self.exec_rows(EVENT, &events)?;
        let entries: Vec<Vec<Value<'_>>> = told.entries.iter().map(AuditEntryRow::values).collect();
        self.exec_rows(ENTRY, &entries)
    }
}

impl EventRow {
    fn values(&self) -> Vec<Value<'_>> {
        let [version, at, person] = [i64::from(self.version), self.at.micros(), raw(self.person)].map(Value::Int);
        vec![Value::Text(self.name), version, Value::Text(&self.thing.0), at, person, Value::Text(&self.facts)]
    }
}

impl AuditEntryRow {
    fn values(&self) -> Vec<Value<'_>> {
        let [at, person] = [self.at.micros(), raw(self.person)].map(Value::Int);
        let [kind, name, action] = [self.actor_kind, &self.actor_name, self.action].map(Value::Text);
        vec![at, kind, person, name, action, Value::Text(&self.thing.0), Value::Text(&self.detail)]
    }
}

fn raw(person: Option<PersonId>) -> i64 {
    person.map_or(0, TypedId::raw)
}
