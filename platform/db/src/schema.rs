//! Reads a schema into one logical description, so that the two engines' can be compared.

use std::collections::BTreeMap;

use kernel::Result;

use crate::config::Engine;
use crate::p;
use crate::tx::Tx;

/// Columns of a table in order (name, logical type, whether it may be null), and names of its indexes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SchemaTable {
    /// Name, logical type, whether it may be null.
    pub columns: Vec<(String, String, bool)>,
    /// Names of declared indexes, sorted.
    pub indexes: Vec<String>,
}

const SQLITE_COLUMNS: &str =
    "select m.name, c.name, c.type, c.\"notnull\", c.pk from sqlite_schema m join pragma_table_info(m.name) c
    where m.type = 'table' and m.name not like 'sqlite_%' order by m.name, c.cid";
const POSTGRES_COLUMNS: &str = "select table_name::text, column_name::text, data_type::text,
    case is_nullable when 'NO' then 1 else 0 end::bigint, 0::bigint
    from information_schema.columns where table_schema = current_schema()
    and table_name in (select tablename from pg_tables where schemaname = current_schema()) order by table_name, ordinal_position";
const SQLITE_INDEXES: &str =
    "select tbl_name, name from sqlite_schema where type = 'index' and sql is not null order by tbl_name, name";
const POSTGRES_INDEXES: &str =
    "select tablename::text, indexname::text from pg_indexes where schemaname = current_schema()
    and indexname not like '%\\_pkey' order by tablename, indexname";

/// The tables by name. Differences that the engines force (BOOLEAN, JSONB) are folded into the logical type.
pub fn describe(tx: &mut Tx<'_>) -> Result<BTreeMap<String, SchemaTable>> {
    let (columns, indexes) = match tx.engine() {
        Engine::Sqlite => (SQLITE_COLUMNS, SQLITE_INDEXES),
        Engine::Postgres => (POSTGRES_COLUMNS, POSTGRES_INDEXES),
    };
    let mut tables: BTreeMap<String, SchemaTable> = BTreeMap::new();
    tx.each(columns, p![], |row| {
        let (table, column, kind): (String, String, String) = (row.take()?, row.take()?, row.take()?);
        let (required, key): (i64, i64) = (row.take()?, row.take()?);
        let entry = (column, logical(&kind).to_owned(), required == 0 && key == 0);
        tables.entry(table).or_default().columns.push(entry);
        Ok(())
    })?;
    tx.each(indexes, p![], |row| {
        let (table, index): (String, String) = (row.take()?, row.take()?);
        tables.entry(table).or_default().indexes.push(index);
        Ok(())
    })?;
    Ok(tables)
}

fn logical(kind: &str) -> &'static str {
    match kind.to_ascii_lowercase().as_str() {
        "integer" | "bigint" | "boolean" => "integer",
        "real" | "double precision" => "real",
        "blob" | "bytea" => "bytes",
        _ => "text",
    }
}
