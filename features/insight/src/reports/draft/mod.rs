//! The first draft of a report, written from the data.

mod built;
mod charts;
mod counted;
mod executive;
mod follow;
mod scope;
mod sentences;
mod voices;
mod why;

#[cfg(test)]
mod tests;

use db::Tx;
use documents::Block;
use kernel::Result;

use super::house::Reports;
use super::model::{Kind, PlanContent};
use super::sections::Section;
use super::words::Words;
use crate::metrics::{Metric, Period};
use scope::Scope;

/// Writes the sections of a report about a period.
///
/// # Errors
/// Trouble with the store.
pub(crate) fn write(tx: &mut Tx<'_>, reports: &Reports, plan: &PlanContent, period: &Period) -> Result<Vec<Section>> {
    let scope = Scope::begin(tx, reports, plan, period.clone())?;
    match plan.kind {
        Kind::Executive => executive::write(tx, reports, &scope),
        Kind::Built => built::write(tx, reports, &scope, &plan.elements),
    }
}

/// Metrics by their names; those that are not in the dictionary are left out.
fn known(codes: &[&str]) -> Vec<Metric> {
    codes.iter().filter_map(|code| Metric::named(code)).collect()
}

impl Scope {
    /// A section as it was written.
    fn section(&self, key: &str, heading: Words, paragraphs: Vec<String>, blocks: Vec<Block>) -> Section {
        section(key, heading.plain(self.language), paragraphs, blocks)
    }
}

fn section(key: &str, heading: String, paragraphs: Vec<String>, blocks: Vec<Block>) -> Section {
    let written = paragraphs.join("\n\n");
    Section { key: key.to_owned(), heading, text: written.clone(), written, hidden: false, blocks }
}
