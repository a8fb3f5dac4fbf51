//! Sentences about figures. No I/O.

use documents::{Card, Cell, Mark};

use super::super::words;
use super::scope::{Change, Ripeness, Scope, Target, Told};
use crate::goals::Aim;
use crate::metrics::{Metric, Unit};

/// A value of a metric as renderers write it: durations in microseconds.
pub(crate) fn cell(metric: Metric, value: Option<f64>) -> Cell {
    let unit = metric.definition().unit;
    let Some(value) = value else { return Cell::Nothing };
    if unit == Unit::Duration {
        Cell::Duration((value * 1_000_000.0).round() as i64)
    } else if unit == Unit::Share {
        Cell::Share(value)
    } else if unit == Unit::Count {
        Cell::Count(value.round() as i64)
    } else {
        Cell::Number(value, 1)
    }
}

impl Scope {
    /// A figure in a sentence; a number with how much that is a day.
    fn value(&self, told: &Told, value: f64, daily: Option<f64>) -> String {
        let unit = told.metric.definition().unit;
        let text = self.language.figure(unit, value);
        let differ = self.period.first.until(self.period.last).ok().map(|span| span.get_days())
            != self.before.first.until(self.before.last).ok().map(|span| span.get_days());
        match daily.filter(|_| unit == Unit::Count && differ) {
            Some(daily) => {
                let daily = self.language.number(daily, 1);
                words::A_DAY.said(self.language, &[("value", &text), ("daily", &daily)])
            }
            None => text,
        }
    }

    fn now(&self, told: &Told) -> String {
        told.now.value.map(|value| self.value(told, value, told.comparison.after.value)).unwrap_or_default()
    }

    fn earlier(&self, told: &Told) -> String {
        told.before.value.map(|value| self.value(told, value, told.comparison.before.value)).unwrap_or_default()
    }

    /// What a figure did, in a sentence.
    pub(crate) fn movement(&self, told: &Told) -> String {
        let (name, value, before) = (self.name(told.metric, told.statistic), self.now(told), self.earlier(told));
        let values = [("name", &*name), ("value", &*value), ("before", &*before)];
        let words = match told.change() {
            Change::Nothing => words::NOTHING,
            Change::New => words::NOTHING_BEFORE,
            Change::Unripe => words::UNRIPE,
            Change::TooFew => words::TOO_FEW,
            Change::Unsure => words::UNSURE,
            Change::Noise => words::NO_CLEAR,
            Change::Moved { up, good } => {
                let judged = match good {
                    Some(true) => words::IS_BETTER.plain(self.language),
                    Some(false) => words::IS_WORSE.plain(self.language),
                    None => String::new(),
                };
                let interval = self.interval(told);
                let values = [&values[..], &[("judged", &*judged), ("interval", &*interval)]].concat();
                return if up { words::ROSE } else { words::FELL }.said(self.language, &values);
            }
        };
        words.said(self.language, &values)
    }

    fn interval(&self, told: &Told) -> String {
        let Some(interval) = told.comparison.interval else { return String::new() };
        let unit = told.metric.definition().unit;
        let (low, high) = (self.language.difference(unit, interval.low), self.language.difference(unit, interval.high));
        let words = if unit == Unit::Count { words::INTERVAL_DAILY } else { words::INTERVAL };
        words.said(self.language, &[("low", &low), ("high", &high)])
    }

    /// What else is to be said: the target, days that do not count yet, a small sample.
    pub(crate) fn remarks(&self, told: &Told) -> Vec<String> {
        let mut remarks = Vec::new();
        let (Some(value), false) = (told.now.value, told.ripeness == Ripeness::Unripe) else { return remarks };
        if let Some(target) = &told.target {
            let said = self.target_words(told.metric, target);
            remarks.push(target.standing(value).said(self.language, &[("target", &said)]));
        }
        if let Ripeness::Until(day) = told.ripeness {
            let (name, day) = (self.name(told.metric, told.statistic), self.language.day(day));
            remarks.push(words::COUNTED_UNTIL.said(self.language, &[("name", &name), ("day", &day)]));
        }
        remarks
    }

    /// As `at most 1 h 0 min`.
    pub(crate) fn target_words(&self, metric: Metric, target: &Target) -> String {
        let value = self.language.figure(metric.definition().unit, target.value);
        let words = match target.aim {
            Aim::AtLeast => words::AT_LEAST,
            Aim::AtMost => words::AT_MOST,
        };
        words.said(self.language, &[("value", &value)])
    }

    /// As `Conversations solved 1,204 (1,190 before)`.
    pub(crate) fn item(&self, told: &Told) -> String {
        let (name, value, before) = (self.name(told.metric, told.statistic), self.now(told), self.earlier(told));
        words::ITEM.said(self.language, &[("name", &name), ("value", &value), ("before", &before)])
    }

    /// Which figures rest on few, in a sentence; nothing when none does.
    pub(crate) fn small(&self, told: &[Told]) -> Option<String> {
        let small = told.iter().filter(|it| it.now.small && it.now.value.is_some());
        let list: Vec<String> = small.map(|it| self.name(it.metric, it.statistic)).collect();
        (!list.is_empty()).then(|| words::SMALL_NOTE.said(self.language, &[("list", &list.join(", "))]))
    }

    /// All figures in paragraphs: what moved, what did not clearly, what rests on few.
    pub(crate) fn paragraphs(&self, all: &[Told]) -> Vec<String> {
        let known = || all.iter().filter(|it| it.now.value.is_some() || it.before.value.is_some());
        let is_quiet = |it: &&Told| matches!(it.change(), Change::Noise | Change::Unsure);
        let mut loud = Vec::new();
        for told in known() {
            if !is_quiet(&told) {
                loud.push(self.movement(told));
            }
            loud.extend(self.remarks(told));
        }
        let quiet: Vec<String> = known().filter(is_quiet).map(|it| self.item(it)).collect();
        let mut paragraphs = Vec::new();
        if !loud.is_empty() {
            paragraphs.push(loud.join(" "));
        }
        if !quiet.is_empty() {
            paragraphs.push(words::NO_CLEAR_LIST.said(self.language, &[("list", &quiet.join("; "))]));
        }
        paragraphs.extend(self.small(all));
        paragraphs
    }

    /// A figure in large type.
    pub(crate) fn card(&self, told: &Told) -> Card {
        let change = told.change();
        let is_judged = change != Change::Unripe;
        let met = told.target.zip(told.now.value).filter(|_| is_judged).map(|(target, value)| target.is_met(value));
        let mark = match (met, change) {
            (Some(true), _) | (None, Change::Moved { good: Some(true), .. }) => Mark::Good,
            (Some(false), _) | (None, Change::Moved { good: Some(false), .. }) => Mark::Bad,
            _ => Mark::Neutral,
        };
        Card {
            name: self.name(told.metric, told.statistic),
            value: cell(told.metric, told.now.value),
            before: cell(told.metric, told.before.value),
            target: cell(told.metric, told.target.map(|target| target.value)),
            mark,
            note: self.card_note(told, change),
            link: Some(self.figure_address(told.metric)),
        }
    }

    fn card_note(&self, told: &Told, change: Change) -> String {
        let word = match change {
            Change::Nothing | Change::New | Change::Unsure => None,
            Change::Unripe => Some(words::CARD_UNRIPE),
            Change::TooFew => Some(words::CARD_TOO_FEW),
            Change::Noise => Some(words::CARD_NO_CLEAR),
            Change::Moved { good: Some(true), .. } => Some(words::CARD_BETTER),
            Change::Moved { good: Some(false), .. } => Some(words::CARD_WORSE),
            Change::Moved { up: true, .. } => Some(words::CARD_UP),
            Change::Moved { .. } => Some(words::CARD_DOWN),
        };
        let mut notes: Vec<String> = word.map(|word| word.plain(self.language)).into_iter().collect();
        if let Some(interval) = told.now.interval {
            let unit = told.metric.definition().unit;
            let (low, high) = (self.language.figure(unit, interval.low), self.language.figure(unit, interval.high));
            notes.push(words::CARD_INTERVAL.said(self.language, &[("low", &low), ("high", &high)]));
        }
        if told.now.small && told.now.value.is_some() {
            notes.push(words::SMALL.said(self.language, &[("count", &told.now.count.to_string())]));
        }
        notes.join(" · ")
    }
}
