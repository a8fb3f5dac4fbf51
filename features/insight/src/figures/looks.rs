//! Who looked at whose figures: kept whenever somebody asks for the figures of others by name.

use db::{Db, Row, Tx, p, sql};
use kernel::{Actor, Page, PageRequest, PersonId, Result, Timestamp};
use serde::{Deserialize, Serialize};

use super::asked::Asked;
use crate::metrics::By;
use crate::permissions::SETTINGS_MANAGE;

db::typed_id!(
    /// Somebody's look at figures.
    LookId, "look");

sql! {
    KEEP = "insert into insight_looks (id, at, person_id, kind, question) values ($1, $2, $3, $4, $5)";
    NEWEST = "select id, at, person_id, kind, question from insight_looks where (at, id) < ($1, $2) order by at desc, id desc limit 201";
    NEWEST_OF = "select id, at, person_id, kind, question from insight_looks where person_id = $1 and (at, id) < ($2, $3)
                 order by at desc, id desc limit 201";
}

/// What somebody looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = FigureLookKind)]
pub(crate) enum Kind {
    /// Figures.
    Figures,
    /// The conversations behind a figure.
    Conversations,
    /// How durations are spread.
    Distribution,
    /// Why a figure moved.
    Explanation,
    /// What is worth being taught.
    TrainingGaps,
    /// A comparison with the mix of work made equal.
    Comparison,
    /// A control chart.
    ControlChart,
}

impl Kind {
    const ALL: [(Self, &'static str); 7] = [
        (Self::Figures, "figures"),
        (Self::Conversations, "conversations"),
        (Self::Distribution, "distribution"),
        (Self::Explanation, "explanation"),
        (Self::TrainingGaps, "training_gaps"),
        (Self::Comparison, "comparison"),
        (Self::ControlChart, "control_chart"),
    ];

    /// The word in the database.
    fn word(self) -> &'static str {
        Self::ALL.iter().find(|(kind, _)| *kind == self).map_or("figures", |(_, word)| word)
    }

    /// From the word in the database.
    fn from_word(word: &str) -> Self {
        Self::ALL.iter().find(|(_, known)| *known == word).map_or(Self::Figures, |(kind, _)| *kind)
    }
}

/// Somebody's look at figures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = FigureLook)]
pub(crate) struct Look {
    /// Which.
    pub(crate) id: LookId,
    /// When.
    pub(crate) at: Timestamp,
    /// Who looked.
    pub(crate) person: PersonId,
    /// What they looked at.
    pub(crate) kind: Kind,
    /// What they asked, as the address had it: metrics, days, people.
    #[schema(examples("metric=first_response_time&from=2026-03-01&to=2026-03-31&by=agent"))]
    pub(crate) question: String,
}

/// Whether a question is about others by name.
pub(crate) fn is_about_others(actor: &Actor, asked: &Asked) -> bool {
    let me = actor.person();
    asked.by.contains(&By::Agent) || asked.agent.iter().any(|person| Some(*person) != me)
}

/// Keeps a look, when it is about others by name; turning the pages of a list is one look.
pub(crate) async fn note(db: &Db, actor: &Actor, kind: Kind, asked: &Asked, pairs: &[(String, String)]) -> Result<()> {
    if !is_about_others(actor, asked) || asked.cursor.is_some() {
        return Ok(());
    }
    keep(db, actor, kind, pairs).await
}

/// Keeps a look.
pub(crate) async fn keep(db: &Db, actor: &Actor, kind: Kind, pairs: &[(String, String)]) -> Result<()> {
    let Some(person) = actor.person() else { return Ok(()) };
    let names = pairs.iter().filter(|(name, _)| !matches!(name.as_str(), "cursor" | "limit" | "format"));
    let question = names.map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&");
    db.write(move |tx| {
        let (id, now) = (tx.id::<LookId>(), tx.now());
        tx.exec(KEEP, p![id, now, person, kind.word(), question]).map(drop)
    })
    .await
}

/// Who looked, newest first; of one person when one is named.
pub(crate) fn page(tx: &mut Tx<'_>, actor: &Actor, person: Option<PersonId>, page: &PageRequest) -> Result<Page<Look>> {
    actor.require(SETTINGS_MANAGE)?;
    let (at, id): (i64, i64) = page.after()?.unwrap_or((i64::MAX, i64::MAX));
    let mut rows = match person {
        None => tx.all(NEWEST, p![at, id], read)?,
        Some(person) => tx.all(NEWEST_OF, p![person, at, id], read)?,
    };
    rows.truncate(page.limit() + 1);
    Ok(Page::from_rows(rows, page.limit(), |look| (look.at.micros(), kernel::TypedId::raw(look.id))))
}

fn read(row: &mut Row<'_>) -> Result<Look> {
    let (id, at, person) = (row.take()?, row.take()?, row.take()?);
    let kind: String = row.take()?;
    Ok(Look { id, at, person, kind: Kind::from_word(&kind), question: row.take()? })
}
