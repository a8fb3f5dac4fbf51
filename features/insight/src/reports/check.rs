//! What cannot be a plan, named by its field. No I/O.

use kernel::{Fault, FieldFault, Result};

use super::model::{Element, Format, Kind, PlanContent, ReportFilter, Schedule};
use crate::error;
use crate::goals::Every;
use crate::metrics::Metric;

/// Letters of a name or a heading.
const LONGEST_NAME: usize = 120;
/// Letters of a text in somebody's own words.
pub(super) const LONGEST_TEXT: usize = 20_000;
/// Values of one filter.
const MOST_VALUES: usize = 200;
/// Elements of a report.
const MOST_ELEMENTS: usize = 40;
/// Metrics of one element.
const MOST_METRICS: usize = 12;
/// People who receive a report.
const MOST_RECIPIENTS: usize = 50;

impl ReportFilter {
    fn is_long(&self) -> bool {
        [self.teams.len(), self.channels.len(), self.topics.len()].into_iter().any(|size| size > MOST_VALUES)
    }

    /// This one narrowed by another: where both name something, only what both name counts.
    pub(crate) fn narrowed(&self, by: &Self) -> Option<Self> {
        fn both<T: Clone + PartialEq>(wide: &[T], narrow: &[T]) -> Option<Vec<T>> {
            match (wide.is_empty(), narrow.is_empty()) {
                (_, true) => Some(wide.to_vec()),
                (true, false) => Some(narrow.to_vec()),
                _ => {
                    let found: Vec<T> = narrow.iter().filter(|it| wide.contains(it)).cloned().collect();
                    (!found.is_empty()).then_some(found)
                }
            }
        }
        Some(Self {
            teams: both(&self.teams, &by.teams)?,
            channels: both(&self.channels, &by.channels)?,
            topics: both(&self.topics, &by.topics)?,
        })
    }
}

impl Element {
    pub(crate) fn filter(&self) -> Option<&ReportFilter> {
        match self {
            Self::Figures { filter, .. }
            | Self::Trend { filter, .. }
            | Self::Parts { filter, .. }
            | Self::Quotes { filter }
            | Self::Why { filter, .. } => Some(filter),
            Self::Text { .. } | Self::Actions {} => None,
        }
    }

    fn faults(&self, at: &str, of: &ReportFilter) -> Vec<FieldFault> {
        let mut faults = Vec::new();
        match self {
            Self::Figures { metrics, .. } | Self::Parts { metrics, .. } => {
                if metrics.is_empty() {
                    faults.push(FieldFault::saying(format!("{at}/metrics"), error::METRIC_MISSING));
                }
                if metrics.len() > MOST_METRICS {
                    faults.push(FieldFault::saying(format!("{at}/metrics"), error::REPORT_METRICS_MANY));
                }
                for (place, metric) in metrics.iter().enumerate() {
                    faults.extend(unknown(metric, format!("{at}/metrics/{place}")));
                }
            }
            Self::Trend { metric, .. } | Self::Why { metric, .. } => {
                faults.extend(unknown(metric, format!("{at}/metric")));
            }
            Self::Text { heading, text } => {
                if !is_name(heading) {
                    faults.push(FieldFault::saying(format!("{at}/heading"), error::NAME_LENGTH));
                }
                if text.chars().count() > LONGEST_TEXT {
                    faults.push(FieldFault::saying(format!("{at}/text"), error::REPORT_TEXT_LONG));
                }
            }
            Self::Actions {} | Self::Quotes { .. } => {}
        }
        if let Some(filter) = self.filter() {
            if filter.is_long() {
                faults.push(FieldFault::saying(format!("{at}/filter"), error::VALUES_MANY));
            } else if of.narrowed(filter).is_none() {
                faults.push(FieldFault::saying(format!("{at}/filter"), error::REPORT_FILTER_EMPTY));
            }
        }
        faults
    }
}

fn unknown(metric: &str, at: String) -> Option<FieldFault> {
    Metric::named(metric).is_none().then(|| FieldFault::saying(at, error::METRIC_UNKNOWN.said([("metric", metric)])))
}

pub(super) fn is_name(text: &str) -> bool {
    (1..=LONGEST_NAME).contains(&text.trim().chars().count())
}

impl Schedule {
    fn faults(&self, every: Every) -> Vec<FieldFault> {
        let mut faults = Vec::new();
        let last = if every == Every::Week { 7 } else { 28 };
        if !(1..=last).contains(&self.day) {
            faults.push(FieldFault::saying("schedule/day", error::SCHEDULE_DAY));
        }
        if !(0..=23).contains(&self.hour) {
            faults.push(FieldFault::saying("schedule/hour", error::SCHEDULE_HOUR));
        }
        if self.recipients.is_empty() && !self.after_review {
            faults.push(FieldFault::saying("schedule/recipients", error::RECIPIENTS_MISSING));
        }
        faults.extend(recipient_faults(&self.recipients, "schedule/recipients"));
        faults.extend(format_faults(&self.formats, "schedule/formats"));
        faults
    }
}

/// What is wrong with mail addresses: one that is none, one twice, too many.
pub(crate) fn recipient_faults(recipients: &[String], at: &str) -> Vec<FieldFault> {
    let mut faults = Vec::new();
    if recipients.len() > MOST_RECIPIENTS {
        faults.push(FieldFault::saying(at, error::RECIPIENTS_MANY));
    }
    for (place, address) in recipients.iter().enumerate() {
        let is_twice = recipients[..place].iter().any(|before| before.eq_ignore_ascii_case(address));
        if !is_address(address) || is_twice {
            let said = error::RECIPIENT_INVALID.said([("address", address.as_str())]);
            faults.push(FieldFault::saying(format!("{at}/{place}"), said));
        }
    }
    faults
}

/// What is wrong with formats: none, or one twice.
pub(crate) fn format_faults(formats: &[Format], at: &str) -> Option<FieldFault> {
    let is_twice = (1..formats.len()).any(|place| formats[..place].contains(&formats[place]));
    (formats.is_empty() || is_twice).then(|| FieldFault::saying(at, error::FORMATS_MISSING))
}

/// Whether this can be a mail address: the outgoing mail reads it again before it sends.
fn is_address(text: &str) -> bool {
    let Some((name, domain)) = text.rsplit_once('@') else { return false };
    let is_odd = |letter: char| letter.is_whitespace() || letter.is_control() || "<>,;:\"()[]\\@".contains(letter);
    let is_domain = domain.contains('.') && domain.split('.').all(|part| !part.is_empty() && !part.contains(is_odd));
    !name.is_empty() && !name.contains(is_odd) && is_domain && text.len() <= 254
}

impl PlanContent {
    /// Refuses what cannot be a plan.
    ///
    /// # Errors
    /// `request.invalid`
    pub fn check(&self) -> Result<()> {
        let mut faults = Vec::new();
        if !is_name(&self.name) {
            faults.push(FieldFault::saying("name", error::NAME_LENGTH));
        }
        if self.filter.is_long() {
            faults.push(FieldFault::saying("filter", error::VALUES_MANY));
        }
        let fits = match self.kind {
            Kind::Executive => self.elements.is_empty(),
            Kind::Built => (1..=MOST_ELEMENTS).contains(&self.elements.len()),
        };
        if !fits {
            faults.push(FieldFault::saying("elements", error::REPORT_ELEMENTS));
        }
        for (place, element) in self.elements.iter().enumerate() {
            faults.extend(element.faults(&format!("elements/{place}"), &self.filter));
        }
        faults.extend(self.schedule.iter().flat_map(|schedule| schedule.faults(self.cadence)));
        Fault::check_fields(faults)
    }
}

/// A name of a report that was written down.
///
/// # Errors
/// `request.invalid`
pub(crate) fn name(text: &str) -> Result<String> {
    if is_name(text) { Ok(text.trim().to_owned()) } else { Err(Fault::wrong_field("name", error::NAME_LENGTH)) }
}
