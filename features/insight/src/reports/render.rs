//! A report as it leaves the house. Pure, and slow: nothing of this happens on the threads that answer requests, nor inside a unit
//! of work.

use documents::{Block, Document};
use jiff::civil::Date;
use kernel::{Fault, Result};

use super::model::{Format, Language};
use super::store::Kept;
use super::words;

/// What is rendered, with all that it depends on: the same gives the same bytes, so a frozen report is not kept as files.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Pages {
    document: Document,
    /// How its file is called, without its ending.
    file: String,
}

/// A rendered report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct File {
    /// How it is called.
    pub(crate) name: String,
    /// What it is.
    pub(crate) format: Format,
    /// Its content.
    pub(crate) bytes: Vec<u8>,
}

impl Pages {
    /// What is printed of a report: links lead to `address`, the installation as browsers call it; `frozen` is on which day and by
    /// whom, when it is.
    pub(crate) fn of(kept: &Kept, address: &str, made: Date, frozen: Option<(Date, &str)>) -> Self {
        let language = kept.head.content.language;
        let mut blocks = Vec::new();
        for section in kept.sections.iter().filter(|section| !section.hidden) {
            blocks.push(Block::Heading { level: 1, text: section.heading.clone() });
            for (place, text) in section.text.split("\n\n").map(str::trim).filter(|text| !text.is_empty()).enumerate() {
                let text = text.to_owned();
                let is_lead = place == 0 && section.key == "summary";
                blocks.push(if is_lead { Block::Lead { text } } else { Block::Paragraph { text } });
            }
            blocks.extend(section.blocks.iter().cloned().map(|block| linked(block, address)));
        }
        let document = Document {
            language: language.code().to_owned(),
            title: kept.head.name.clone(),
            subtitle: days(language, &kept.head.first, &kept.head.last),
            company: kept.company.clone(),
            dated: frozen.map_or(made, |(day, _)| day),
            status: status(language, frozen),
            labels: words::labels(language),
            blocks,
        };
        Self { document, file: file_name(&kept.head.name) }
    }

    /// Renders it.
    ///
    /// # Errors
    /// An internal fault when the renderer fails.
    pub(crate) fn render(&self, format: Format) -> Result<File> {
        let bytes = match format {
            Format::Pdf => documents::pdf(&self.document)?,
            Format::Xlsx => documents::workbook(&self.document)?,
            Format::Html => documents::html(&self.document).into_bytes(),
        };
        Ok(File { name: format!("{}.{}", self.file, format.ending()), format, bytes })
    }

    /// Renders it in each of some formats, on a thread that may be busy for a while.
    ///
    /// # Errors
    /// An internal fault when the renderer fails.
    pub(crate) async fn files(self, formats: Vec<Format>) -> Result<Vec<File>> {
        let work = move || formats.into_iter().map(|format| self.render(format)).collect();
        tokio::task::spawn_blocking(work).await.map_err(Fault::internal)?
    }
}

fn status(language: Language, frozen: Option<(Date, &str)>) -> String {
    match frozen {
        None => words::DRAFT.plain(language),
        Some((day, "")) => words::FROZEN.said(language, &[("day", &language.day(day))]),
        Some((day, name)) => words::FROZEN_BY.said(language, &[("day", &language.day(day)), ("name", name)]),
    }
}

fn days(language: Language, first: &str, last: &str) -> String {
    let day = |text: &str| text.parse().map_or_else(|_| text.to_owned(), |day| language.day(day));
    format!("{} – {}", day(first), day(last))
}

/// The same with its links as addresses that work outside of the house.
fn linked(mut block: Block, address: &str) -> Block {
    let whole = |link: &mut Option<String>| {
        if let Some(path) = link.as_mut().filter(|path| path.starts_with('/')) {
            path.insert_str(0, address.trim_end_matches('/'));
        }
    };
    match &mut block {
        Block::Points { points } => points.iter_mut().for_each(|it| whole(&mut it.link)),
        Block::Cards { cards } => cards.iter_mut().for_each(|it| whole(&mut it.link)),
        Block::Quotes { quotes } => quotes.iter_mut().for_each(|it| whole(&mut it.link)),
        _ => {}
    }
    block
}

/// A name that every system takes: letters, digits and dashes.
fn file_name(name: &str) -> String {
    let plain = |letter: char| if letter.is_alphanumeric() { letter } else { '-' };
    let dashed: String = name.chars().take(80).map(plain).collect();
    let parts: Vec<&str> = dashed.split('-').filter(|part| !part.is_empty()).collect();
    if parts.is_empty() { "report".to_owned() } else { parts.join("-") }
}

#[cfg(test)]
mod render_tests {
    use documents::Point;

    use super::*;

    #[test]
    fn files_are_named_so_that_every_system_takes_them() {
        assert_eq!(file_name("Für den Vorstand: März 2026"), "Für-den-Vorstand-März-2026");
        assert_eq!(file_name("../..\\\"\r\n"), "report");
    }

    #[test]
    fn links_lead_to_the_installation() {
        let points = |link: &str| Block::Points { points: vec![Point { text: "x".into(), link: Some(link.into()) }] };
        let found = linked(points("/insight/alerts"), "https://desk.example/");
        assert_eq!(found, points("https://desk.example/insight/alerts"));
        assert_eq!(linked(points("https://other.example/"), "https://desk.example"), points("https://other.example/"));
    }
}
