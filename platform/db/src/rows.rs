//! Many rows in one statement: on PostgreSQL each statement is a way to the server and back.

use std::collections::HashSet;

use kernel::Result;

use crate::tx::Tx;
use crate::{Engine, Sql, Value};

/// Rows of one statement, the largest first: few texts, so that each is prepared once a connection.
/// A statement of PostgreSQL takes 65,535 values, which leaves room for rows of 127.
const PORTIONS: [usize; 8] = [512, 64, 16, 8, 4, 3, 2, 1];

impl Tx<'_> {
    /// Runs an `insert … values ($1, …, $n) …` for many rows of `n` values each, in order, with few statements.
    ///
    /// # Errors
    /// As [`Tx::exec`]; what was inserted before stays in the unit of work.
    pub fn exec_rows(&mut self, insert: Sql, rows: &[Vec<Value<'_>>]) -> Result<()> {
        let mut texts = Texts::of(insert);
        portions(self.engine(), rows, |some| match some {
            [row] => self.exec(insert, row).map(drop),
            many => self.exec(texts.for_rows(many.len()), &many.concat()).map(drop),
        })
    }

    /// The same for an insert that passes over what is there already (`on conflict … do nothing`), whose first value is the
    /// column `id`: says of each row whether it is new.
    ///
    /// # Errors
    /// As [`Tx::exec_rows`].
    pub fn new_rows(&mut self, insert: Sql, rows: &[Vec<Value<'_>>]) -> Result<Vec<bool>> {
        let mut new = Vec::with_capacity(rows.len());
        let mut texts = Texts::of(insert);
        portions(self.engine(), rows, |some| {
            match some {
                [row] => new.push(self.exec(insert, row)? > 0),
                many => {
                    let sql = format!("{} returning id", texts.for_rows(many.len()));
                    let ids: HashSet<i64> = self.all(sql, &many.concat(), |row| row.take())?.into_iter().collect();
                    new.extend(many.iter().map(|row| matches!(row.first(), Some(Value::Int(id)) if ids.contains(id))));
                }
            }
            Ok(())
        })?;
        Ok(new)
    }
}

/// SQLite has no way to go, and keeps a copy of every page that a statement of many rows touches: there each row is a
/// statement of its own.
fn portions<'a, 'v>(
    engine: Engine,
    rows: &'a [Vec<Value<'v>>],
    mut run: impl FnMut(&'a [Vec<Value<'v>>]) -> Result<()>,
) -> Result<()> {
    let mut left = rows;
    for portion in PORTIONS.into_iter().filter(|portion| engine == Engine::Postgres || *portion == 1) {
        while left.len() >= portion {
            let (now, later) = left.split_at(portion);
            run(now)?;
            left = later;
        }
    }
    Ok(())
}

/// The text for so many rows, written once for all portions of one size: the largest has thousands of marks.
struct Texts {
    insert: &'static str,
    rows: usize,
    text: String,
}

impl Texts {
    fn of(insert: Sql) -> Self {
        Self { insert: insert.text, rows: 0, text: String::new() }
    }

    fn for_rows(&mut self, rows: usize) -> &str {
        if self.rows != rows {
            (self.rows, self.text) = (rows, repeated(self.insert, rows));
        }
        &self.text
    }
}

/// The text with its row of marks as often as there are rows: `values ($1, $2), ($3, $4)`; what is no mark stays.
fn repeated(insert: &str, rows: usize) -> String {
    let Some((head, rest)) = insert.split_once("values (") else { return insert.to_owned() };
    let Some((marks, tail)) = rest.split_once(')') else { return insert.to_owned() };
    let width = marks.matches('$').count();
    let row = |row: usize| {
        let places = marks.split(',').map(|place| match place.trim().strip_prefix('$').map(str::parse::<usize>) {
            Some(Ok(number)) => format!("${}", row * width + number),
            _ => place.trim().to_owned(),
        });
        format!("({})", places.collect::<Vec<_>>().join(", "))
    };
    let rows: Vec<String> = (0..rows).map(row).collect();
    format!("{head}values {}{tail}", rows.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_count_on_from_row_to_row() {
        let one = "insert into t (a, b) values ($1, $2) on conflict (a) do nothing";
        assert_eq!(repeated(one, 2), "insert into t (a, b) values ($1, $2), ($3, $4) on conflict (a) do nothing");
        assert_eq!(repeated(one, 1), one);
        let literals = "insert into t (a, b, c) values ($1, 'new', $2) returning a";
        assert_eq!(
            repeated(literals, 2),
            "insert into t (a, b, c) values ($1, 'new', $2), ($3, 'new', $4) returning a"
        );
    }
}
