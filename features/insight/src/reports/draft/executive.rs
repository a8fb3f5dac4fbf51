//! The executive pack: what happened, why, what is done about it, what it costs.

use db::Tx;
use documents::Block;
use kernel::{Result, TypedId};

use super::super::house::Reports;
use super::super::sections::Section;
use super::super::words;
use super::charts::usually;
use super::scope::{Change, Scope, Told, usual};
use super::{counted, follow, known, voices, why};
use crate::live::backlog;
use crate::measures::Statistic;
use crate::metrics::{By, Metric};

/// What a report begins with.
const HEADLINES: &[&str] = &[
    "created",
    "solved",
    "first_response_time",
    "full_resolution_time",
    "first_contact_resolution",
    "csat",
    "nps",
    "cost_per_contact",
];
const SERVICE: &[&str] = &["first_response_time", "next_response_time", "full_resolution_time", "requester_wait"];
const QUALITY: &[&str] = &["first_contact_resolution", "one_touch_rate", "reopen_rate", "transfer_rate"];
const SATISFACTION: &[&str] = &["csat", "nps", "ces", "happiness", "survey_response_rate"];
const COST: &[&str] = &["cost_per_contact", "contact_ratio"];

/// Writes every section that has something to say.
pub(super) fn write(tx: &mut Tx<'_>, reports: &Reports, scope: &Scope) -> Result<Vec<Section>> {
    let headlines = heard(scope.tell_all(tx, &known(HEADLINES))?);
    let mut sections = vec![summary(scope, &headlines), why::section(tx, scope, &headlines)?, demand(tx, scope)?];
    sections.push(service(tx, scope)?);
    let quality = heard(scope.tell_all(tx, &known(QUALITY))?);
    sections.push(scope.section("quality", words::QUALITY, scope.paragraphs(&quality), cards(scope, &quality)));
    sections.push(satisfaction(tx, reports, scope)?);
    let cost = heard(scope.tell_all(tx, &known(COST))?);
    if cost.iter().any(|told| told.now.value.is_some()) {
        sections.push(scope.section("cost", words::COST, scope.paragraphs(&cost), cards(scope, &cost)));
    }
    sections.push(follow::actions(tx, scope)?);
    sections.push(follow::alerts(tx, scope)?);
    let used: Vec<Metric> = [HEADLINES, SERVICE, QUALITY, SATISFACTION, COST].into_iter().flat_map(known).collect();
    sections.push(counted::section(scope, &used));
    Ok(sections)
}

/// Those of which anything is known, now or before.
fn heard(told: Vec<Told>) -> Vec<Told> {
    told.into_iter().filter(|it| it.now.value.is_some() || it.before.value.is_some()).collect()
}

/// Figures in large type; nothing when there are none.
pub(super) fn cards(scope: &Scope, told: &[Told]) -> Vec<Block> {
    if told.is_empty() {
        return Vec::new();
    }
    vec![Block::Cards { cards: told.iter().map(|it| scope.card(it)).collect() }]
}

fn summary(scope: &Scope, told: &[Told]) -> Section {
    let mut paragraphs = Vec::new();
    let judged = told.iter().filter(|it| it.change() != Change::Unripe);
    let targets: Vec<bool> =
        judged.filter_map(|it| it.target.zip(it.now.value)).map(|(target, value)| target.is_met(value)).collect();
    if !targets.is_empty() {
        let met = targets.iter().filter(|is_met| **is_met).count().to_string();
        let values = [("met", &*met), ("all", &*targets.len().to_string())];
        paragraphs.push(words::TARGETS.said(scope.language, &values));
    }
    paragraphs.extend(scope.paragraphs(told));
    scope.section("summary", words::SUMMARY, paragraphs, cards(scope, told))
}

fn demand(tx: &mut Tx<'_>, scope: &Scope) -> Result<Section> {
    let told = scope.tell_all(tx, &[Metric::Created, Metric::Solved])?;
    let mut paragraphs = scope.paragraphs(&told);
    paragraphs.extend(open(tx, scope)?);
    let title = words::DEMAND_CHART.plain(scope.language);
    let wanted = usually(&[Metric::Created, Metric::Solved]);
    let mut blocks = vec![scope.trend(tx, title, &wanted, scope.step(), false)?];
    blocks.extend(scope.parts(tx, words::BY_CHANNEL, By::Channel, &wanted, false)?);
    blocks.extend(scope.parts(tx, words::BY_TOPIC, By::Topic, &wanted, true)?);
    Ok(scope.section("demand", words::DEMAND, paragraphs, blocks))
}

/// How many conversations were open at both ends; nothing when a report is about channels, which a backlog is not divided by.
fn open(tx: &mut Tx<'_>, scope: &Scope) -> Result<Option<String>> {
    if !scope.filter.channels.is_empty() {
        return Ok(None);
    }
    let condition = among("team_id", &scope.filter.teams) + &among("topic_id", &scope.filter.topics);
    let (from, until) = scope.period.instants()?;
    let mut count = |at| -> Result<String> {
        let open: i64 = backlog(tx, &condition, at)?.iter().map(|part| part.count).sum();
        Ok(scope.language.number(open as f64, 0))
    };
    let (first, last) = (count(from)?, count(until)?);
    Ok(Some(words::BACKLOG.said(scope.language, &[("first", &first), ("last", &last)])))
}

/// A condition of ids to go on with; nothing when none is named.
fn among<I: TypedId>(column: &str, ids: &[I]) -> String {
    let ids: Vec<String> = ids.iter().map(|id| id.raw().to_string()).collect();
    if ids.is_empty() { String::new() } else { format!(" and c.{column} in ({})", ids.join(", ")) }
}

fn service(tx: &mut Tx<'_>, scope: &Scope) -> Result<Section> {
    let told = heard(scope.tell_all(tx, &known(SERVICE))?);
    let title = words::RESPONSE_CHART.plain(scope.language);
    let response = [(Metric::FirstResponse, Statistic::Median), (Metric::FirstResponse, Statistic::P90)];
    let mut blocks = cards(scope, &told);
    blocks.push(scope.trend(tx, title, &response, scope.step(), true)?);
    let by_team = [
        (Metric::Solved, usual(Metric::Solved)),
        (Metric::FirstResponse, Statistic::Median),
        (Metric::FirstResponse, Statistic::P90),
        (Metric::FullResolution, Statistic::Median),
    ];
    blocks.extend(scope.parts(tx, words::BY_TEAM, By::Team, &by_team, false)?);
    Ok(scope.section("service", words::SERVICE, scope.paragraphs(&told), blocks))
}

fn satisfaction(tx: &mut Tx<'_>, reports: &Reports, scope: &Scope) -> Result<Section> {
    let told = heard(scope.tell_all(tx, &known(SATISFACTION))?);
    let mut paragraphs = scope.paragraphs(&told);
    if told.is_empty() {
        paragraphs.push(words::SATISFACTION_NONE.plain(scope.language));
    }
    let mut blocks = cards(scope, &told);
    blocks.extend(voices::quotes(tx, reports, scope)?);
    Ok(scope.section("satisfaction", words::SATISFACTION, paragraphs, blocks))
}
