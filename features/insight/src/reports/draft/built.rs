//! A report that somebody put together: each element is a section.

use db::Tx;
use documents::Block;
use kernel::Result;

use super::super::house::Reports;
use super::super::model::Element;
use super::super::sections::Section;
use super::super::words;
use super::charts::{division, usually};
use super::executive::cards;
use super::scope::{Scope, usual};
use super::{counted, follow, known, section, voices, why};
use crate::measures::Statistic;
use crate::metrics::{Metric, Unit};

/// Writes every element, and how its figures are counted.
pub(super) fn write(tx: &mut Tx<'_>, reports: &Reports, scope: &Scope, elements: &[Element]) -> Result<Vec<Section>> {
    let (mut sections, mut used) = (Vec::new(), Vec::new());
    for (place, element) in elements.iter().enumerate() {
        let own = element.filter().map(|filter| scope.within(filter));
        let mut written = one(tx, reports, own.as_ref().unwrap_or(scope), element)?;
        // Elements have no name; their place is the same whenever figures are taken anew.
        written.key = format!("{}-{place}", written.key);
        sections.push(written);
        used.extend(metrics_of(element));
    }
    if !used.is_empty() {
        sections.push(counted::section(scope, &used));
    }
    Ok(sections)
}

fn metrics_of(element: &Element) -> Vec<Metric> {
    match element {
        Element::Figures { metrics, .. } | Element::Parts { metrics, .. } => {
            known(&metrics.iter().map(String::as_str).collect::<Vec<_>>())
        }
        Element::Trend { metric, .. } | Element::Why { metric, .. } => known(&[metric.as_str()]),
        Element::Text { .. } | Element::Actions {} | Element::Quotes { .. } => Vec::new(),
    }
}

fn one(tx: &mut Tx<'_>, reports: &Reports, scope: &Scope, element: &Element) -> Result<Section> {
    let metrics = metrics_of(element);
    match element {
        Element::Figures { .. } => {
            let told = scope.tell_all(tx, &metrics)?;
            Ok(scope.section("figures", words::FIGURES, scope.paragraphs(&told), cards(scope, &told)))
        }
        Element::Trend { by, target, .. } => trend(tx, scope, &metrics, *by, *target),
        Element::Parts { by, .. } => {
            let names: Vec<String> = metrics.iter().map(|it| scope.name(*it, usual(*it))).collect();
            let heading = format!("{}: {}", division(by.by()).plain(scope.language), names.join(", "));
            let blocks = scope.parts(tx, division(by.by()), by.by(), &usually(&metrics), true)?;
            Ok(section("parts", heading, Vec::new(), blocks))
        }
        Element::Text { heading, text } => Ok(section("text", heading.clone(), vec![text.clone()], Vec::new())),
        Element::Actions {} => follow::actions(tx, scope),
        Element::Quotes { .. } => {
            let quotes = voices::quotes(tx, reports, scope)?;
            let none = quotes.is_none().then(|| words::QUOTES_NONE.plain(scope.language));
            let blocks = quotes.into_iter().collect();
            Ok(scope.section("quotes", words::QUOTES, none.into_iter().collect(), blocks))
        }
        Element::Why { .. } => {
            let (mut paragraphs, mut points) = (Vec::new(), Vec::new());
            for told in scope.tell_all(tx, &metrics)? {
                paragraphs.push(why::sentence(tx, scope, &told)?);
                points.push(why::link(scope, &told));
            }
            Ok(scope.section("why", words::WHY, paragraphs, vec![Block::Points { points }]))
        }
    }
}

fn trend(
    tx: &mut Tx<'_>,
    scope: &Scope,
    metrics: &[Metric],
    by: super::super::model::Step,
    target: bool,
) -> Result<Section> {
    let Some(metric) = metrics.first().copied() else {
        return Ok(section("trend", String::new(), Vec::new(), Vec::new()));
    };
    let told = scope.tell(tx, metric, usual(metric))?;
    let wanted = if metric.definition().unit == Unit::Duration {
        vec![(metric, Statistic::Median), (metric, Statistic::P90)]
    } else {
        vec![(metric, usual(metric))]
    };
    let heading = words::definition(scope.language, metric).0;
    let chart = scope.trend(tx, heading.clone(), &wanted, by.by(), target)?;
    let paragraphs = [vec![scope.movement(&told)], scope.remarks(&told)].concat();
    Ok(section("trend", heading, vec![paragraphs.join(" ")], vec![chart]))
}
