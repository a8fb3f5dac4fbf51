//! What is asked of this room, found for those who may see it: for the screens and for the tables that are taken away.

use db::{Db, Tx};
use kernel::{Actor, Fault, Result};

use super::asked::{self, More};
use super::bottlenecks::{self, BottlenecksBody};
use super::chart::{ControlChart, chart};
use super::explain::{self, ExplanationBody};
use super::fair::{self, FairBody};
use super::gaps::{self, GapsBody};
use crate::columns::Columns;
use crate::error;
use crate::figures::{Asked, LookKind, Question, keep_look, note_look, within};
use crate::metrics::{By, Metric, settings};
use crate::permissions::FIGURES_READ;

/// A question of this room.
#[derive(Debug, Clone, Default)]
pub(crate) struct Asking {
    asked: Asked,
    more: More,
    /// As it stood in the address, for the log of looks.
    pairs: Vec<(String, String)>,
}

impl Asking {
    /// Reads the query of an address.
    ///
    /// # Errors
    /// `access.forbidden`; `request.invalid` with the fields at fault.
    pub(crate) fn read(actor: &Actor, pairs: &[(String, String)]) -> Result<Self> {
        actor.require(FIGURES_READ)?;
        let (asked, more) = asked::read(pairs)?;
        Ok(Self { asked, more, pairs: pairs.to_vec() })
    }

    /// Has the log of looks say that it was taken away.
    pub(crate) fn taken_away(mut self) -> Self {
        self.pairs.push(("export".to_owned(), "csv".to_owned()));
        self
    }

    /// Cut down to what the actor may see.
    fn question(&self, tx: &mut Tx<'_>, actor: &Actor, metric: Metric, by: &[By]) -> Result<Question> {
        let filter = within(actor, &self.asked.filter(), by)?;
        let period = self.asked.period(settings::find(tx)?.zone);
        Ok(Question { metric, period, clock: self.asked.clock, filter })
    }

    /// Whether people may be looked at, and whether others than the actor are among them.
    fn people(&self, actor: &Actor) -> (bool, bool) {
        let seen = within(actor, &self.asked.filter(), &[By::Agent]).ok().map(|filter| filter.people);
        let of_others = seen.as_ref().is_some_and(|people| people[..].iter().copied().ne(actor.person()));
        (seen.is_some(), of_others)
    }
}

/// Why a figure moved, with at most so many segments of each division.
pub(crate) async fn explanation(
    db: &Db,
    columns: &Columns,
    actor: &Actor,
    asking: Asking,
    segments: usize,
) -> Result<ExplanationBody> {
    let metric = asking.asked.one_metric()?;
    let statistic = asking.more.statistic(metric);
    let (with_people, of_others) = asking.people(actor);
    if of_others {
        keep_look(db, actor, LookKind::Explanation, &asking.pairs).await?;
    }
    let actor = actor.clone();
    let found = columns.report(db, move |tx, columns| {
        let by = if with_people { &[By::Agent][..] } else { &[] };
        let question = asking.question(tx, &actor, metric, by)?;
        let against = asking.more.against(&question.period)?;
        let shown = explain::Shown { people: with_people, segments };
        explain::explain(tx, &question, statistic, &against, shown, Some(columns))
    });
    found.await
}

/// Where conversations waited.
pub(crate) async fn bottlenecks(db: &Db, actor: &Actor, asking: Asking) -> Result<BottlenecksBody> {
    let actor = actor.clone();
    db.report(move |tx| {
        let question = asking.question(tx, &actor, Metric::RequesterWait, &[By::Team])?;
        bottlenecks::find(tx, &question)
    })
    .await
}

/// What is worth being taught.
pub(crate) async fn gaps(db: &Db, actor: &Actor, asking: Asking) -> Result<GapsBody> {
    let (with_people, of_others) = asking.people(actor);
    if of_others {
        keep_look(db, actor, LookKind::TrainingGaps, &asking.pairs).await?;
    }
    let actor = actor.clone();
    db.report(move |tx| {
        let by = if with_people { &[By::Team, By::Agent][..] } else { &[By::Team] };
        let question = asking.question(tx, &actor, Metric::RequesterWait, by)?;
        gaps::find(tx, &question, by)
    })
    .await
}

/// Teams or people with the mix of work made equal.
pub(crate) async fn comparison(db: &Db, columns: &Columns, actor: &Actor, mut asking: Asking) -> Result<FairBody> {
    let metric = asking.asked.one_metric()?;
    let [by @ (By::Team | By::Agent)] = asking.asked.by[..] else {
        return Err(Fault::wrong_field("by", error::COMPARED_UNKNOWN));
    };
    asking.more.adjust.dedup();
    if asking.more.adjust.len() > 2 {
        return Err(Fault::wrong_field("adjust", error::DIVISIONS_MANY));
    }
    if by == By::Agent && asking.people(actor).1 {
        keep_look(db, actor, LookKind::Comparison, &asking.pairs).await?;
    }
    let actor = actor.clone();
    let found = columns.report(db, move |tx, columns| {
        let question = asking.question(tx, &actor, metric, &[by])?;
        fair::compare(tx, &question, by, &asking.more.adjust, Some(columns))
    });
    found.await
}

/// What of a figure's ups and downs is signal and what noise.
pub(crate) async fn control_chart(db: &Db, actor: &Actor, asking: Asking) -> Result<ControlChart> {
    let metric = asking.asked.one_metric()?;
    let by = match asking.asked.by[..] {
        [] => By::Week,
        [by @ (By::Day | By::Week)] => by,
        _ => return Err(Fault::wrong_field("by", error::CHART_DIVISION)),
    };
    note_look(db, actor, LookKind::ControlChart, &asking.asked, &asking.pairs).await?;
    let actor = actor.clone();
    db.report(move |tx| {
        let question = asking.question(tx, &actor, metric, &[])?;
        chart(tx, &question, by, &asking.more)
    })
    .await
}
