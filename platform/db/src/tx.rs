//! A unit of work, or a consistent read: what business code sees of the database.

use std::collections::HashMap;
use std::sync::Arc;

use kernel::{Fault, IdGenerator, Result, Timestamp, TypedId};

use crate::config::Engine;
use crate::errors::{from_postgres, from_sqlite};
use crate::row::Row;
use crate::told::Told;
use crate::value::Value;

/// A unit of work or a read, on either engine.
pub struct Tx<'c> {
    link: Link<'c>,
    now: Timestamp,
    ids: Arc<IdGenerator>,
    announces: bool,
    told: Told,
}

pub(crate) enum Link<'c> {
    Sqlite(&'c rusqlite::Connection),
    Postgres { transaction: postgres::Transaction<'c>, prepared: &'c mut HashMap<String, postgres::Statement> },
}

impl<'c> Tx<'c> {
    pub(crate) fn new(link: Link<'c>, now: Timestamp, ids: Arc<IdGenerator>) -> Self {
        Self { link, now, ids, announces: false, told: Told::default() }
    }

    /// The instant of this unit of work: the same for everything it writes.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// What follows bears this instant: history that is replayed in large units of work.
    pub fn bear(&mut self, at: Timestamp) {
        self.now = at;
    }

    /// A fresh id.
    pub fn id<I: TypedId>(&self) -> I {
        self.ids.next()
    }

    /// Which engine runs this, for the few statements that must differ.
    pub fn engine(&self) -> Engine {
        match self.link {
            Link::Sqlite(_) => Engine::Sqlite,
            Link::Postgres { .. } => Engine::Postgres,
        }
    }

    /// After the commit, whoever waits for events or jobs is woken.
    pub fn announce(&mut self) {
        self.announces = true;
    }

    /// The engine's own handle, for work that only one of them does.
    pub(crate) fn link(&mut self) -> &mut Link<'c> {
        &mut self.link
    }

    /// This unit of work may take as long as it takes: a backup, a restore. Elsewhere the server cuts what hangs.
    pub fn without_time_limit(&mut self) -> Result<()> {
        match self.engine() {
            Engine::Sqlite => Ok(()),
            Engine::Postgres => {
                self.batch("set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0")
            }
        }
    }

    /// What waits to be written into the log and the audit trail.
    pub(crate) fn told(&mut self) -> &mut Told {
        &mut self.told
    }

    pub(crate) fn announces(&self) -> bool {
        self.announces
    }

    /// Runs a statement that answers no rows; gives the number of rows it changed.
    pub fn exec(&mut self, sql: impl AsRef<str>, params: &[Value<'_>]) -> Result<u64> {
        let sql = sql.as_ref();
        match &mut self.link {
            Link::Sqlite(connection) => {
                let mut statement = connection.prepare_cached(sql).map_err(from_sqlite)?;
                let changed = statement.execute(rusqlite::params_from_iter(params)).map_err(from_sqlite)?;
                Ok(changed as u64)
            }
            Link::Postgres { transaction, prepared } => {
                let statement = prepare(transaction, prepared, sql)?;
                let params: Vec<&(dyn postgres::types::ToSql + Sync)> = params.iter().map(|value| value as _).collect();
                transaction.execute(&statement, &params).map_err(from_postgres)
            }
        }
    }

    /// All rows of an answer, each mapped.
    pub fn all<T>(
        &mut self,
        sql: impl AsRef<str>,
        params: &[Value<'_>],
        mut map: impl FnMut(&mut Row<'_>) -> Result<T>,
    ) -> Result<Vec<T>> {
        let mut found = Vec::new();
        self.each(sql, params, |row| {
            found.push(map(row)?);
            Ok(())
        })?;
        Ok(found)
    }

    /// Every row of an answer handed over one after another, without keeping them.
    pub fn each(
        &mut self,
        sql: impl AsRef<str>,
        params: &[Value<'_>],
        mut visit: impl FnMut(&mut Row<'_>) -> Result<()>,
    ) -> Result<()> {
        use postgres::fallible_iterator::FallibleIterator;
        let sql = sql.as_ref();
        match &mut self.link {
            Link::Sqlite(connection) => {
                let mut statement = connection.prepare_cached(sql).map_err(from_sqlite)?;
                let mut rows = statement.query(rusqlite::params_from_iter(params)).map_err(from_sqlite)?;
                while let Some(row) = rows.next().map_err(from_sqlite)? {
                    visit(&mut Row::sqlite(row))?;
                }
            }
            Link::Postgres { transaction, prepared } => {
                let statement = prepare(transaction, prepared, sql)?;
                let mut rows = transaction.query_raw(&statement, params.iter().copied()).map_err(from_postgres)?;
                while let Some(row) = rows.next().map_err(from_postgres)? {
                    visit(&mut Row::postgres(&row))?;
                }
            }
        }
        Ok(())
    }

    /// The first row of an answer, if there is one.
    pub fn opt<T>(
        &mut self,
        sql: impl AsRef<str>,
        params: &[Value<'_>],
        map: impl FnMut(&mut Row<'_>) -> Result<T>,
    ) -> Result<Option<T>> {
        Ok(self.all(sql, params, map)?.into_iter().next())
    }

    /// The one row of an answer.
    ///
    /// # Errors
    /// `platform.not_found` when there is none.
    pub fn one<T>(
        &mut self,
        sql: impl AsRef<str>,
        params: &[Value<'_>],
        map: impl FnMut(&mut Row<'_>) -> Result<T>,
    ) -> Result<T> {
        self.opt(sql, params, map)?.ok_or_else(Fault::not_found)
    }

    /// Runs a part of the unit of work so that its failure undoes only this part.
    ///
    /// # Errors
    /// The part's own fault, after its changes were undone.
    pub fn attempt<T>(&mut self, part: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        self.write_told()?;
        self.batch("savepoint attempt")?;
        match part(self).and_then(|value| self.write_told().map(|()| value)) {
            Ok(value) => {
                self.batch("release savepoint attempt")?;
                Ok(value)
            }
            Err(fault) => {
                self.forget_told();
                self.batch("rollback to savepoint attempt; release savepoint attempt")?;
                Err(fault)
            }
        }
    }

    /// A number that people see, from a counter of its own: 1, 2, 3 … On PostgreSQL a refused unit of work leaves a gap,
    /// because a counter row would make all writers wait for each other.
    pub fn next_number(&mut self, counter: &'static str) -> Result<i64> {
        match self.engine() {
            Engine::Sqlite => self.one(
                "insert into db_counters (name, value) values ($1, 1)
                 on conflict (name) do update set value = db_counters.value + 1 returning value",
                &[Value::Text(counter)],
                |row| row.take(),
            ),
            Engine::Postgres => {
                let sequence = sequence_of(counter);
                let next = "select nextval(oid::regclass) from pg_class where relkind = 'S' and relname = $1";
                if let Some(number) = self.opt(next, &[Value::Text(&sequence)], |row| row.take())? {
                    return Ok(number);
                }
                // Somebody else may have made it since this unit of work began: then it cannot be looked up, but be named.
                self.make_sequence(&sequence, counter)?;
                self.one(format!("select nextval('{sequence}')"), &[], |row| row.take())
            }
        }
    }

    /// Sets a counter to the last number it gave: for a restore, and for a check that found a greater one.
    pub fn set_counter(&mut self, counter: &str, value: i64) -> Result<()> {
        match self.engine() {
            Engine::Sqlite => self
                .exec(
                    "insert into db_counters (name, value) values ($1, $2) on conflict (name) do update set value = excluded.value",
                    &[Value::Text(counter), Value::Int(value)],
                )
                .map(drop),
            Engine::Postgres => {
                let sequence = sequence_of(counter);
                self.make_sequence(&sequence, counter)?;
                // A sequence begins at 1: one that has given nothing is left as it was made.
                if value < 1 { Ok(()) } else { self.batch(&format!("select setval('{sequence}', {value})")) }
            }
        }
    }

    /// The counter's name is noted at the sequence, whose own name does not tell a dot from an underscore.
    fn make_sequence(&mut self, sequence: &str, counter: &str) -> Result<()> {
        if !counter.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'.' || byte == b'_') {
            return Err(Fault::internal(format!("`{counter}` is no name of a counter")));
        }
        // Two that make it at once would get in each other's way: `if not exists` does not wait for who is about to.
        self.batch("select pg_advisory_xact_lock(7407)")?;
        self.batch(&format!("create sequence if not exists {sequence}; comment on sequence {sequence} is '{counter}'"))
    }

    /// Runs statements without parameters, as they are.
    pub(crate) fn batch(&mut self, sql: &str) -> Result<()> {
        match &mut self.link {
            Link::Sqlite(connection) => connection.execute_batch(sql).map_err(from_sqlite),
            Link::Postgres { transaction, .. } => transaction.batch_execute(sql).map_err(from_postgres),
        }
    }

    /// Prepares a statement without running it; for the test that prepares all of them.
    ///
    /// # Errors
    /// An internal fault with the engine's words.
    pub fn check(&mut self, sql: &str) -> Result<()> {
        match &mut self.link {
            Link::Sqlite(connection) => connection.prepare(sql).map(|_| ()).map_err(from_sqlite),
            Link::Postgres { transaction, .. } => transaction.prepare(sql).map(|_| ()).map_err(from_postgres),
        }
    }

    /// The suffix that keeps other nodes off the rows of a select and passes over those they hold.
    pub fn skip_locked(&self) -> &'static str {
        match self.engine() {
            Engine::Sqlite => "",
            Engine::Postgres => " for update skip locked",
        }
    }

    pub(crate) fn commit(self) -> Result<()> {
        match self.link {
            Link::Sqlite(_) => Ok(()),
            Link::Postgres { transaction, .. } => transaction.commit().map_err(from_postgres),
        }
    }
}

fn sequence_of(counter: &str) -> String {
    format!("db_counter_{}", counter.replace('.', "_"))
}

/// Statements are prepared once a connection; texts built from filters are few, because filters come from a closed list.
fn prepare(
    transaction: &mut postgres::Transaction<'_>,
    prepared: &mut HashMap<String, postgres::Statement>,
    sql: &str,
) -> Result<postgres::Statement> {
    const MOST: usize = 1000;
    if let Some(statement) = prepared.get(sql) {
        return Ok(statement.clone());
    }
    let statement = transaction.prepare(sql).map_err(from_postgres)?;
    if prepared.len() >= MOST {
        prepared.clear();
    }
    prepared.insert(sql.to_owned(), statement.clone());
    Ok(statement)
}
