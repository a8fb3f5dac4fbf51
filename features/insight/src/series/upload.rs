//! A table of values as people keep it in a spreadsheet, read as a whole or not at all. No I/O.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use kernel::{FieldFault, Said};

use super::model::{Every, hundredths};
use crate::error;

/// So many faults are told of; whoever mends them sees the next.
const TOLD: usize = 50;
/// Rows of one table: thirty years of days.
const ROWS: usize = 11_000;

/// What was read: the values of each series by its code.
pub(crate) type Read = BTreeMap<String, BTreeMap<Date, i64>>;

/// Reads a table: the first column is headed `day` or `month`, every other one by the code of a series. Columns are parted by
/// commas or semicolons; an empty cell says nothing. Rows are numbered as in a spreadsheet, the head is the first.
///
/// # Errors
/// What is wrong, each with its row and column.
pub(crate) fn read(text: &str, every: &BTreeMap<String, Every>) -> Result<Read, Vec<FieldFault>> {
    let text = text.trim_start_matches('\u{feff}');
    let head = text.lines().next().unwrap_or_default();
    let between = if head.contains(';') { b';' } else { b',' };
    let mut lines =
        csv::ReaderBuilder::new().delimiter(between).has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for (place, row) in lines.records().enumerate() {
        match row {
            Ok(row) => rows.push((place + 1, row)),
            Err(_) => return Err(vec![FieldFault::saying(format!("csv/{}", place + 1), error::TABLE_UNREADABLE)]),
        }
    }
    let Some(((_, head), rows)) = rows.split_first() else {
        return Err(vec![FieldFault::saying("csv", error::TABLE_EMPTY)]);
    };
    let mut table =
        Table { columns: columns(head, every)?, read: Read::new(), faults: Vec::new(), seen: BTreeSet::new() };
    if rows.len() > ROWS {
        return Err(vec![FieldFault::saying("csv", error::TABLE_LONG)]);
    }
    for (number, row) in rows.iter().filter(|(_, row)| row.iter().any(|cell| !cell.trim().is_empty())) {
        table.row(*number, row);
    }
    if table.faults.is_empty() && table.read.is_empty() {
        table.faults.push(FieldFault::saying("csv", error::TABLE_EMPTY));
    }
    table.faults.truncate(TOLD);
    if table.faults.is_empty() { Ok(table.read) } else { Err(table.faults) }
}

struct Columns {
    every: Every,
    first: String,
    codes: Vec<String>,
}

fn columns(head: &csv::StringRecord, every: &BTreeMap<String, Every>) -> Result<Columns, Vec<FieldFault>> {
    let mut names = head.iter().map(|name| name.trim().to_lowercase());
    let first = names.next().unwrap_or_default();
    let kept = match first.as_str() {
        "day" => Every::Day,
        "month" => Every::Month,
        _ => return Err(vec![FieldFault::saying("csv/1/1", error::TABLE_HEAD)]),
    };
    let codes: Vec<String> = names.collect();
    let mut faults = Vec::new();
    for (place, code) in codes.iter().enumerate() {
        let mut wrong = |said: Said| faults.push(FieldFault::saying(format!("csv/1/{}", place + 2), said));
        match every.get(code) {
            None => wrong(error::SERIES_UNKNOWN.said([("code", code)])),
            Some(every) if *every != kept => wrong(error::SERIES_OTHER_STRETCH.said([("code", code)])),
            Some(_) if codes[..place].contains(code) => wrong(error::SERIES_TWICE.said([("code", code)])),
            Some(_) => {}
        }
    }
    if codes.is_empty() {
        faults.push(FieldFault::saying("csv/1", error::TABLE_HEAD));
    }
    if faults.is_empty() { Ok(Columns { every: kept, first, codes }) } else { Err(faults) }
}

struct Table {
    columns: Columns,
    read: Read,
    faults: Vec<FieldFault>,
    seen: BTreeSet<Date>,
}

impl Table {
    fn wrong(&mut self, row: usize, column: &str, said: impl Into<Said>) {
        self.faults.push(FieldFault::saying(format!("csv/{row}/{column}"), said));
    }

    fn row(&mut self, number: usize, row: &csv::StringRecord) {
        let first = self.columns.first.clone();
        let at = match self.columns.every.read(row.get(0).unwrap_or_default().trim()) {
            Ok(at) => at,
            Err(phrase) => return self.wrong(number, &first, phrase),
        };
        if !self.seen.insert(at) {
            return self.wrong(number, &first, error::STRETCH_TWICE);
        }
        if row.len() > self.columns.codes.len() + 1 {
            return self.wrong(number, &first, error::ROW_LONG);
        }
        for (code, cell) in self.columns.codes.clone().iter().zip(row.iter().skip(1)) {
            let cell = cell.trim();
            if cell.is_empty() {
                continue;
            }
            match number_of(cell) {
                Some(value) => {
                    self.read.entry(code.clone()).or_default().insert(at, value);
                }
                None => self.wrong(number, code, error::VALUE_INVALID.said([("value", cell)])),
            }
        }
    }
}

/// A number with a point or a comma before its decimals. Thousands are not parted: `1.234` could be either, so it is neither.
fn number_of(cell: &str) -> Option<i64> {
    let (whole, rest) = cell.split_once(['.', ',']).unwrap_or((cell, "0"));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
    if !is_number(whole) || !is_number(rest) || rest.len() > 2 {
        return None;
    }
    format!("{whole}.{rest}").parse().ok().and_then(hundredths)
}
