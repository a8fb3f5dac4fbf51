//! A cell of all metrics as it is kept: numbers in as few bytes as they need (LEB128), metrics by their place in the dictionary.
//! What is nothing is not kept, so the same counts are always the same bytes.

use std::collections::BTreeMap;

use kernel::{Fault, Result};

use crate::figures::{Cell, Clock, Marks, Sketch, Summary};
use crate::metrics::{Metric, Unit};

/// What one metric counts: the cell in calendar time, and sum and sketch in business time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Counter {
    pub(crate) part: u64,
    pub(crate) whole: u64,
    pub(crate) sums: [i128; 2],
    pub(crate) sketches: [Sketch; 2],
    /// Of ratings: what they add up to, and how many were left out.
    pub(crate) marks: Marks,
    pub(crate) excluded: u64,
}

/// All metrics of one part of one stretch.
pub(crate) type Counters = BTreeMap<u8, Counter>;

pub(crate) fn place(clock: Clock) -> usize {
    match clock {
        Clock::Calendar => 0,
        Clock::Business => 1,
    }
}

impl Counter {
    pub(crate) fn is_nothing(&self) -> bool {
        self.part == 0
            && self.whole == 0
            && self.excluded == 0
            && self.sketches.iter().all(|sketch| sketch.count() == 0)
    }

    pub(crate) fn cell(&self, clock: Clock) -> Cell {
        let place = place(clock);
        Cell {
            part: self.part,
            whole: self.whole,
            sum: self.sums[place],
            sketch: self.sketches[place].clone(),
            marks: self.marks,
            excluded: self.excluded,
        }
    }
}

fn put(bytes: &mut Vec<u8>, mut number: u128) {
    while number >= 0x80 {
        bytes.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// Reads what was kept.
struct Reader<'b>(&'b [u8]);

impl Reader<'_> {
    fn wide(&mut self) -> Result<u128> {
        let (mut number, mut shift) = (0u128, 0);
        loop {
            let (byte, rest) = self.0.split_first().ok_or_else(broken)?;
            self.0 = rest;
            number |= u128::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(number);
            }
            shift += 7;
            if shift > 120 {
                return Err(broken());
            }
        }
    }

    fn take(&mut self) -> Result<u64> {
        // Nearly all numbers are small, and there are very many.
        if let Some((byte, rest)) = self.0.split_first()
            && byte & 0x80 == 0
        {
            self.0 = rest;
            return Ok(u64::from(*byte));
        }
        u64::try_from(self.wide()?).map_err(Fault::internal)
    }

    /// Passes over so many numbers.
    fn skip(&mut self, numbers: u64) -> Result<()> {
        let numbers = usize::try_from(numbers).map_err(Fault::internal)?;
        if numbers > 0 {
            let mut ends = self.0.iter().enumerate().filter(|(_, byte)| *byte & 0x80 == 0);
            let (last, _) = ends.nth(numbers - 1).ok_or_else(broken)?;
            self.0 = &self.0[last + 1..];
        }
        Ok(())
    }

    /// The buckets that [`bucket_bytes`] wrote, each with its count.
    fn buckets(&mut self) -> Result<Sketch> {
        let length = self.take()?;
        let mut buckets = Vec::with_capacity(usize::try_from(length).unwrap_or_default().min(2048));
        let mut bucket = 0u64;
        for _ in 0..length {
            bucket += self.take()?;
            buckets.push((u16::try_from(bucket).map_err(Fault::internal)?, self.take()?));
        }
        Ok(Sketch::of(buckets))
    }

    /// What [`put_rating`] wrote.
    fn rating(&mut self) -> Result<(u64, Marks)> {
        let (excluded, folded, squares) = (self.take()?, self.take()?, self.take()?);
        let sum = (folded >> 1) as i64 ^ -((folded & 1) as i64);
        Ok((excluded, Marks { sum, squares }))
    }
}

fn broken() -> Fault {
    Fault::internal("a roll-up breaks off")
}

fn is_rating(metric: u8) -> bool {
    Metric::ALL.get(usize::from(metric)).is_some_and(|metric| metric.is_rating())
}

/// Of ratings: how many were left out, and sum and squares of what counts; a sum below nothing is an odd number.
fn put_rating(bytes: &mut Vec<u8>, counter: &Counter) {
    let Marks { sum, squares } = counter.marks;
    let folded = ((sum << 1) ^ (sum >> 63)) as u64;
    for number in [counter.excluded, folded, squares] {
        put(bytes, u128::from(number));
    }
}

fn is_duration(metric: u8) -> bool {
    Metric::ALL.get(usize::from(metric)).is_some_and(|metric| metric.definition().unit == Unit::Duration)
}

/// What is shown, ready: for each metric its counts, and for durations in both times what a spread tells.
pub(crate) fn summary_bytes(counters: &Counters) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(256);
    for (metric, counter) in counters {
        bytes.push(*metric);
        put(&mut bytes, u128::from(counter.part));
        put(&mut bytes, u128::from(counter.whole));
        if is_rating(*metric) {
            put_rating(&mut bytes, counter);
        }
        if is_duration(*metric) {
            for clock in [Clock::Calendar, Clock::Business] {
                let told = Summary::of(&counter.cell(clock));
                put(&mut bytes, told.sum.unsigned_abs());
                put(&mut bytes, u128::from(told.count));
                for micros in [told.median, told.p90, told.low, told.high] {
                    put(&mut bytes, micros.map_or(0, |micros| micros.round() as u128 + 1));
                }
            }
        }
    }
    bytes
}

/// The summaries of a row, by metric, in one of the two times.
pub(crate) fn summaries(bytes: &[u8], clock: Clock) -> Result<Vec<(u8, Summary)>> {
    let mut reader = Reader(bytes);
    let mut all = Vec::with_capacity(Metric::ALL.len());
    while !reader.0.is_empty() {
        let metric = reader.take()? as u8;
        let (part, whole) = (reader.take()?, reader.take()?);
        let mut told = Summary { part, whole, ..Summary::default() };
        if is_rating(metric) {
            (told.excluded, told.marks) = reader.rating()?;
        }
        if is_duration(metric) {
            for time in [Clock::Calendar, Clock::Business] {
                let sum = i128::try_from(reader.wide()?).map_err(Fault::internal)?;
                let count = reader.take()?;
                let mut micros = || -> Result<Option<f64>> { Ok(reader.take()?.checked_sub(1).map(|it| it as f64)) };
                let (median, p90, low, high) = (micros()?, micros()?, micros()?, micros()?);
                if time == clock {
                    told = Summary { sum, count, median, p90, low, high, ..told };
                }
            }
        }
        all.push((metric, told));
    }
    Ok(all)
}

/// Everything, so that it can be added up.
pub(crate) fn bucket_bytes(counters: &Counters) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(1024);
    for (metric, counter) in counters {
        bytes.push(*metric);
        put(&mut bytes, u128::from(counter.part));
        put(&mut bytes, u128::from(counter.whole));
        if is_rating(*metric) {
            put_rating(&mut bytes, counter);
        }
        if is_duration(*metric) {
            for (sum, sketch) in counter.sums.iter().zip(&counter.sketches) {
                put(&mut bytes, sum.unsigned_abs());
                put(&mut bytes, sketch.buckets().len() as u128);
                let mut last = 0;
                for (bucket, count) in sketch.buckets() {
                    put(&mut bytes, u128::from(bucket - last));
                    put(&mut bytes, u128::from(*count));
                    last = *bucket;
                }
            }
        }
    }
    bytes
}

pub(crate) fn counters(bytes: &[u8]) -> Result<Counters> {
    let mut reader = Reader(bytes);
    let mut all = Counters::new();
    while !reader.0.is_empty() {
        let metric = reader.take()? as u8;
        let mut counter = Counter { part: reader.take()?, whole: reader.take()?, ..Counter::default() };
        if is_rating(metric) {
            (counter.excluded, counter.marks) = reader.rating()?;
        }
        if is_duration(metric) {
            for place in 0..2 {
                counter.sums[place] = i128::try_from(reader.wide()?).map_err(Fault::internal)?;
                counter.sketches[place] = reader.buckets()?;
            }
        }
        all.insert(metric, counter);
    }
    Ok(all)
}

/// The cells of a row in one of the two times, each with its metric.
pub(crate) fn cells(bytes: &[u8], clock: Clock) -> Result<Vec<(u8, Cell)>> {
    let mut reader = Reader(bytes);
    let mut all = Vec::with_capacity(Metric::ALL.len());
    while !reader.0.is_empty() {
        let metric = reader.take()? as u8;
        let mut cell = Cell { part: reader.take()?, whole: reader.take()?, ..Cell::default() };
        if is_rating(metric) {
            (cell.excluded, cell.marks) = reader.rating()?;
        }
        if is_duration(metric) {
            for time in [Clock::Calendar, Clock::Business] {
                if time == clock {
                    cell.sum = i128::try_from(reader.wide()?).map_err(Fault::internal)?;
                    cell.sketch = reader.buckets()?;
                } else {
                    reader.skip(1)?;
                    let length = reader.take()?;
                    reader.skip(length.saturating_mul(2))?;
                }
            }
        }
        all.push((metric, cell));
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_reads_back() {
        let mut all = Counters::new();
        let mut counter = Counter { part: 3, whole: 3, sums: [123_456_789_012_345_678, 5], ..Counter::default() };
        for took in [0, 5, 90_000_000, 123_456_789_012_345] {
            counter.sketches[0].take(took);
        }
        counter.sketches[1].take(5);
        let duration = Metric::ALL.iter().position(|metric| *metric == Metric::FirstResponse).unwrap() as u8;
        all.insert(0, Counter { part: 300, whole: 70_000, ..Counter::default() });
        all.insert(duration, counter.clone());
        assert_eq!(counters(&bucket_bytes(&all)).unwrap(), all);
        for clock in [Clock::Calendar, Clock::Business] {
            let both: Vec<_> = all.iter().map(|(metric, counter)| (*metric, counter.cell(clock))).collect();
            assert_eq!(cells(&bucket_bytes(&all), clock).unwrap(), both);
        }
        let told = summaries(&summary_bytes(&all), Clock::Calendar).unwrap();
        assert_eq!((told[0].1.part, told[0].1.whole), (300, 70_000));
        assert_eq!((told[1].1.count, told[1].1.sum), (4, counter.sums[0]));
        let exact = Summary::of(&counter.cell(Clock::Calendar));
        assert!((told[1].1.p90.unwrap() - exact.p90.unwrap()).abs() <= 0.5);
        let worked = summaries(&summary_bytes(&all), Clock::Business).unwrap();
        assert_eq!((worked[1].1.count, worked[1].1.sum), (1, 5));
    }

    #[test]
    fn ratings_read_back_with_their_sign() {
        for sum in [-40, -1, 0, 1, 40] {
            let marks = Marks { sum, squares: 60 };
            let counter = Counter { part: 10, whole: 70, marks, excluded: 3, ..Counter::default() };
            let all = Counters::from([
                (Metric::Nps as u8, counter),
                (Metric::ResponseRate as u8, Counter { part: 1, whole: 2, ..Counter::default() }),
            ]);
            assert_eq!(counters(&bucket_bytes(&all)).unwrap(), all);
            let told = summaries(&summary_bytes(&all), Clock::Calendar).unwrap();
            assert_eq!((told[0].1.marks, told[0].1.excluded, told[1].1.whole), (marks, 3, 2));
        }
    }

    #[test]
    fn what_breaks_off_is_told() {
        assert!(counters(&[0, 0x80]).is_err());
        assert!(cells(&[0, 0x80], Clock::Business).is_err());
        assert!(Reader(&[0x80]).skip(1).is_err());
        assert!(summaries(&[0], Clock::Calendar).is_err());
    }
}
