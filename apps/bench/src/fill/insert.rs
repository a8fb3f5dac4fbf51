//! Many rows in one statement: the quickest way that is the same on both engines.

use db::{Tx, Value};
use kernel::Result;

/// A value on its way into a row.
#[derive(Debug, Clone)]
pub enum Cell {
    /// SQL null.
    Null,
    /// A number.
    Int(i64),
    /// Yes or no.
    Bool(bool),
    /// A text.
    Text(String),
}

impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}
impl From<bool> for Cell {
    fn from(yes: bool) -> Self {
        Self::Bool(yes)
    }
}
impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}
impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// A row of cells: `row![1i64, "text", true]`.
macro_rules! row {
    ($($cell:expr),* $(,)?) => { vec![$($crate::fill::insert::Cell::from($cell)),*] };
}
pub(crate) use row;

/// Rows of one table.
#[derive(Debug)]
pub struct Rows {
    table: &'static str,
    columns: &'static str,
    all: Vec<Vec<Cell>>,
}

/// Rows of a statement: few enough for the engines' limits of parameters.
const AT_ONCE: usize = 200;

impl Rows {
    /// No rows yet; columns as in an insert.
    pub fn of(table: &'static str, columns: &'static str) -> Self {
        Self { table, columns, all: Vec::new() }
    }

    /// One more.
    pub fn push(&mut self, row: Vec<Cell>) {
        self.all.push(row);
    }

    /// Writes all of them.
    pub fn write(&self, tx: &mut Tx<'_>) -> Result<()> {
        for chunk in self.all.chunks(AT_ONCE) {
            let values: Vec<Value<'_>> = chunk.iter().flatten().map(value).collect();
            tx.exec(self.statement(chunk.len()), &values)?;
        }
        Ok(())
    }

    fn statement(&self, rows: usize) -> String {
        let width = self.all.first().map_or(0, Vec::len);
        let marks = |row: usize| {
            let marks: Vec<String> = (1..=width).map(|place| format!("${}", row * width + place)).collect();
            format!("({})", marks.join(", "))
        };
        let all: Vec<String> = (0..rows).map(marks).collect();
        format!("insert into {} ({}) values {}", self.table, self.columns, all.join(", "))
    }
}

fn value(cell: &Cell) -> Value<'_> {
    match cell {
        Cell::Null => Value::Null,
        Cell::Int(number) => Value::Int(*number),
        Cell::Bool(yes) => Value::Bool(*yes),
        Cell::Text(text) => Value::Text(text),
    }
}
