//! Rows into an empty database, in one unit of work.

use kernel::{Fault, FaultKind, FaultSpec, Result};
use postgres::binary_copy::BinaryCopyInWriter;
use postgres::types::Type;

use super::shape::{Consumer, IDENTITIES, Shape, Table};
use super::{Cell, quoted};
use crate::config::Engine;
use crate::database::Db;
use crate::errors::{from_postgres, from_sqlite};
use crate::migrate::{self, Migration};
use crate::tx::{Link, Tx};
use crate::value::ToValue;
use crate::{audit, p, schema, sql};

/// The database that shall take the rows has tables already.
pub const NOT_EMPTY: FaultSpec = FaultSpec {
    kind: FaultKind::Conflict,
    code: "platform.not_empty",
    sentence: "The database is not empty, and nothing is ever restored over what is there.",
};
/// The rows were written by a release that knows more than this one.
pub const NEWER: FaultSpec = FaultSpec {
    kind: FaultKind::Conflict,
    code: "platform.newer_release",
    sentence: "This was written by a newer release. Use that release or a newer one.",
};
/// The rows are not what their description says.
pub const DAMAGED: FaultSpec = FaultSpec {
    kind: FaultKind::Invalid,
    code: "platform.damaged_backup",
    sentence: "This is not a whole backup of Quarterdeck.",
};
/// A restore began here and did not come to its end.
pub const UNFINISHED: FaultSpec = FaultSpec {
    kind: FaultKind::Conflict,
    code: "platform.unfinished_restore",
    sentence: "A restore into this database did not come to its end, so it holds nothing yet. Run the restore again, or remove the database to begin anew.",
};

/// Everything was moved elsewhere from here.
pub const MOVED: FaultSpec = FaultSpec {
    kind: FaultKind::Conflict,
    code: "platform.moved_away",
    sentence: "Everything in this database was moved to another one, which is in use now. Set database.url to that one; or, if this one shall be used again without what was written there since, run `quarterdeck move --take-back`.",
};

/// Stands in a database that was moved elsewhere.
const AWAY: &str = "db_moved_away";
/// Stands in a database from the beginning of a restore until its end.
const MARK: &str = "db_unfinished_restore";

sql! {
    MOVE = "update db_consumers set number = $1 where name = $2";
    PARK = "insert into db_parked_events (consumer, number, tx, thing, attempts, retry_at, error) values ($1, $2, 0, $3, 1, $4, $5)
            on conflict (consumer, number) do nothing";
}

/// What must be put back when all rows are there.
#[derive(Debug)]
pub struct Load {
    /// References between tables on PostgreSQL: table, name, definition.
    references: Vec<(String, String, String)>,
}

/// Marks an empty database as one into which a restore goes; durable before the first row.
///
/// # Errors
/// [`NOT_EMPTY`] when it has tables other than the mark of an earlier try.
pub async fn begin(db: &Db) -> Result<()> {
    db.write(|tx| {
        let tables = schema::describe(tx)?.into_keys().filter(|name| name != MARK).count();
        if tables > 0 {
            return Err(Fault::from(NOT_EMPTY).because(format!("it has {tables} tables")));
        }
        tx.batch(&format!("create table if not exists {MARK} (begun_at BIGINT NOT NULL)"))
    })
    .await
}

/// Whether a restore began here and did not come to its end.
pub fn is_unfinished(tx: &mut Tx<'_>) -> Result<bool> {
    has_table(tx, MARK)
}

/// Whether everything was moved elsewhere from here.
pub fn is_moved_away(tx: &mut Tx<'_>) -> Result<bool> {
    has_table(tx, AWAY)
}

/// Marks a database that was moved elsewhere, or takes the mark away: no server starts on a marked one.
pub fn mark_moved_away(tx: &mut Tx<'_>, away: bool) -> Result<()> {
    if away {
        tx.batch(&format!("create table if not exists {AWAY} (at BIGINT)"))
    } else {
        tx.batch(&format!("drop table if exists {AWAY}"))
    }
}

/// Whether a table is there.
pub(crate) fn has_table(tx: &mut Tx<'_>, name: &str) -> Result<bool> {
    let sql = match tx.engine() {
        Engine::Sqlite => "select count(*) from sqlite_schema where type = 'table' and name = $1",
        Engine::Postgres => "select count(*) from pg_tables where schemaname = current_schema() and tablename = $1",
    };
    tx.one(sql, p![name], |row| row.take::<i64>()).map(|count| count > 0)
}

/// Makes the tables as they were when the rows left, empty and without references, so that rows may come in any order.
///
/// # Errors
/// [`NEWER`] when a step is not among ours, [`DAMAGED`] when a table is not what its steps make.
pub fn prepare(tx: &mut Tx<'_>, shape: &Shape, steps: &[Migration]) -> Result<Load> {
    tx.without_time_limit()?;
    let mut ours = Vec::new();
    for step in &shape.steps {
        let Some(known) = steps.iter().find(|known| known.name == step.name) else {
            return Err(Fault::from(NEWER).because(format!("step {} is not known here", step.name)));
        };
        if migrate::checksum(known.sql) != step.checksum {
            return Err(Fault::from(DAMAGED).because(format!("step {} has another text here", step.name)));
        }
        ours.push(*known);
    }
    migrate::apply_steps(tx, &ours)?;
    let made = schema::describe(tx)?;
    for table in &shape.tables {
        let columns = made.get(&table.name).map(|made| made.columns.as_slice()).unwrap_or_default();
        let known = |name: &str| columns.iter().any(|(column, ..)| column == name);
        if table.columns.is_empty() || !table.columns.iter().all(|column| known(&column.name)) {
            return Err(Fault::from(DAMAGED).because(format!("table {} is not as its steps make it", table.name)));
        }
    }
    let references = lift_references(tx)?;
    for table in &shape.tables {
        // Steps put first rows into some tables; those that left are the ones that count.
        tx.batch(&format!("delete from {}", quoted(&table.name)))?;
    }
    Ok(Load { references })
}

const REFERENCES: &str =
    "select conrelid::regclass::text, conname::text, pg_get_constraintdef(oid)::text from pg_constraint
    where contype = 'f' and connamespace = current_schema()::regnamespace order by conname";

fn lift_references(tx: &mut Tx<'_>) -> Result<Vec<(String, String, String)>> {
    if tx.engine() == Engine::Sqlite {
        tx.batch("pragma defer_foreign_keys=on")?;
        return Ok(Vec::new());
    }
    let references: Vec<(String, String, String)> =
        tx.all(REFERENCES, p![], |row| Ok((row.take()?, row.take()?, row.take()?)))?;
    for (table, name, _) in &references {
        tx.batch(&format!("alter table {table} drop constraint {}", quoted(name)))?;
    }
    Ok(references)
}

/// Adds rows to a table.
///
/// # Errors
/// [`DAMAGED`] when a row has not a cell for each column; the engine's words when it does not take one.
pub fn load(tx: &mut Tx<'_>, table: &Table, rows: &[Vec<Cell>]) -> Result<()> {
    if rows.iter().any(|row| row.len() != table.columns.len()) {
        return Err(Fault::from(DAMAGED).because(format!("a row of {} has not all columns", table.name)));
    }
    let columns: Vec<String> = table.columns.iter().map(|column| quoted(&column.name)).collect();
    let (name, columns) = (quoted(&table.name), columns.join(", "));
    match tx.link() {
        Link::Sqlite(connection) => {
            let places: Vec<String> = (1..=table.columns.len()).map(|place| format!("?{place}")).collect();
            let sql = format!("insert into {name} ({columns}) values ({})", places.join(", "));
            let mut statement = connection.prepare_cached(&sql).map_err(from_sqlite)?;
            for row in rows {
                let values = rusqlite::params_from_iter(row.iter().map(ToValue::to_value));
                statement.execute(values).map_err(from_sqlite)?;
            }
        }
        Link::Postgres { transaction, .. } => {
            let described = transaction.prepare(&format!("select {columns} from {name} limit 0"));
            let described = described.map_err(from_postgres)?;
            let types: Vec<Type> = described.columns().iter().map(|column| column.type_().clone()).collect();
            let copy = format!("copy {name} ({columns}) from stdin (format binary)");
            let mut writer =
                BinaryCopyInWriter::new(transaction.copy_in(copy.as_str()).map_err(from_postgres)?, &types);
            for row in rows {
                writer.write_raw(row.iter().map(ToValue::to_value)).map_err(from_postgres)?;
            }
            writer.finish().map_err(from_postgres)?;
        }
    }
    Ok(())
}

/// Sets right what depends on all rows: places of readers, seals, counters, identities, references. Then the mark goes.
///
/// # Errors
/// [`DAMAGED`] when a row refers to one that is not there.
pub fn finish(tx: &mut Tx<'_>, shape: &Shape, load: Load) -> Result<()> {
    for consumer in &shape.consumers {
        place(tx, consumer)?;
    }
    audit::seal_in_order(tx, &shape.unsealed)?;
    for (name, value) in &shape.counters {
        tx.set_counter(name, *value)?;
    }
    set_identities(tx, shape)?;
    for (table, name, definition) in &load.references {
        let added = tx.batch(&format!("alter table {table} add constraint {} {definition}", quoted(name)));
        added.map_err(|fault| Fault::from(DAMAGED).because(fault.causes()))?;
    }
    if tx.engine() == Engine::Sqlite {
        let torn = tx.all("pragma foreign_key_check", p![], |row| row.take::<String>())?;
        if let Some(table) = torn.first() {
            return Err(Fault::from(DAMAGED).because(format!("rows of {table} refer to rows that are not there")));
        }
    }
    tx.batch(&format!("drop table {MARK}"))?;
    tx.announce();
    Ok(())
}

fn place(tx: &mut Tx<'_>, consumer: &Consumer) -> Result<()> {
    tx.exec(MOVE, p![consumer.number, consumer.name])?;
    let now = tx.now();
    for missed in &consumer.missed {
        let why = "came later in the order of the database it was in";
        tx.exec(PARK, p![consumer.name, missed.number, missed.thing, now, why])?;
    }
    Ok(())
}

fn set_identities(tx: &mut Tx<'_>, shape: &Shape) -> Result<()> {
    if tx.engine() == Engine::Sqlite {
        for (table, value) in &shape.identities {
            tx.exec("delete from sqlite_sequence where name = $1", p![table])?;
            tx.exec("insert into sqlite_sequence (name, seq) values ($1, $2)", p![table, value])?;
        }
        return Ok(());
    }
    let sequences = tx.all(IDENTITIES, p![], |row| Ok((row.take::<String>()?, row.take::<String>()?)))?;
    for (table, sequence) in sequences {
        if let Some(value) = shape.identities.get(&table) {
            tx.batch(&format!("select setval('{sequence}', {value})"))?;
        }
    }
    Ok(())
}
