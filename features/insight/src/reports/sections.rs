//! The sections of a report, and what may be changed of them. No I/O.

use documents::Block;
use kernel::{Fault, FieldFault, Result};
use serde::{Deserialize, Serialize};

use super::check::{LONGEST_TEXT, is_name};
use crate::error;

/// A section of a report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = ReportSection, example = json!(super::wire::section()))]
pub struct Section {
    /// Which one: the same after the figures were taken anew.
    #[schema(examples("summary"))]
    pub key: String,
    /// What stands above.
    #[schema(examples("Summary"))]
    pub heading: String,
    /// The words that are printed: what was written from the data until somebody writes their own. Paragraphs are divided by an
    /// empty line.
    #[schema(examples(
        "Customers waited longer for a first answer: 1 h 10 min at the median, 52 min the month before."
    ))]
    pub text: String,
    /// What the data say.
    #[schema(examples(
        "Customers waited longer for a first answer: 1 h 10 min at the median, 52 min the month before."
    ))]
    pub written: String,
    /// It is left out of the printed report.
    #[schema(examples(false))]
    pub hidden: bool,
    /// Figures, charts and tables below the words.
    pub blocks: Vec<Block>,
}

/// A section as somebody wants it: only words, order and whether it is shown can be changed.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ReportSectionChange)]
pub struct SectionChange {
    /// Which one.
    #[schema(examples("summary"))]
    pub key: String,
    /// What stands above.
    #[schema(examples("Summary"))]
    pub heading: String,
    /// The words that are printed.
    #[schema(examples("A calm month; the new phone line took a tenth of the mail."))]
    pub text: String,
    /// It is left out.
    #[schema(examples(false))]
    pub hidden: bool,
}

/// The sections as somebody wants them; what was written and what stands below stays.
///
/// # Errors
/// `request.invalid` when a section is missing, unknown or there twice, or a heading or text is not right.
pub(crate) fn changed(sections: &[Section], wanted: &[SectionChange]) -> Result<Vec<Section>> {
    let mut faults = Vec::new();
    let mut changed: Vec<Section> = Vec::new();
    for (place, it) in wanted.iter().enumerate() {
        let known = sections.iter().find(|section| section.key == it.key);
        let Some(known) = known.filter(|_| changed.iter().all(|section| section.key != it.key)) else {
            faults.push(FieldFault::saying(format!("sections/{place}/key"), error::SECTION_UNKNOWN));
            continue;
        };
        if !is_name(&it.heading) {
            faults.push(FieldFault::saying(format!("sections/{place}/heading"), error::NAME_LENGTH));
        }
        if it.text.chars().count() > LONGEST_TEXT {
            faults.push(FieldFault::saying(format!("sections/{place}/text"), error::REPORT_TEXT_LONG));
        }
        changed.push(Section {
            heading: it.heading.trim().to_owned(),
            text: it.text.trim().to_owned(),
            hidden: it.hidden,
            ..known.clone()
        });
    }
    if faults.is_empty() && changed.len() < sections.len() {
        faults.push(FieldFault::saying("sections", error::SECTION_MISSING));
    }
    Fault::check_fields(faults)?;
    Ok(changed)
}

/// The sections with their figures taken anew: own words, order and what is hidden stay. Words that nobody changed follow the
/// data; sections that came new stand at the end, those of which there is nothing any more are gone.
pub(crate) fn renewed(before: &[Section], fresh: Vec<Section>) -> Vec<Section> {
    let mut fresh: Vec<Option<Section>> = fresh.into_iter().map(Some).collect();
    let mut renewed = Vec::new();
    for old in before {
        let found = fresh.iter_mut().find(|it| it.as_ref().is_some_and(|section| section.key == old.key));
        let Some(section) = found.and_then(Option::take) else { continue };
        let text = if old.text == old.written { section.written.clone() } else { old.text.clone() };
        renewed.push(Section { heading: old.heading.clone(), hidden: old.hidden, text, ..section });
    }
    renewed.extend(fresh.into_iter().flatten());
    renewed
}
