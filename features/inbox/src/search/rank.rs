//! Running a query: the best conversations first, among equals the more recent.

use kernel::{ConversationId, Fault, Result, Timestamp, TypedId};
use tantivy::collector::TopDocs;
use tantivy::columnar::Column;
use tantivy::{DocAddress, Order, Searcher};

use super::fields::{ID, RECENT};
use super::query::Compiled;

/// How many of the best are looked at again with regard to their age. A window keeps the index's own shortcut: it need not
/// score what cannot be among the best.
const WINDOW: usize = 200;
/// How much more a conversation of today counts than an old one.
const FRESHNESS: f64 = 0.25;
/// After how many days that advantage is half gone.
const HALF_LIFE_DAYS: f64 = 90.0;
/// Results that can be paged through; beyond them a person would rather ask more exactly.
pub(crate) const FARTHEST: usize = 2000;

/// A conversation that was found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Hit {
    pub(crate) id: ConversationId,
    pub(crate) score: f64,
}

/// Up to `limit` conversations behind the first `offset`, and how many there are in all.
pub(crate) fn run(
    searcher: &Searcher,
    compiled: &Compiled,
    now: Timestamp,
    offset: usize,
    limit: usize,
) -> Result<(Vec<Hit>, usize)> {
    let wanted = (offset + limit).min(FARTHEST);
    let mut columns = Columns { searcher, of_segment: Vec::new() };
    let mut hits = Vec::new();
    if compiled.ranked {
        let top = TopDocs::with_limit(wanted.max(WINDOW)).order_by_score();
        for (score, address) in searcher.search(&compiled.query, &top).map_err(Fault::internal)? {
            let (id, recent) = columns.read(address)?;
            hits.push(Hit { id, score: f64::from(score) * freshness(now, recent) });
        }
        let window = hits.len().min(WINDOW);
        hits[..window].sort_by(|a, b| b.score.total_cmp(&a.score).then(b.id.cmp(&a.id)));
    } else {
        let top = TopDocs::with_limit(wanted).order_by_fast_field::<i64>(RECENT, Order::Desc);
        for (_, address) in searcher.search(&compiled.query, &top).map_err(Fault::internal)? {
            hits.push(Hit { id: columns.read(address)?.0, score: 0.0 });
        }
    }
    let total = compiled.query.count(searcher).map_err(Fault::internal)?;
    Ok((hits.into_iter().skip(offset).take(limit).collect(), total))
}

fn freshness(now: Timestamp, recent: Timestamp) -> f64 {
    let days = now.since(recent).as_secs_f64() / 86_400.0;
    1.0 + FRESHNESS * 0.5f64.powf(days / HALF_LIFE_DAYS)
}

/// The columns of each segment, opened when first needed.
struct Columns<'a> {
    searcher: &'a Searcher,
    of_segment: Vec<Option<(Column<u64>, Column<i64>)>>,
}

impl Columns<'_> {
    fn read(&mut self, address: DocAddress) -> Result<(ConversationId, Timestamp)> {
        let segment = address.segment_ord as usize;
        if self.of_segment.len() <= segment {
            self.of_segment.resize_with(segment + 1, || None);
        }
        if self.of_segment[segment].is_none() {
            let fast = self.searcher.segment_reader(address.segment_ord).fast_fields();
            let ids = fast.u64(ID).map_err(Fault::internal)?;
            self.of_segment[segment] = Some((ids, fast.i64(RECENT).map_err(Fault::internal)?));
        }
        let found = self.of_segment[segment]
            .as_ref()
            .and_then(|(ids, recent)| Some((ids.first(address.doc_id)?, recent.first(address.doc_id)?)));
        let (id, recent) = found.ok_or_else(|| Fault::internal("a document of the search index has no id"))?;
        Ok((ConversationId::from_raw(id as i64), Timestamp::from_micros(recent)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn age_counts_a_little() {
        let now = Timestamp::from_micros(400 * 86_400_000_000);
        let days_ago = |days: i64| Timestamp::from_micros((400 - days) * 86_400_000_000);
        assert!((freshness(now, days_ago(0)) - 1.25).abs() < 1e-9);
        assert!((freshness(now, days_ago(90)) - 1.125).abs() < 1e-9);
        assert!((freshness(now, Timestamp::from_micros(i64::MAX)) - 1.25).abs() < 1e-9, "the future is now");
    }
}
