//! Every row of a table, handed over one after another.

use kernel::Result;

use super::shape::{Column, Kind, Table};
use super::{Cell, LOGS, quoted};
use crate::Row;
use crate::tx::Tx;

/// Hands over every row of a table as the neutral form has it, without keeping them.
///
/// # Errors
/// Those of the visitor, and `platform.unavailable` when the database goes away.
pub fn rows(tx: &mut Tx<'_>, table: &Table, mut visit: impl FnMut(&[Cell]) -> Result<()>) -> Result<()> {
    let is_log = LOGS.contains(&table.name.as_str());
    let column = |column: &Column| if is_log && column.name == "tx" { "0".to_owned() } else { quoted(&column.name) };
    let list: Vec<String> = table.columns.iter().map(column).collect();
    let mut cells = Vec::with_capacity(list.len());
    tx.each(format!("select {} from {}", list.join(", "), quoted(&table.name)), &[], |row| {
        cells.clear();
        for column in &table.columns {
            cells.push(cell(row, column.kind)?);
        }
        visit(&cells)
    })
}

fn cell(row: &mut Row<'_>, kind: Kind) -> Result<Cell> {
    let cell = match kind {
        Kind::Integer => row.take::<Option<i64>>()?.map(Cell::Int),
        Kind::Real => row.take::<Option<f64>>()?.map(Cell::Real),
        Kind::Text => row.take::<Option<String>>()?.map(Cell::Text),
        Kind::Bytes => row.take::<Option<Vec<u8>>>()?.map(Cell::Bytes),
    };
    Ok(cell.unwrap_or(Cell::Null))
}
