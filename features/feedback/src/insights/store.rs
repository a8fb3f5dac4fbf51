//! SQL text of shared insights.

use db::{Filter, Row, Tx, p, sql};
use kernel::{PageRequest, Result, Timestamp, TypedId};

use super::model::{Insight, InsightId, State};

const COLUMNS: &str = "id, title, text, department, address, owner_id, theme_id, state, outcome, due_at, shared_by, shared_at, changed_at, version";

sql! {
    FIND = "select id, title, text, department, address, owner_id, theme_id, state, outcome, due_at, shared_by, shared_at, changed_at, version
            from feedback_insights where id = $1";
    INSERT = "insert into feedback_insights (id, title, text, department, address, owner_id, theme_id, state, outcome, due_at, shared_by, shared_at, changed_at, version)
              values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 1)";
    CHANGE = "update feedback_insights set title = $1, text = $2, department = $3, address = $4, owner_id = $5, theme_id = $6, state = $7, outcome = $8,
              due_at = $9, changed_at = $10, version = version + 1 where id = $11 and version = $12";
}

fn some<T: TypedId>(raw: i64) -> Option<T> {
    (raw != 0).then(|| T::from_raw(raw))
}

fn raw<T: TypedId>(id: Option<T>) -> i64 {
    id.map_or(0, TypedId::raw)
}

fn read(row: &mut Row<'_>) -> Result<Insight> {
    Ok(Insight {
        id: row.take()?,
        title: row.take()?,
        text: row.take()?,
        department: row.take()?,
        address: row.take()?,
        owner: some(row.take()?),
        theme: some(row.take()?),
        state: State::of(&row.take::<String>()?),
        outcome: row.take()?,
        due_at: row.take::<Timestamp>()?.happened(),
        shared_by: some(row.take()?),
        shared_at: row.take()?,
        changed_at: row.take()?,
        version: row.take()?,
    })
}

pub(super) fn find(tx: &mut Tx<'_>, id: InsightId) -> Result<Insight> {
    tx.one(FIND, p![id], read)
}

pub(super) fn insert(tx: &mut Tx<'_>, it: &Insight) -> Result<()> {
    let (owner, theme, by) = (raw(it.owner), raw(it.theme), raw(it.shared_by));
    let (state, due_at) = (it.state.code(), it.due_at.unwrap_or(Timestamp::NEVER));
    tx.exec(
        INSERT,
        p![
            it.id,
            it.title,
            it.text,
            it.department,
            it.address,
            owner,
            theme,
            state,
            it.outcome,
            due_at,
            by,
            it.shared_at,
            it.changed_at
        ],
    )
    .map(drop)
}

pub(super) fn change(tx: &mut Tx<'_>, it: &Insight, version: i64) -> Result<bool> {
    let (owner, theme) = (raw(it.owner), raw(it.theme));
    let (state, due_at) = (it.state.code(), it.due_at.unwrap_or(Timestamp::NEVER));
    let changed = tx.exec(
        CHANGE,
        p![
            it.title,
            it.text,
            it.department,
            it.address,
            owner,
            theme,
            state,
            it.outcome,
            due_at,
            it.changed_at,
            it.id,
            version
        ],
    )?;
    Ok(changed > 0)
}

/// Newest first; one more row than asked for tells that there is a next page.
pub(super) fn page(tx: &mut Tx<'_>, state: Option<State>, page: &PageRequest) -> Result<Vec<Insight>> {
    let mut filter = Filter::new();
    if let Some(state) = state {
        filter.and("state = ?", &[&state.code()]);
    }
    if let Some((at, id)) = page.after::<(i64, i64)>()? {
        filter.and("(shared_at, id) < (?, ?)", &[&at, &id]);
    }
    let sql = format!(
        "select {COLUMNS} from feedback_insights{} order by shared_at desc, id desc limit {}",
        filter.sql(),
        page.limit() + 1
    );
    tx.all(sql, &filter.params(), read)
}
