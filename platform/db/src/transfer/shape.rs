//! What a database is made of, beside its rows: schema steps, tables, counters, and where readers of the log stand.

use std::collections::BTreeMap;

use kernel::{EventId, FaultKind, FaultSpec, Result, ThingId};
use serde::{Deserialize, Serialize};

use super::{COUNTERS, quoted};
use crate::config::Engine;
use crate::tx::Tx;
use crate::{audit, p, schema, sql};

sql! {
    STEPS = "select name, checksum from db_migrations order by name";
    CONSUMERS = "select name, tx, number from db_consumers order by name";
    REACHED = "select coalesce(max(number), 0) from db_events where (tx, number) <= ($1, $2)";
    MISSED = "select number, thing from db_events where (tx, number) > ($1, $2) and number < $3 order by number";
    UNSEALED = "select number from db_audit where (tx, number) > ($1, $2) order by tx, number";
}

/// There is nothing that could leave.
pub const EMPTY: FaultSpec = FaultSpec {
    kind: FaultKind::NotFound,
    code: "platform.empty_database",
    sentence: "There is nothing in this database yet.",
};

/// Where applied steps are noted.
const LEDGER: &str = "db_migrations";

/// What a database is made of, beside its rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shape {
    /// The steps of the schema that were applied, by name.
    pub steps: Vec<Step>,
    /// The tables whose rows travel.
    pub tables: Vec<Table>,
    /// The last number given by each counter that people see.
    pub counters: BTreeMap<String, i64>,
    /// The last number given in each table that numbers its rows.
    pub identities: BTreeMap<String, i64>,
    /// How far each consumer of events is.
    pub consumers: Vec<Consumer>,
    /// Audit entries that wait for their seal, in the order in which they will be sealed.
    pub unsealed: Vec<i64>,
}

/// A step of the schema.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Its name.
    pub name: String,
    /// SHA-256 of its text.
    pub checksum: String,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// Its columns in the order of their cells.
    pub columns: Vec<Column>,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// What its cells are.
    pub kind: Kind,
}

/// What the cells of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Integers, instants, ids, yes and no.
    Integer,
    /// Floating-point numbers.
    Real,
    /// Texts.
    Text,
    /// Bytes.
    Bytes,
}

/// How far a consumer of events is, told by numbers alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consumer {
    /// The consumer.
    pub name: String,
    /// The greatest number it has passed.
    pub number: i64,
    /// Events below that number which it has not had: their transactions came later in the order of that server.
    pub missed: Vec<Missed>,
}

/// An event that a consumer has not had.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Missed {
    /// Its number.
    pub number: i64,
    /// What it is about.
    pub thing: String,
}

/// Reads what the database is made of.
pub fn shape(tx: &mut Tx<'_>) -> Result<Shape> {
    let described = schema::describe(tx)?;
    if !described.contains_key(LEDGER) {
        return Err(EMPTY.into());
    }
    let steps = tx.all(STEPS, p![], |row| Ok(Step { name: row.take()?, checksum: row.take()? }))?;
    let tables = described.into_iter().filter(|(name, _)| name != COUNTERS).map(|(name, table)| {
        let columns = table.columns.into_iter().map(|(name, kind, _)| Column { name, kind: Kind::of(&kind) }).collect();
        Table { name, columns }
    });
    let last = audit::last_seal(tx)?.at;
    Ok(Shape {
        steps,
        tables: tables.collect(),
        counters: counters(tx)?,
        identities: identities(tx)?,
        consumers: consumers(tx)?,
        unsealed: tx.all(UNSEALED, p![last.tx, last.number], |row| row.take())?,
    })
}

impl Kind {
    fn of(logical: &str) -> Self {
        match logical {
            "integer" => Self::Integer,
            "real" => Self::Real,
            "bytes" => Self::Bytes,
            _ => Self::Text,
        }
    }
}

fn consumers(tx: &mut Tx<'_>) -> Result<Vec<Consumer>> {
    let places =
        tx.all(CONSUMERS, p![], |row| Ok((row.take::<String>()?, EventId { tx: row.take()?, number: row.take()? })))?;
    let mut consumers = Vec::new();
    for (name, place) in places {
        let reached: i64 = tx.one(REACHED, p![place.tx, place.number], |row| row.take())?;
        let missed = tx.all(MISSED, p![place.tx, place.number, reached], |row| {
            Ok(Missed { number: row.take()?, thing: row.take::<ThingId>()?.0 })
        })?;
        consumers.push(Consumer { name, number: reached, missed });
    }
    Ok(consumers)
}

/// The sequences of counters on PostgreSQL: name of the sequence, name of the counter where it is noted.
const SEQUENCES: &str = "select s.relname::text, obj_description(s.oid, 'pg_class')::text from pg_class s
    join pg_namespace n on n.oid = s.relnamespace
    where s.relkind = 'S' and n.nspname = current_schema() and s.relname like 'db\\_counter\\_%' order by s.relname";

fn counters(tx: &mut Tx<'_>) -> Result<BTreeMap<String, i64>> {
    if tx.engine() == Engine::Sqlite {
        let rows = tx.all("select name, value from db_counters", p![], |row| Ok((row.take()?, row.take()?)))?;
        return Ok(rows.into_iter().collect());
    }
    let sequences = tx.all(SEQUENCES, p![], |row| Ok((row.take::<String>()?, row.take::<Option<String>>()?)))?;
    let mut counters = BTreeMap::new();
    for (sequence, noted) in sequences {
        let value = last_value(tx, &quoted(&sequence))?;
        let plain = sequence.trim_start_matches("db_counter_");
        // Earlier releases did not note the name, and their one counter was of a feature of one word.
        counters.insert(noted.unwrap_or_else(|| plain.replacen('_', ".", 1)), value);
    }
    Ok(counters)
}

/// Tables that number their rows, each with its sequence on PostgreSQL.
pub(super) const IDENTITIES: &str = "select table_name::text,
    pg_get_serial_sequence(quote_ident(table_name::text), column_name::text)
    from information_schema.columns where table_schema = current_schema() and is_identity = 'YES'";

fn identities(tx: &mut Tx<'_>) -> Result<BTreeMap<String, i64>> {
    if tx.engine() == Engine::Sqlite {
        let rows = tx.all("select name, seq from sqlite_sequence", p![], |row| Ok((row.take()?, row.take()?)))?;
        return Ok(rows.into_iter().collect());
    }
    let sequences = tx.all(IDENTITIES, p![], |row| Ok((row.take::<String>()?, row.take::<String>()?)))?;
    let mut identities = BTreeMap::new();
    for (table, sequence) in sequences {
        let value = last_value(tx, &sequence)?;
        if value > 0 {
            identities.insert(table, value);
        }
    }
    Ok(identities)
}

fn last_value(tx: &mut Tx<'_>, sequence: &str) -> Result<i64> {
    let sql = format!("select case when is_called then last_value else last_value - 1 end from {sequence}");
    tx.one(sql, p![], |row| row.take())
}
