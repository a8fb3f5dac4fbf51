//! Looking at themes and comments.

use std::collections::BTreeMap;

use db::Tx;
use kernel::{Actor, Page, PageRequest, Result, TypedId};

use super::model::{Comment, Counted, ThemeId};
use super::sentiment::Sentiment;
use super::store;
use crate::answers::queries::Wanted;
use crate::permissions::ANSWER_SEE;

/// Themes with what was said of them in the answers meant, the most talked of first.
///
/// # Errors
/// `access.forbidden`
pub fn counts(tx: &mut Tx<'_>, actor: &Actor, wanted: &Wanted) -> Result<Vec<Counted>> {
    actor.require(ANSWER_SEE)?;
    let themes = store::all(tx)?;
    let mut by_theme: BTreeMap<i64, Counted> = themes
        .into_iter()
        .map(|theme| {
            (theme.id.raw(), Counted { theme: Some(theme), comments: 0, negative: 0, neutral: 0, positive: 0 })
        })
        .collect();
    for (theme, sentiment, count) in store::counts(tx, &wanted.filter(actor))? {
        let none = Counted { theme: None, comments: 0, negative: 0, neutral: 0, positive: 0 };
        let counted = by_theme.entry(theme).or_insert(none);
        counted.comments += count;
        match Sentiment::of(sentiment) {
            Sentiment::Negative => counted.negative += count,
            Sentiment::Neutral => counted.neutral += count,
            Sentiment::Positive => counted.positive += count,
        }
    }
    let mut all: Vec<Counted> = by_theme.into_values().collect();
    all.sort_by_key(|counted| std::cmp::Reverse(counted.comments));
    Ok(all)
}

/// Comments the actor may see, newest first, of a theme and a feeling when asked so. A theme of number 0 stands for none.
///
/// # Errors
/// `access.forbidden`
pub fn comments(
    tx: &mut Tx<'_>,
    actor: &Actor,
    wanted: &Wanted,
    theme: Option<ThemeId>,
    feels: Option<Sentiment>,
    page: &PageRequest,
) -> Result<Page<Comment>> {
    actor.require(ANSWER_SEE)?;
    let mut filter = wanted.filter(actor);
    if let Some(theme) = &theme {
        filter.and("c.theme_id = ?", &[theme]);
    }
    if let Some(feels) = feels {
        filter.and("c.sentiment = ?", &[&feels.number()]);
    }
    let rows = store::page(tx, filter, page)?;
    Ok(Page::from_rows(rows, page.limit(), |comment| (comment.answer.given_at.micros(), comment.answer.id.raw())))
}
