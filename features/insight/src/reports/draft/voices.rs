//! What customers said.

use db::Tx;
use documents::{Block, Quote};
use kernel::Result;

use super::super::house::{Comment, Reports, WantedComments};
use super::super::words;
use super::scope::Scope;
use crate::metrics::Metric;

/// Quotes of one report.
const MOST: usize = 6;
/// Letters of one quote.
const LONGEST: usize = 400;

/// Some comments of the period; nothing when there are none.
pub(super) fn quotes(tx: &mut Tx<'_>, reports: &Reports, scope: &Scope) -> Result<Option<Block>> {
    let (from, until) = scope.period.instants()?;
    let wanted = WantedComments { from, until, filter: scope.filter.clone(), most: MOST };
    let comments = reports.house.comments(tx, &wanted)?;
    let quotes: Vec<Quote> = comments.iter().map(|it| quote(scope, it)).collect();
    Ok((!quotes.is_empty()).then_some(Block::Quotes { quotes }))
}

fn quote(scope: &Scope, comment: &Comment) -> Quote {
    let words: Vec<&str> = comment.text.split_whitespace().collect();
    let mut text = words.join(" ");
    if text.chars().count() > LONGEST {
        text = text.chars().take(LONGEST).collect::<String>() + "…";
    }
    let kind = Metric::named(&comment.kind)
        .map_or_else(|| comment.kind.to_uppercase(), |metric| words::definition(scope.language, metric).0);
    let day = comment.given_at.to_jiff().to_zoned(scope.period.zone.clone()).date();
    let source = words::QUOTE_SOURCE.said(
        scope.language,
        &[
            ("kind", &kind),
            ("score", &comment.score.to_string()),
            ("day", &scope.language.day(day)),
            ("channel", &scope.part(&comment.channel)),
        ],
    );
    Quote { text, source, link: Some(format!("/inbox/all/{}", comment.conversation)) }
}
