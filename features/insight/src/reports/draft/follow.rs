//! What is done about figures: actions with their owners, and figures that were not normal.

use db::Tx;
use documents::{Block, Cell, Table};
use kernel::{Result, Timestamp};

use super::super::sections::Section;
use super::super::words::{self, Words};
use super::charts::left;
use super::scope::Scope;
use crate::actions::{self, ActionState, Days, Word};
use crate::alerts;
use crate::measures::MeasureOf;

/// Rows of a table.
const MOST: usize = 40;

/// Whether a figure is one of what a report is about.
fn concerns(scope: &Scope, of: &MeasureOf) -> bool {
    fn meets<T: PartialEq>(mine: &[T], theirs: &[T]) -> bool {
        mine.is_empty() || theirs.is_empty() || theirs.iter().any(|it| mine.contains(it))
    }
    meets(&scope.filter.teams, &of.teams)
        && meets(&scope.filter.channels, &of.channels)
        && meets(&scope.filter.topics, &of.topics)
}

fn verdict(word: Word) -> Words {
    match word {
        Word::Worked => words::WORKED,
        Word::DidNot => words::DID_NOT,
        Word::TooEarly => words::TOO_EARLY,
        Word::CannotTell => words::CANNOT_TELL,
    }
}

/// Actions that ran in the period, with their owners and whether they worked.
pub(super) fn actions(tx: &mut Tx<'_>, scope: &Scope) -> Result<Section> {
    let days = Days::of(&scope.period);
    let ran = |content: &actions::ActionContent| content.begins_on <= days.to && content.due_on >= days.from;
    let mut found = actions::queries::all(tx)?;
    found.retain(|it| it.state != ActionState::Dropped && ran(&it.content) && concerns(scope, &it.content.measure.of));
    found.truncate(MOST);
    let language = scope.language;
    if found.is_empty() {
        return Ok(scope.section("actions", words::ACTIONS, vec![words::ACTIONS_NONE.plain(language)], Vec::new()));
    }
    let number = |count: usize| count.to_string();
    let open = number(found.iter().filter(|it| it.state == ActionState::Open && it.verdict.is_none()).count());
    let checked = number(found.iter().filter(|it| it.verdict.is_some()).count());
    let worked = number(found.iter().filter(|it| it.verdict == Some(Word::Worked)).count());
    let values = [("open", &*open), ("checked", &*checked), ("worked", &*worked)];
    let text = words::ACTIONS_SOME.said(language, &values);
    let row = |it: &actions::queries::Action| {
        let effect = match it.verdict {
            Some(word) => verdict(word),
            None if it.overdue => words::OVERDUE,
            None => words::TOO_EARLY,
        };
        let due = it.content.due_on.parse().map_or(Cell::Nothing, Cell::Day);
        let title = Cell::Text(it.content.title.clone());
        vec![title, Cell::Text(it.owner_name.clone()), due, Cell::Text(effect.plain(language))]
    };
    let columns = [words::ACTION, words::OWNER, words::DUE, words::EFFECT];
    let table = Table {
        caption: words::ACTIONS.plain(language),
        columns: columns.into_iter().map(|words| left(words.plain(language))).collect(),
        rows: found.iter().map(row).collect(),
        note: String::new(),
    };
    Ok(scope.section("actions", words::ACTIONS, vec![text], vec![Block::Table(table)]))
}

/// Figures that were not normal at some time of the period.
pub(super) fn alerts(tx: &mut Tx<'_>, scope: &Scope) -> Result<Section> {
    let (from, until) = scope.period.instants()?;
    let mut found = alerts::between(tx, from, until)?;
    found.retain(|it| concerns(scope, &it.of));
    let language = scope.language;
    if found.is_empty() {
        return Ok(scope.section("alerts", words::ALERTS, vec![words::ALERTS_NONE.plain(language)], Vec::new()));
    }
    let open = found.iter().filter(|it| it.closed_at.is_none()).count().to_string();
    let values = [("count", &*found.len().to_string()), ("open", &*open)];
    let text = words::ALERTS_SOME.said(language, &values);
    found.truncate(MOST);
    let day = |at: Timestamp| Cell::Day(at.to_jiff().to_zoned(scope.period.zone.clone()).date());
    let row = |it: &alerts::Past| {
        let answered = if it.answered { words::YES } else { words::NO };
        let ended = it.closed_at.map_or(Cell::Nothing, day);
        vec![Cell::Text(it.name.clone()), day(it.opened_at), ended, Cell::Text(answered.plain(language))]
    };
    let columns = [words::ALERT, words::OPENED, words::ENDED, words::ANSWERED];
    let table = Table {
        caption: words::ALERTS.plain(language),
        columns: columns.into_iter().map(|words| left(words.plain(language))).collect(),
        rows: found.iter().map(row).collect(),
        note: String::new(),
    };
    Ok(scope.section("alerts", words::ALERTS, vec![text], vec![Block::Table(table)]))
}
