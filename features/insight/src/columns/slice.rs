//! Questions answered by walking the columns: exact, with as many threads as there are cores.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::thread;

use kernel::{Fault, PersonId, Result, Timestamp, TypedId};

use super::dictionary::Dictionary;
use super::table::Table;
use super::{Parts, quantiles};
use crate::figures::{Cell, Clock, Filter, Sketch, Summary};
use crate::metrics::samples::{self, Sample};
use crate::metrics::{By, Metric, Period};

/// A quarter of an hour: the hours and days of every zone are made of them.
const QUARTER: i64 = 900_000_000;
/// Up to so many parts are found by their number; more are looked up.
const FEW: u64 = 1 << 16;
/// Walked by one thread at least.
const PORTION: usize = 100_000;

/// What is asked of the columns.
pub(crate) struct Slice<'a> {
    pub(crate) metrics: &'a [Metric],
    pub(crate) period: &'a Period,
    pub(crate) clock: Clock,
    pub(crate) filter: &'a Filter,
    pub(crate) by: &'a [By],
    /// Conversations solved from here on are too young for first contact resolution.
    pub(crate) counted_until: Timestamp,
}

/// Which numbers of a column count; all when there is no list.
struct Gate<'a> {
    column: &'a [u32],
    counts: Vec<bool>,
}

/// A division, as numbers of parts.
enum Division<'a> {
    Field { column: &'a [u32], names: Vec<String> },
    Person { names: Vec<String> },
    Time { quarters: Vec<u32>, names: Vec<String> },
}

/// A question made ready for a table.
struct Ready<'a> {
    table: &'a Table,
    slice: &'a Slice<'a>,
    from: Timestamp,
    until: Timestamp,
    gates: Vec<Gate<'a>>,
    people: Option<Vec<PersonId>>,
    divisions: Vec<Division<'a>>,
    parts: u64,
}

/// What a part has so far.
#[derive(Debug, Default)]
pub(crate) struct Group {
    part: u64,
    whole: u64,
    sum: i128,
    took: Vec<i64>,
}

/// What is made of each part in the end.
pub(crate) trait Made {
    /// Of what it has; durations lose their order.
    fn of_group(group: Group) -> Self;
}

impl Made for Summary {
    fn of_group(mut group: Group) -> Self {
        quantiles::summary(group.part, group.whole, group.sum, &mut group.took)
    }
}

impl Made for Cell {
    fn of_group(group: Group) -> Self {
        let mut sketch = Sketch::default();
        group.took.iter().for_each(|took| sketch.take(*took));
        Self { part: group.part, whole: group.whole, sum: group.sum, sketch, ..Self::default() }
    }
}

/// Groups by the number of their part.
struct Groups {
    few: Vec<u32>,
    many: HashMap<u64, u32>,
    found: Vec<(u64, Group)>,
}

impl Groups {
    fn new(parts: u64) -> Self {
        let few = if parts <= FEW { vec![u32::MAX; parts as usize] } else { Vec::new() };
        Self { few, many: HashMap::new(), found: Vec::new() }
    }

    fn of(&mut self, part: u64) -> &mut Group {
        let next = u32::try_from(self.found.len()).unwrap_or(u32::MAX);
        let place = match self.few.get_mut(part as usize) {
            Some(place) => place,
            None => self.many.entry(part).or_insert(u32::MAX),
        };
        if *place == u32::MAX {
            *place = next;
            self.found.push((part, Group::default()));
        }
        &mut self.found[*place as usize].1
    }
}

/// Answers for each metric.
///
/// # Errors
/// An internal fault for days beyond the calendar, or when a thread fails.
pub(crate) fn tell<T: Made>(table: &Table, slice: &Slice<'_>) -> Result<Vec<Parts<T>>> {
    let ready = Ready::new(table, slice)?;
    slice.metrics.iter().map(|metric| ready.tell(*metric)).collect()
}

impl<'a> Ready<'a> {
    fn new(table: &'a Table, slice: &'a Slice<'a>) -> Result<Self> {
        let (from, until) = slice.period.instants()?;
        let filter = slice.filter;
        let ids = |asked: Vec<i64>, known: &Dictionary<i64>| -> Vec<u32> {
            asked.iter().filter_map(|id| known.known(id)).collect()
        };
        let words = |asked: &[String], known: &Dictionary<String>| -> Vec<u32> {
            asked.iter().filter_map(|word| known.known(word.as_str())).collect()
        };
        let teams: Vec<i64> = filter.teams.iter().map(|id| id.raw()).collect();
        let topics: Vec<i64> = filter.topics.iter().map(|id| id.raw()).collect();
        let mailboxes: Vec<i64> = filter.mailboxes.iter().map(|id| id.raw()).collect();
        let gates = [
            (teams.is_empty(), ids(teams, &table.teams), &table.team, table.teams.values().len()),
            (topics.is_empty(), ids(topics, &table.topics), &table.topic, table.topics.values().len()),
            (mailboxes.is_empty(), ids(mailboxes, &table.mailboxes), &table.mailbox, table.mailboxes.values().len()),
            (
                filter.channels.is_empty(),
                words(&filter.channels, &table.channels),
                &table.channel,
                table.channels.values().len(),
            ),
            (
                filter.priorities.is_empty(),
                words(&filter.priorities, &table.priorities),
                &table.priority,
                table.priorities.values().len(),
            ),
        ];
        let gate = |(is_open, codes, column, len): (bool, Vec<u32>, &'a Vec<u32>, usize)| {
            let mut counts = vec![false; len];
            for code in codes {
                counts[code as usize] = true;
            }
            (!is_open).then_some(Gate { column, counts })
        };
        let divisions: Vec<_> =
            slice.by.iter().map(|by| Division::new(*by, table, slice.period, from, until)).collect();
        let parts = divisions.iter().map(|division| division.names().len().max(1) as u64).product();
        Ok(Self {
            table,
            slice,
            from,
            until,
            gates: gates.into_iter().filter_map(gate).collect(),
            people: (!filter.people.is_empty()).then(|| filter.people.clone()),
            divisions,
            parts,
        })
    }

    fn tell<T: Made>(&self, metric: Metric) -> Result<Parts<T>> {
        let is_of_replies = matches!(metric, Metric::Replies | Metric::NextResponse);
        let rows = if is_of_replies { self.table.replies() } else { self.table.len() };
        let threads = thread::available_parallelism().map_or(1, usize::from).min(rows / PORTION + 1);
        let portion = rows.div_ceil(threads).max(1);
        let walk =
            |rows: Range<usize>| if is_of_replies { self.replies(metric, rows) } else { self.rows(metric, rows) };
        let found: Vec<Groups> = thread::scope(|scope| {
            let begun: Vec<_> = (0..threads)
                .map(|thread| {
                    scope.spawn(move || walk((thread * portion).min(rows)..((thread + 1) * portion).min(rows)))
                })
                .collect();
            begun.into_iter().map(|thread| thread.join()).collect::<std::result::Result<Vec<_>, _>>()
        })
        .map_err(|_| Fault::internal("a walk through the columns failed"))?;
        let mut all: BTreeMap<u64, Group> = BTreeMap::new();
        for (part, group) in found.into_iter().flat_map(|groups| groups.found) {
            let known = all.entry(part).or_default();
            known.part += group.part;
            known.whole += group.whole;
            known.sum += group.sum;
            if known.took.is_empty() { known.took = group.took } else { known.took.extend(group.took) }
        }
        Ok(all.into_iter().map(|(part, group)| (self.name(part), T::of_group(group))).collect())
    }

    fn rows(&self, metric: Metric, rows: Range<usize>) -> Groups {
        let mut groups = Groups::new(self.parts);
        for row in rows.filter(|row| self.admits(*row)) {
            samples::of_conversation(metric, &self.table.row(row), &mut |sample| self.take(&mut groups, row, &sample));
        }
        groups
    }

    fn replies(&self, metric: Metric, rows: Range<usize>) -> Groups {
        let mut groups = Groups::new(self.parts);
        for reply in rows {
            let row = self.table.replies.conversation[reply] as usize;
            if self.admits(row) {
                let reply = self.table.reply(reply);
                samples::of_reply(metric, &reply, &mut |sample| self.take(&mut groups, row, &sample));
            }
        }
        groups
    }

    fn admits(&self, row: usize) -> bool {
        self.gates.iter().all(|gate| gate.counts[gate.column[row] as usize])
    }

    fn take(&self, groups: &mut Groups, row: usize, sample: &Sample) {
        if sample.at < self.from || sample.at >= self.until {
            return;
        }
        if sample.metric == Metric::FirstContact && sample.at >= self.slice.counted_until {
            return;
        }
        if let Some(people) = &self.people
            && sample.person.is_none_or(|person| !people.contains(&person))
        {
            return;
        }
        let mut part = 0;
        for division in &self.divisions {
            part = part * division.names().len() as u64 + u64::from(division.code(self, row, sample));
        }
        let group = groups.of(part);
        group.part += sample.part;
        group.whole += sample.whole;
        if let Some(took) = sample.took {
            let took = self.slice.clock.of(took);
            group.sum += i128::from(took);
            group.took.push(took);
        }
    }

    fn name(&self, mut part: u64) -> Vec<String> {
        let mut name = Vec::with_capacity(self.divisions.len());
        for division in self.divisions.iter().rev() {
            let many = division.names().len() as u64;
            name.push(division.names()[(part % many) as usize].clone());
            part /= many;
        }
        name.reverse();
        name
    }
}

impl<'a> Division<'a> {
    fn new(by: By, table: &'a Table, period: &Period, from: Timestamp, until: Timestamp) -> Self {
        fn names<I: TypedId + std::fmt::Display>(ids: &[i64]) -> Vec<String> {
            ids.iter().map(|id| if *id == 0 { String::new() } else { I::from_raw(*id).to_string() }).collect()
        }
        let field = |column, names| Self::Field { column, names };
        match by {
            By::Team => field(&table.team, names::<kernel::TeamId>(table.teams.values())),
            By::Topic => field(&table.topic, names::<crate::facts::TopicId>(table.topics.values())),
            By::Mailbox => field(&table.mailbox, names::<kernel::MailboxId>(table.mailboxes.values())),
            By::Channel => field(&table.channel, table.channels.values().to_vec()),
            By::Priority => field(&table.priority, table.priorities.values().to_vec()),
            By::Agent => Self::Person { names: names::<PersonId>(table.people.values()) },
            By::Day | By::Week | By::Month | By::Hour | By::Weekday => Self::of_time(by, period, from, until),
        }
    }

    fn of_time(by: By, period: &Period, from: Timestamp, until: Timestamp) -> Self {
        let (mut names, mut quarters): (Vec<String>, Vec<u32>) = (Vec::new(), Vec::new());
        let mut at = from;
        while at < until {
            let name = by.part(at, &period.zone);
            // Parts of time come in order, those of a day again and again.
            let code = names.iter().rposition(|known| *known == name).unwrap_or_else(|| {
                names.push(name);
                names.len() - 1
            });
            quarters.push(u32::try_from(code).unwrap_or(u32::MAX));
            at = Timestamp::from_micros(at.micros() + QUARTER);
        }
        Self::Time { quarters, names }
    }

    fn names(&self) -> &[String] {
        match self {
            Self::Field { names, .. } | Self::Person { names } | Self::Time { names, .. } => names,
        }
    }

    fn code(&self, of: &Ready<'_>, row: usize, sample: &Sample) -> u32 {
        match self {
            Self::Field { column, .. } => column[row],
            Self::Person { .. } => of.table.people.known(&sample.person.map_or(0, TypedId::raw)).unwrap_or_default(),
            Self::Time { quarters, .. } => {
                let quarter = (sample.at.micros() - of.from.micros()) / QUARTER;
                quarters.get(quarter as usize).copied().unwrap_or_default()
            }
        }
    }
}
