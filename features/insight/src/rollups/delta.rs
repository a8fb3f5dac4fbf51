//! What a batch adds to and takes from the roll-ups, gathered in memory, so that each cell is read and written once.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::{Fault, PersonId, Result};

use super::cube::{DIMENSIONS, Grain, day_of, days};
use super::stored::{Counter, Counters};
use crate::facts::{Conversation, Place, Survey};
use crate::figures::sketch::{Sketch, bucket};
use crate::metrics::Reply;
use crate::metrics::samples::{self, Sample};

/// Which cell: dimension, grain, first day, part.
pub(crate) type Key = (u8, u8, i64, String);

/// What one metric of a cell gains or loses.
#[derive(Debug, Default)]
struct Gain {
    part: i64,
    whole: i64,
    sums: [i128; 2],
    /// Sum and squares of ratings.
    marks: [i64; 2],
    excluded: i64,
    /// Buckets hit, each with how often; in any order, perhaps several times.
    hits: [Vec<(u16, i64)>; 2],
}

/// What a batch changes.
#[derive(Debug, Default)]
pub(crate) struct Delta {
    parts: HashMap<(u8, String), u32>,
    cells: HashMap<(u32, u8, i64), BTreeMap<u8, Gain>>,
}

/// What samples of the same conversation have in common, found once.
#[derive(Default)]
struct Known {
    last: Option<(i64, [i64; 3])>,
    places: HashMap<Option<PersonId>, Vec<u32>>,
}

/// The starts of the stretches that a day lies in, for each grain.
fn starts(day: Date) -> [i64; 3] {
    Grain::ALL.map(|grain| days(grain.first(day)))
}

impl Delta {
    /// Adds (`sign` 1) or takes away (−1) all that counts of a conversation.
    pub(crate) fn count(&mut self, sign: i64, zone: &TimeZone, it: &Conversation, replies: &[Reply], came_again: bool) {
        let mut known = Known::default();
        samples::each(it, replies, came_again, &mut |sample| self.take((sign, zone), it.place(), &sample, &mut known));
    }

    /// The same of a survey.
    pub(crate) fn count_survey(&mut self, sign: i64, zone: &TimeZone, it: &Survey) {
        let mut known = Known::default();
        samples::of_survey(it, &mut |sample| self.take((sign, zone), it.place(), &sample, &mut known));
    }

    fn take(&mut self, (sign, zone): (i64, &TimeZone), lies: Place<'_>, sample: &Sample, known: &mut Known) {
        let starts = match known.last {
            Some((at, starts)) if at == sample.at.micros() => starts,
            _ => starts(day_of(sample.at, zone)),
        };
        known.last = Some((sample.at.micros(), starts));
        let places = known.places.entry(sample.person).or_insert_with(|| self.places(lies, sample.person));
        for place in places {
            for (grain, start) in Grain::ALL.into_iter().zip(starts) {
                let gains = self.cells.entry((*place, grain.number(), start)).or_default();
                gains.entry(sample.metric as u8).or_default().take(sign, sample);
            }
        }
    }

    /// The parts of each dimension that a sample belongs to.
    fn places(&mut self, it: Place<'_>, person: Option<PersonId>) -> Vec<u32> {
        let place = |dimension: &super::cube::Dimension| {
            let next = u32::try_from(self.parts.len()).unwrap_or(u32::MAX);
            *self.parts.entry((dimension.number, dimension.part(it, person))).or_insert(next)
        };
        DIMENSIONS.iter().map(place).collect()
    }

    /// Everything by cell, in order.
    pub(crate) fn into_cells(self) -> Vec<(Key, Gains)> {
        let mut names = vec![(0, String::new()); self.parts.len()];
        for (name, place) in self.parts {
            if let Some(slot) = names.get_mut(place as usize) {
                *slot = name;
            }
        }
        let named = |((place, grain, start), gains): ((u32, u8, i64), BTreeMap<u8, Gain>)| {
            let (dimension, part) = names.get(place as usize).cloned().unwrap_or_default();
            ((dimension, grain, start, part), Gains(gains))
        };
        let mut cells: Vec<_> = self.cells.into_iter().map(named).collect();
        cells.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        cells
    }
}

impl Gain {
    fn take(&mut self, sign: i64, sample: &Sample) {
        self.part += sign * sample.part as i64;
        self.whole += sign * sample.whole as i64;
        self.excluded += sign * sample.excluded as i64;
        if let Some(mark) = sample.mark {
            self.marks[0] += sign * mark;
            self.marks[1] += sign * mark * mark;
        }
        if let Some(took) = sample.took {
            for (place, micros) in [took.calendar, took.business].into_iter().enumerate() {
                self.sums[place] += i128::from(sign) * i128::from(micros);
                self.hits[place].push((bucket(micros), sign));
            }
        }
    }
}

/// What a cell gains or loses.
#[derive(Debug)]
pub(crate) struct Gains(BTreeMap<u8, Gain>);

impl Gains {
    /// Adds them to what is kept; says whether anything changed.
    ///
    /// # Errors
    /// An internal fault when more is taken than there is: then the roll-ups do not belong to these facts.
    pub(crate) fn add_to(self, counters: &mut Counters) -> Result<bool> {
        let mut changed = false;
        for (metric, gain) in self.0 {
            let counter = counters.entry(metric).or_default();
            changed |= gain.add_to(counter)?;
            if counter.is_nothing() {
                counters.remove(&metric);
            }
        }
        Ok(changed)
    }
}

impl Gain {
    fn add_to(self, counter: &mut Counter) -> Result<bool> {
        let mut changed = self.part != 0 || self.whole != 0 || self.excluded != 0 || self.marks != [0, 0];
        counter.excluded = moved(counter.excluded, self.excluded)?;
        counter.marks.sum += self.marks[0];
        counter.marks.squares = moved(counter.marks.squares, self.marks[1])?;
        counter.part = moved(counter.part, self.part)?;
        counter.whole = moved(counter.whole, self.whole)?;
        for (place, hits) in self.hits.into_iter().enumerate() {
            changed |= self.sums[place] != 0;
            counter.sums[place] += self.sums[place];
            let net = netted(hits);
            if net.is_empty() {
                continue;
            }
            changed = true;
            counter.sketches[place] = Sketch::of(merged(counter.sketches[place].buckets(), &net)?);
        }
        Ok(changed)
    }
}

/// How often each bucket was hit after all, by bucket.
fn netted(mut hits: Vec<(u16, i64)>) -> Vec<(u16, i64)> {
    hits.sort_unstable_by_key(|(bucket, _)| *bucket);
    hits.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        kept.1 += if same { next.1 } else { 0 };
        same
    });
    hits.retain(|(_, times)| *times != 0);
    hits
}

/// Buckets with what they gain and lose; both by bucket.
fn merged(kept: &[(u16, u64)], net: &[(u16, i64)]) -> Result<Vec<(u16, u64)>> {
    let mut all = Vec::with_capacity(kept.len() + net.len());
    let mut kept = kept.iter().copied().peekable();
    for (bucket, times) in net {
        while let Some(before) = kept.next_if(|(known, _)| known < bucket) {
            all.push(before);
        }
        let known = kept.next_if(|(known, _)| known == bucket).map_or(0, |(_, count)| count);
        match moved(known, *times)? {
            0 => {}
            count => all.push((*bucket, count)),
        }
    }
    all.extend(kept);
    Ok(all)
}

fn moved(count: u64, by: i64) -> Result<u64> {
    count.checked_add_signed(by).ok_or_else(|| Fault::internal("a roll-up would fall below nothing"))
}
