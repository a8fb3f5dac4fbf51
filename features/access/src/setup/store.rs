//! How far the demo company is, in the database.

use db::{Tx, p, sql};
use kernel::Result;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

sql! {
    FIND = "select state, done, total, detail from access_setup where id = 1";
    KEEP = "insert into access_setup (id, state, done, total, detail) values (1, $1, $2, $3, $4)
            on conflict (id) do update set state = excluded.state, done = excluded.done, total = excluded.total, detail = excluded.detail";
}

/// Where the filling of the demo company stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProgressState {
    /// No demo company was asked for.
    #[default]
    None,
    /// It is being filled.
    Running,
    /// It is complete.
    Done,
    /// It could not be completed; `detail` says why.
    Failed,
}

impl ProgressState {
    const ALL: [(Self, &'static str); 4] =
        [(Self::None, "none"), (Self::Running, "running"), (Self::Done, "done"), (Self::Failed, "failed")];

    fn word(self) -> &'static str {
        Self::ALL.iter().find(|(state, _)| *state == self).map_or("none", |(_, word)| word)
    }

    fn from_word(word: &str) -> Self {
        Self::ALL.iter().find(|(_, known)| *known == word).map_or(Self::None, |(state, _)| *state)
    }
}

/// How far the filling of the demo company is.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({"state": "running", "done": 8200, "total": 20000, "detail": "Conversations of August"}))]
pub struct Progress {
    /// Where it stands.
    pub state: ProgressState,
    /// Steps done.
    pub done: i64,
    /// Steps in all.
    pub total: i64,
    /// What is being done, in words.
    pub detail: String,
}

pub(super) fn find(tx: &mut Tx<'_>) -> Result<Progress> {
    let found = tx.opt(FIND, p![], |row| {
        Ok(Progress {
            state: ProgressState::from_word(&row.take::<String>()?),
            done: row.take()?,
            total: row.take()?,
            detail: row.take()?,
        })
    })?;
    Ok(found.unwrap_or_default())
}

pub(super) fn keep(tx: &mut Tx<'_>, progress: &Progress) -> Result<()> {
    tx.exec(KEEP, p![progress.state.word(), progress.done, progress.total, progress.detail]).map(drop)
}
