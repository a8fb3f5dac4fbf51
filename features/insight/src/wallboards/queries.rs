//! Looking at wallboards, for who manages them.

use db::Tx;
use kernel::{Actor, Page, PageRequest, PersonId, Result, Timestamp, TypedId};
use serde::{Deserialize, Serialize};

use super::model::{WallboardContent, WallboardId};
use super::store::{self, Kept};
use crate::permissions::SETTINGS_MANAGE;

/// A wallboard, without the secret of its link.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(example = json!(super::wire::wallboard()))]
pub struct Wallboard {
    /// Its id.
    pub id: WallboardId,
    /// What stands on it.
    pub content: WallboardContent,
    /// The first characters of the link's secret, by which it can be told from others.
    #[schema(examples("qdw_x7Kq2m"))]
    pub hint: String,
    /// When a screen asked for it last, right to about a minute.
    pub seen_at: Option<Timestamp>,
    /// Who made it.
    pub created_by: PersonId,
    /// When.
    pub created_at: Timestamp,
    /// For optimistic locking.
    #[schema(examples(1))]
    pub version: i64,
}

impl Wallboard {
    pub(crate) fn of(kept: Kept) -> Self {
        let Kept { id, content, hint, seen_at, created_by, created_at, version } = kept;
        Self { id, content, hint, seen_at: seen_at.happened(), created_by, created_at, version }
    }
}

/// Wallboards, the oldest first.
///
/// # Errors
/// `access.forbidden`, `request.cursor_invalid`
pub fn page(tx: &mut Tx<'_>, actor: &Actor, page: &PageRequest) -> Result<Page<Wallboard>> {
    actor.require(SETTINGS_MANAGE)?;
    let after = page.after::<i64>()?.unwrap_or_default();
    let rows = Page::from_rows(store::list(tx, after)?, page.limit(), |kept| kept.id.raw());
    Ok(rows.map(Wallboard::of))
}
