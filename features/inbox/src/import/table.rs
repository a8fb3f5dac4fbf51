//! The files of an import: CSV, packed with gzip or not, read row by row.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};

use csv::StringRecord;
use flate2::read::MultiGzDecoder;
use kernel::{Fault, Result};

use super::columns::Columns;
use super::map::{Map, Table};
use super::row::{Row, Trouble, name_of};
use crate::error;

/// A file with the table of the map that it belongs to.
#[derive(Debug, Clone)]
pub(crate) struct Given {
    pub(crate) path: PathBuf,
    pub(crate) table: Table,
}

/// Finds each file's table.
///
/// # Errors
/// `inbox.import_map` when a file belongs to none or to several, or a table has no file.
pub(crate) fn assign(map: &Map, files: &[PathBuf]) -> Result<Vec<Given>> {
    let mut given = Vec::new();
    for path in files {
        let name = name_of(path);
        let fitting: Vec<&Table> = map.table.iter().filter(|table| table.takes(&name)).collect();
        let [table] = fitting[..] else {
            let words = if fitting.is_empty() { "belongs to no table" } else { "belongs to more than one table" };
            return Err(error::IMPORT_MAP.detail(format!("{name} {words} of the map: see `files` of each [[table]]")));
        };
        given.push(Given { path: path.clone(), table: table.clone() });
    }
    let lacks = |table: &&Table| !files.iter().any(|path| table.takes(&name_of(path)));
    match map.table.iter().find(lacks) {
        None => Ok(given),
        Some(table) => {
            let files = table.files.as_deref().unwrap_or("*");
            Err(error::IMPORT_MAP.detail(format!("no file was given for the table whose `files` are “{files}”")))
        }
    }
}

/// Reads all rows of a file; `take` has each, or what is wrong with it.
///
/// # Errors
/// `inbox.import_file` when it cannot be read, or lacks a column; what `take` says.
pub(crate) fn read(
    map: &Map,
    given: &Given,
    mut take: impl FnMut(std::result::Result<Row, Vec<Trouble>>) -> Result<()>,
) -> Result<()> {
    let path = &given.path;
    let unreadable = |words: String| Fault::from(error::IMPORT_FILE).detail(format!("{}: {words}", path.display()));
    let file = open(path).map_err(|wrong| unreadable(wrong.to_string()))?;
    let delimiter = given.table.delimiter.unwrap_or(',');
    let delimiter = u8::try_from(delimiter).map_err(|_| unreadable(format!("`{delimiter}` is no delimiter")))?;
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(file);
    let mut names = reader.headers().map_err(|wrong| unreadable(wrong.to_string()))?.clone();
    // Spreadsheet programs begin a file with a mark that is no part of the first name.
    if let Some(bare) = names.get(0).and_then(|first| first.strip_prefix('\u{feff}')) {
        names = std::iter::once(bare).chain(names.iter().skip(1)).collect();
    }
    let columns = Columns::find(path, &given.table, &map.time, &names).map_err(unreadable)?;
    let mut record = StringRecord::new();
    loop {
        let mut troubles = Vec::new();
        match reader.read_record(&mut record) {
            Ok(false) => return Ok(()),
            Ok(true) => match columns.row(&record, &mut troubles) {
                Some(row) => take(Ok(row))?,
                None => take(Err(troubles))?,
            },
            Err(wrong) if wrong.is_io_error() => return Err(unreadable(wrong.to_string())),
            Err(wrong) => take(Err(vec![misshapen(path, &wrong)]))?,
        }
    }
}

fn misshapen(path: &Path, wrong: &csv::Error) -> Trouble {
    let line = wrong.position().map_or(0, csv::Position::line);
    let expected = match wrong.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("the row has {len} columns, the heading {expected_len}")
        }
        csv::ErrorKind::Utf8 { .. } => "the row is not UTF-8".to_owned(),
        _ => wrong.to_string(),
    };
    Trouble { file: name_of(path), line, column: String::new(), value: String::new(), expected }
}

fn open(path: &Path) -> std::io::Result<Box<dyn Read>> {
    let mut file = BufReader::with_capacity(1 << 16, File::open(path)?);
    let is_packed = std::io::BufRead::fill_buf(&mut file)?.starts_with(&[0x1f, 0x8b]);
    Ok(if is_packed { Box::new(MultiGzDecoder::new(file)) } else { Box::new(file) })
}
