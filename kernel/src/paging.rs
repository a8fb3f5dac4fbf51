//! Keyset paging: a page, and an opaque cursor that holds the sort key of its last row.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::fault::{Fault, FaultKind, FaultSpec, FieldFault};

/// One page of a list.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Page<T> {
    /// The rows, at most `limit` of them.
    pub items: Vec<T>,
    /// Hand this back as `cursor` for the next page; null on the last.
    #[schema(examples("WzE3OTUzMDg2NzQwNzI5NjksMzEyXQ"))]
    pub next_cursor: Option<String>,
}

impl<T> Page<T> {
    /// Makes a page from up to `limit + 1` rows: the extra row only tells that there is a next page.
    pub fn from_rows<K: Serialize>(mut rows: Vec<T>, limit: usize, key: impl Fn(&T) -> K) -> Self {
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next_cursor = if more { rows.last().map(|last| Cursor::encode(&key(last))) } else { None };
        Self { items: rows, next_cursor }
    }

    /// The same page with each row turned into something else.
    pub fn map<U>(self, f: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(f).collect(), next_cursor: self.next_cursor }
    }
}

/// What a list request asks for.
#[derive(Debug, Clone, Default, Serialize, Deserialize, utoipa::IntoParams, utoipa::ToSchema)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct PageRequest {
    /// How many rows, 1 to 200; 50 when absent.
    #[param(minimum = 1, maximum = 200, example = 50)]
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

impl PageRequest {
    /// The number of rows to give, within 1 to 200.
    pub fn limit(&self) -> usize {
        self.limit.unwrap_or(50).clamp(1, 200) as usize
    }

    /// The sort key to go on from.
    ///
    /// # Errors
    /// `request.cursor_invalid` when the cursor was not made for this list.
    pub fn after<K: DeserializeOwned>(&self) -> crate::Result<Option<K>> {
        self.cursor.as_deref().map(Cursor::decode).transpose()
    }
}

const CURSOR_INVALID: FaultSpec = FaultSpec {
    kind: FaultKind::Invalid,
    code: "request.cursor_invalid",
    sentence: "This cursor does not belong to this list. Start again without a cursor.",
};

/// Turns sort keys into opaque texts and back.
#[derive(Debug)]
pub struct Cursor;

impl Cursor {
    /// An opaque text that holds a sort key.
    pub fn encode<K: Serialize>(key: &K) -> String {
        URL_SAFE_NO_PAD.encode(serde_json::to_vec(key).unwrap_or_default())
    }

    /// The sort key in an opaque text.
    pub fn decode<K: DeserializeOwned>(text: &str) -> crate::Result<K> {
        let wrong = || {
            Fault::from(CURSOR_INVALID).field(FieldFault::new("cursor", CURSOR_INVALID.code, CURSOR_INVALID.sentence))
        };
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| wrong())?;
        serde_json::from_slice(&bytes).map_err(|_| wrong())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cursor_of_a_full_page_points_behind_its_last_row() {
        let page = Page::from_rows(vec![5, 4, 3], 2, |row| *row);
        assert_eq!(page.items, [5, 4]);
        let request = PageRequest { limit: None, cursor: page.next_cursor };
        assert_eq!(request.after::<i32>().expect("a cursor"), Some(4));
        assert!(Page::from_rows(vec![1], 2, |row| *row).next_cursor.is_none());
    }

    #[test]
    fn a_foreign_cursor_is_refused_and_names_the_field() {
        let request = PageRequest { limit: Some(1000), cursor: Some("nonsense!".into()) };
        let fault = request.after::<(i64, i64)>().expect_err("not a cursor");
        assert_eq!(fault.code(), "request.cursor_invalid");
        assert_eq!(fault.fields[0].pointer, "cursor");
        assert_eq!(request.limit(), 200);
    }
}
