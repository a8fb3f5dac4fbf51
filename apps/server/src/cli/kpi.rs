//! `quarterdeck kpi`: prints metrics of the dictionary over some days, divided or not.

use std::collections::BTreeMap;
use std::process::ExitCode;
use std::time::Duration;

use clap::ValueEnum;
use insight::figures::{Cell, Clock, Filter, Question, answer};
use insight::metrics::{By, Figure, Line, Metric, Period, Unit, compute, load};
use insight::reports::House as _;
use jiff::civil::Date;
use kernel::Result;
use serde_json::json;

use super::{Ended, explain, open, say};
use crate::backups;
use crate::config::Config;
use crate::ports::WholeHouse;

/// What ids are called.
pub(super) type Names = BTreeMap<String, String>;

/// Within which time a customer who comes again was not helped the first time.
pub(super) const WINDOW: Duration = Duration::from_hours(7 * 24);
/// Microseconds in a second.
const MICROS: f64 = 1_000_000.0;

/// What to print.
#[derive(Debug, clap::Args)]
pub(crate) struct Asked {
    /// The first day, like 2026-03-01, in the company's time zone.
    #[arg(long, value_parser = day)]
    from: Date,
    /// The last day; it counts.
    #[arg(long, value_parser = day)]
    to: Date,
    /// A metric by its name; all of them when absent. May be given several times.
    #[arg(long = "metric", value_parser = metric)]
    metrics: Vec<Metric>,
    /// Divided by this.
    #[arg(long, value_parser = division)]
    by: Option<By>,
    /// Which time durations are counted in: all of it, or only that in which the department worked.
    #[arg(long, value_enum, default_value_t = Time::Calendar)]
    clock: Time,
    /// How it is printed: durations in seconds in json and csv.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Time {
    Calendar,
    Business,
}

impl Time {
    fn clock(self) -> Clock {
        match self {
            Self::Calendar => Clock::Calendar,
            Self::Business => Clock::Business,
        }
    }

    fn code(self) -> &'static str {
        match self {
            Self::Calendar => "calendar",
            Self::Business => "business",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Table,
    Json,
    Csv,
}

/// Days that have midnights before and after them in every zone.
pub(super) fn day(text: &str) -> std::result::Result<Date, String> {
    let day: Option<Date> = text.parse().ok();
    let known = day.filter(|day| (1970..=2100).contains(&day.year()));
    known.ok_or_else(|| "a day is like 2026-03-01, and lies between 1970 and 2100".to_owned())
}

fn metric(code: &str) -> std::result::Result<Metric, String> {
    let known = || Metric::ALL.iter().map(|metric| metric.definition().code).collect::<Vec<_>>().join(", ");
    Metric::named(code).ok_or_else(|| format!("the metrics are {}", known()))
}

fn division(code: &str) -> std::result::Result<By, String> {
    let known = || By::ALL.iter().map(|by| by.code()).collect::<Vec<_>>().join(", ");
    By::ALL.iter().copied().find(|by| by.code() == code).ok_or_else(|| format!("figures are divided by {}", known()))
}

pub(crate) async fn kpi(config: Config, asked: Asked) -> Ended {
    if asked.to < asked.from {
        return Err("--to is before --from".to_owned());
    }
    let app = open(&config).await?;
    let named = |fault: kernel::Fault| explain(&fault);
    // Without a server beside it nobody else makes facts of what happened last.
    crate::background::facts(&app).catch_up().await.map_err(named)?;
    let zone = backups::zone(&app).await;
    let period = Period { first: asked.from, last: asked.to, zone };
    let instants = period.instants().map_err(named)?;
    let mut facts = app.db.report(move |tx| load(tx, instants, WINDOW)).await.map_err(named)?;
    facts.clock = asked.clock.clock();
    let names =
        if asked.by.is_some() { app.db.read(|tx| WholeHouse.names(tx)).await.map_err(named)? } else { Names::new() };
    let metrics = if asked.metrics.is_empty() { Metric::ALL } else { &asked.metrics };
    let mut figures = Vec::new();
    for metric in metrics {
        let lines = match metric.counts() {
            None => compute(*metric, &facts, &period, instants, asked.by),
            Some(_) => app.db.report(of_series(*metric, &period, asked.by)).await.map_err(named)?,
        };
        figures.extend(lines.into_iter().map(|line| (*metric, line)));
    }
    let by = asked.by.map_or("", By::code);
    match asked.format {
        Format::Json => say(&document(&figures, &names, &asked)),
        Format::Csv => say(&rows(&figures, &names, by, ",", machine)),
        Format::Table => say(&aligned(&rows(&figures, &names, by, "\t", person))),
    }
    Ok(ExitCode::SUCCESS)
}

/// A metric that is made of an imported series too; nothing where it is not told.
fn of_series(
    metric: Metric,
    period: &Period,
    by: Option<By>,
) -> impl FnMut(&mut db::Tx<'_>) -> Result<Vec<Line>> + Send + 'static {
    let question = Question { metric, period: period.clone(), clock: Clock::Calendar, filter: Filter::default() };
    move |tx| {
        let cells = answer(tx, &question, by.as_slice())?;
        let line = |(mut part, cell): (Vec<String>, Cell)| Line {
            part: part.pop().unwrap_or_default(),
            figure: cell.figure(metric.definition().unit),
            excluded: 0,
        };
        Ok(cells.into_iter().map(line).collect())
    }
}

fn name_of<'n>(line: &'n Line, names: &'n Names) -> &'n str {
    names.get(&line.part).map_or(line.part.as_str(), String::as_str)
}

fn document(figures: &[(Metric, Line)], names: &Names, asked: &Asked) -> String {
    let one = |(metric, line): &(Metric, Line)| {
        let definition = metric.definition();
        let mut it = json!({"metric": definition.code, "name": definition.name, "version": definition.version});
        if asked.by.is_some() {
            it["part"] = json!(line.part);
            it["part_name"] = json!(name_of(line, names));
        }
        match line.figure {
            Figure::Count(count) => it["count"] = json!(count),
            Figure::Share { part, whole } => {
                it["part_count"] = json!(part);
                it["whole_count"] = json!(whole);
                it["share"] = json!(share(part, whole));
            }
            Figure::Durations { count, spread } => {
                it["count"] = json!(count);
                it["mean_seconds"] = json!(spread.map(|spread| spread.mean / MICROS));
                it["median_seconds"] = json!(spread.map(|spread| spread.median / MICROS));
                it["p90_seconds"] = json!(spread.map(|spread| spread.p90 / MICROS));
            }
            Figure::Points { good, bad, whole } => {
                it["for_count"] = json!(good);
                it["against_count"] = json!(bad);
                it["whole_count"] = json!(whole);
                it["points"] = json!(line.figure.points());
            }
            Figure::Score { count, mean } => {
                it["count"] = json!(count);
                it["mean_score"] = json!(mean);
            }
            Figure::Money { count, each } => {
                it["count"] = json!(count);
                it["each"] = json!(each);
            }
        }
        if metric.is_rating() {
            it["excluded_count"] = json!(line.excluded);
        }
        it
    };
    let figures: Vec<_> = figures.iter().map(one).collect();
    let all = json!({"from": asked.from, "to": asked.to, "by": asked.by.map(By::code), "clock": asked.clock.code(), "figures": figures});
    serde_json::to_string_pretty(&all).unwrap_or_default()
}

fn share(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// How numbers are written: for programs or for people.
#[derive(Clone, Copy)]
struct Writing {
    duration: fn(f64) -> String,
    share: fn(f64) -> String,
    score: fn(f64) -> String,
}

#[expect(non_upper_case_globals, reason = "reads as the one who is written for")]
const machine: Writing = Writing {
    duration: |micros| format!("{:.3}", micros / MICROS),
    share: |share| format!("{share:.6}"),
    score: |score| format!("{score:.6}"),
};
#[expect(non_upper_case_globals, reason = "reads as the one who is written for")]
const person: Writing = Writing {
    duration: in_words,
    share: |share| format!("{:.1} %", share * 100.0),
    score: |score| format!("{score:.2}"),
};

/// `3 d 4 h`, `2 h 5 min`, `4 min 10 s`, `12 s`
fn in_words(micros: f64) -> String {
    let seconds = (micros / MICROS).round() as u64;
    let (days, hours, minutes) = (seconds / 86_400, seconds / 3600 % 24, seconds / 60 % 60);
    match (days, hours, minutes) {
        (0, 0, 0) => format!("{seconds} s"),
        (0, 0, _) => format!("{minutes} min {} s", seconds % 60),
        (0, _, _) => format!("{hours} h {minutes} min"),
        _ => format!("{days} d {hours} h"),
    }
}

/// A line for each figure: metric, part, count or share with its whole, mean, median and 90th percentile of durations, points of
/// balances, and ratings that were left out.
fn rows(figures: &[(Metric, Line)], names: &Names, by: &str, between: &str, writing: Writing) -> String {
    let mut head = vec!["metric"];
    head.extend((!by.is_empty()).then_some(by));
    head.extend(["count", "of", "share", "mean", "median", "p90", "points", "excluded"]);
    let mut lines = vec![head.join(between)];
    for (metric, line) in figures {
        let mut cells = vec![metric.definition().code.to_owned()];
        cells.extend((!by.is_empty()).then(|| quoted(name_of(line, names), between)));
        let (count, whole, share, spread) = match line.figure {
            Figure::Count(count) | Figure::Score { count, .. } | Figure::Money { count, .. } => {
                (count, None, None, None)
            }
            Figure::Share { part, whole } => (part, Some(whole), share(part, whole), None),
            Figure::Durations { count, spread } => (count, None, None, spread),
            Figure::Points { good, whole, .. } => (good, Some(whole), None, None),
        };
        cells.push(count.to_string());
        cells.push(whole.map(|whole| whole.to_string()).unwrap_or_default());
        cells.push(share.map(writing.share).unwrap_or_default());
        let of = |value: Option<f64>| value.map(writing.duration).unwrap_or_default();
        let mean = match line.figure {
            Figure::Score { mean, .. } => mean.map(writing.score).unwrap_or_default(),
            Figure::Money { each, .. } => each.map(|each| format!("{each:.2}")).unwrap_or_default(),
            _ => of(spread.map(|it| it.mean)),
        };
        cells.extend([mean, of(spread.map(|it| it.median)), of(spread.map(|it| it.p90))]);
        cells.push(line.figure.points().map(writing.score).unwrap_or_default());
        cells.push(if metric.is_rating() { line.excluded.to_string() } else { String::new() });
        debug_assert!(metric.definition().unit != Unit::Duration || whole.is_none());
        lines.push(cells.join(between));
    }
    lines.join("\n")
}

/// A name with a comma or a quotation mark is quoted, as RFC 4180 has it.
fn quoted(name: &str, between: &str) -> String {
    let plain = name.replace('\t', " ");
    let needs = between == "," && plain.contains([',', '"', '\n']);
    if needs { format!("\"{}\"", plain.replace('"', "\"\"")) } else { plain }
}

/// Columns of equal width.
pub(super) fn aligned(rows: &str) -> String {
    let cells: Vec<Vec<&str>> = rows.lines().map(|line| line.split('\t').collect()).collect();
    let columns = cells.iter().map(Vec::len).max().unwrap_or_default();
    let widths: Vec<usize> = (0..columns)
        .map(|column| {
            cells.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0)
        })
        .collect();
    let line = |row: &Vec<&str>| {
        let padded = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
        padded.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    cells.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_written_for_people_and_for_programs() {
        let spread =
            insight::metrics::Spread { mean: 7_500.0 * MICROS, median: 250.0 * MICROS, p90: 100_000.0 * MICROS };
        let figures = [
            (
                Metric::FirstResponse,
                Line { part: "t".into(), figure: Figure::Durations { count: 3, spread: Some(spread) }, excluded: 0 },
            ),
            (Metric::OneTouch, Line { part: "u".into(), figure: Figure::Share { part: 1, whole: 4 }, excluded: 0 }),
            (Metric::Nps, Line { part: "v".into(), figure: Figure::Points { good: 5, bad: 2, whole: 9 }, excluded: 1 }),
            (Metric::Ces, Line { part: "w".into(), figure: Figure::Score { count: 4, mean: Some(5.25) }, excluded: 0 }),
        ];
        let names = Names::from([("t".to_owned(), "Sales, EU".to_owned())]);
        assert_eq!(
            rows(&figures, &names, "team", ",", machine),
            "metric,team,count,of,share,mean,median,p90,points,excluded\nfirst_response_time,\"Sales, EU\",3,,,7500.000,250.000,100000.000,,\none_touch_rate,u,1,4,0.250000,,,,,\nnps,v,5,9,,,,,33.333333,1\nces,w,4,,,5.250000,,,,0"
        );
        let table = aligned(&rows(&figures, &names, "team", "\t", person));
        let row = |start: &str| -> Vec<String> {
            let line = table.lines().find(|line| line.starts_with(start)).expect("a line");
            line.split("  ").map(|cell| cell.trim().to_owned()).filter(|cell| !cell.is_empty()).collect()
        };
        assert_eq!(row("first_"), ["first_response_time", "Sales, EU", "3", "2 h 5 min", "4 min 10 s", "1 d 3 h"]);
        assert_eq!(row("one_"), ["one_touch_rate", "u", "1", "4", "25.0 %"]);
        assert_eq!(row("nps"), ["nps", "v", "5", "9", "33.33", "1"]);
        assert_eq!(row("ces"), ["ces", "w", "4", "5.25", "0"]);
    }
}
