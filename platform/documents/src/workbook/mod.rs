//! A workbook that can be counted with: a sheet for each chapter, numbers as numbers, words as words and never as formulas.

mod sheet;
#[cfg(test)]
mod tests;

use std::collections::HashSet;

use kernel::{Fault, Result};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook};

use crate::model::{Block, Document};
use crate::text::{clean, cut, line};
use crate::writing::Writing;
use sheet::{Formats, Sheet};

/// The longest name that a sheet may have.
const LONGEST_NAME: usize = 31;

/// The document as a workbook (XLSX). The same document gives the same bytes.
///
/// # Errors
/// An internal fault when the workbook cannot be written: a table longer than a sheet.
pub fn workbook(document: &Document) -> Result<Vec<u8>> {
    let made = written(document);
    made.map_err(Fault::internal)
}

fn written(document: &Document) -> std::result::Result<Vec<u8>, rust_xlsxwriter::XlsxError> {
    let writing = Writing::of(&document.language);
    let formats = Formats::of(writing);
    let mut book = Workbook::new();
    let dated = document.dated;
    let created = ExcelDateTime::from_ymd(
        dated.year().clamp(1900, 9999).unsigned_abs(),
        dated.month().unsigned_abs(),
        dated.day().unsigned_abs(),
    )?;
    let (title, company) = (line(&document.title), line(&document.company));
    book.set_properties(
        &DocProperties::new()
            .set_title(cut(&title, 200))
            .set_company(cut(&company, 200))
            .set_creation_datetime(&created),
    );
    let mut names = Names::default();
    let mut sheet = Sheet::new(names.next(&title), &formats, document, writing)?;
    sheet.title(&title)?;
    for text in [&document.subtitle, &company, &writing.long_day(dated), &document.status] {
        sheet.say(text)?;
    }
    for block in &document.blocks {
        if let Block::Heading { level: 0 | 1, text } = block {
            book.push_worksheet(sheet.finish()?);
            sheet = Sheet::new(names.next(&line(text)), &formats, document, writing)?;
            sheet.title(&line(text))?;
        } else {
            sheet.block(block)?;
        }
    }
    book.push_worksheet(sheet.finish()?);
    book.save_to_buffer()
}

/// Names of sheets: what Excel allows, none twice.
#[derive(Default)]
struct Names {
    taken: HashSet<String>,
}

impl Names {
    fn next(&mut self, wanted: &str) -> String {
        let plain: String = clean(wanted).chars().map(|it| if "*?:[]\\/".contains(it) { ' ' } else { it }).collect();
        let plain = line(plain.trim_matches(|it: char| it == '\'' || it.is_whitespace()));
        let mut number = 1;
        loop {
            let tail = if number == 1 { String::new() } else { format!(" {number}") };
            let head = shortened(&plain, LONGEST_NAME - tail.len());
            let name = format!("{}{tail}", if head.is_empty() { "Sheet" } else { head.as_str() });
            // Excel keeps this one name for itself.
            let is_kept = name.eq_ignore_ascii_case("history");
            if !is_kept && self.taken.insert(name.to_lowercase()) {
                return name;
            }
            number += 1;
        }
    }
}

/// At most so many units of UTF-16, as Excel counts; no space or apostrophe at its end.
fn shortened(text: &str, most: usize) -> String {
    let mut room = most;
    let kept: String = text
        .chars()
        .take_while(|it| {
            let is_kept = it.len_utf16() <= room;
            room = if is_kept { room - it.len_utf16() } else { 0 };
            is_kept
        })
        .collect();
    kept.trim_end_matches(|it: char| it == '\'' || it.is_whitespace()).to_owned()
}
