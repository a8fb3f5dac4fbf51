//! The rows of a table, a page after the other, as far as whoever asks may see them.

use std::sync::Arc;

use db::{Db, Tx};
use jiff::civil::Date;
use kernel::{Actor, Fault, Page, PageRequest, PersonId, Result};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use web::Names;

use super::flat;
use super::tables::{Asks, Table};
use crate::actions::{self, ActionState};
use crate::alerts::{self, AlertState};
use crate::columns::Columns;
use crate::explanations::find::{self, Asking};
use crate::figures::http::{distribution, figures};
use crate::figures::{Asked, Question, SampleBody, looks_page, samples, within};
use crate::metrics::settings;
use crate::reports::House;
use crate::{error, goals, live, series};

/// Rows of one look at the database.
const AT_ONCE: u32 = 200;

/// What is to be taken away.
#[derive(Debug, Clone)]
pub(super) struct Want {
    pub(super) table: Table,
    /// The question, for tables of figures.
    pub(super) asked: Asked,
    asking: Asking,
    on: Option<Date>,
    alerts: Option<AlertState>,
    actions: Option<ActionState>,
    person: Option<PersonId>,
    series: String,
}

impl Want {
    /// Reads the query of the address.
    ///
    /// # Errors
    /// `access.forbidden`; `request.invalid` with the fields at fault.
    pub(super) fn read(actor: &Actor, table: Table, pairs: &[(String, String)]) -> Result<Self> {
        actor.require(table.permission())?;
        let (asked, asking) = (Asked::default(), Asking::default());
        let (on, alerts, actions, person, series) = (None, None, None, None, String::new());
        let mut it = Self { table, asked, asking, on, alerts, actions, person, series };
        match table.asks() {
            Asks::Figures => it.asked = Asked::read(pairs)?,
            Asks::Explanations => it.asking = Asking::read(actor, pairs)?.taken_away(),
            Asks::Words => pairs.iter().try_for_each(|(name, value)| it.put(name, value))?,
        }
        Ok(it)
    }

    fn put(&mut self, name: &str, value: &str) -> Result<()> {
        match (self.table, name) {
            (Table::Backlog, "on") => self.on = Some(day(value)?),
            (Table::Alerts, "state") => self.alerts = Some(word(name, value)?),
            (Table::Actions, "state") => self.actions = Some(word(name, value)?),
            (Table::Actions, "owner_id") | (Table::Views, "person") => self.person = Some(word(name, value)?),
            (Table::Series, "series") => value.clone_into(&mut self.series),
            _ => {
                return Err(Fault::wrong_field(name.to_owned(), error::QUESTION_UNKNOWN.said([("name", name)])));
            }
        }
        Ok(())
    }
}

fn day(value: &str) -> Result<Date> {
    value.parse().map_err(|_| Fault::wrong_field("on", error::DAY_INVALID.said([("value", value)])))
}

fn word<T: DeserializeOwned>(name: &str, value: &str) -> Result<T> {
    let wrong = |_| Fault::wrong_field(name.to_owned(), error::ID_INVALID.said([("value", value)]));
    serde_json::from_value(json!(value)).map_err(wrong)
}

/// A table on its way out.
pub(super) struct Export {
    db: Db,
    columns: Columns,
    house: Arc<dyn House>,
    actor: Actor,
    want: Want,
    names: Names,
    cursor: Option<String>,
    place: Place,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Head,
    Rows,
    End,
}

impl Export {
    /// Nothing is read before somebody asks for it.
    pub(super) fn new(db: Db, (columns, house): (Columns, Arc<dyn House>), actor: Actor, want: Want) -> Self {
        Self { db, columns, house, actor, want, names: Names::default(), cursor: None, place: Place::Head }
    }

    /// The next lines, with the head before the first; none when all were given.
    ///
    /// # Errors
    /// Whatever a page of the table on the screen would be refused for.
    pub(super) async fn next(&mut self) -> Result<Option<String>> {
        if self.place == Place::End {
            return Ok(None);
        }
        let cursor = self.cursor.take();
        let rows = self.page(cursor).await?;
        let mut lines = String::new();
        if self.place == Place::Head {
            let house = Arc::clone(&self.house);
            self.names = self.db.report(move |tx| house.names(tx)).await?;
            let by: Vec<String> = self.want.asked.by.iter().map(|by| by.code().to_owned()).collect();
            lines.push_str(&self.want.table.head(&by));
        }
        for row in &rows.items {
            lines.push_str(&self.want.table.line(row, &self.names));
        }
        self.cursor = rows.next_cursor;
        self.place = if self.cursor.is_some() { Place::Rows } else { Place::End };
        Ok(Some(lines))
    }

    async fn page(&self, cursor: Option<String>) -> Result<Page<Value>> {
        match self.want.table.asks() {
            Asks::Figures => self.of_figures(cursor).await,
            Asks::Explanations => self.of_explanations().await,
            Asks::Words => self.of_words(cursor).await,
        }
    }

    async fn of_figures(&self, cursor: Option<String>) -> Result<Page<Value>> {
        let (db, actor, asked) = (&self.db, self.actor.clone(), self.want.asked.clone());
        match self.want.table {
            Table::Conversations => {
                let request = PageRequest { limit: Some(AT_ONCE), cursor };
                db.report(move |tx| values(conversations(tx, &actor, &asked, &request)?)).await
            }
            Table::Distribution => db.report(move |tx| whole(distribution(tx, &actor, &asked)?.bars)).await,
            _ => flat::figures(figures(db, &self.columns, &actor, &asked).await?),
        }
    }

    async fn of_explanations(&self) -> Result<Page<Value>> {
        let (db, columns, actor, asking) = (&self.db, &self.columns, &self.actor, self.want.asking.clone());
        match self.want.table {
            Table::Explanation => flat::explanation(find::explanation(db, columns, actor, asking, usize::MAX).await?),
            Table::Comparison => whole(find::comparison(db, columns, actor, asking).await?.lines),
            Table::ControlChart => flat::control_chart(find::control_chart(db, actor, asking).await?),
            Table::TrainingGaps => whole(find::gaps(db, actor, asking).await?.gaps),
            Table::BottleneckHours => whole(find::bottlenecks(db, actor, asking).await?.hours),
            _ => whole(find::bottlenecks(db, actor, asking).await?.waits),
        }
    }

    async fn of_words(&self, cursor: Option<String>) -> Result<Page<Value>> {
        let (actor, want) = (self.actor.clone(), self.want.clone());
        let request = PageRequest { limit: Some(AT_ONCE), cursor };
        let read = move |tx: &mut Tx<'_>| match want.table {
            Table::Live => whole(live::http::now(tx, &actor, None)?.states),
            Table::Goals => values(goals::queries::page(tx, &actor, &request)?),
            Table::Alerts => values(alerts::queries::page(tx, &actor, want.alerts, &request)?),
            Table::Actions => values(actions::queries::page(tx, &actor, want.actions, want.person, &request)?),
            Table::Series => flat::series(&want.series, series::queries::values(tx, &actor, &want.series, &request)?),
            Table::Views => flat::views(looks_page(tx, &actor, want.person, &request)?),
            _ => whole(live::http::parts(tx, &actor, None, want.on)?),
        };
        self.db.report(read).await
    }
}

pub(super) fn values<T: Serialize>(page: Page<T>) -> Result<Page<Value>> {
    let items = page.items.into_iter().map(serde_json::to_value).collect::<std::result::Result<_, _>>();
    Ok(Page { items: items.map_err(Fault::internal)?, next_cursor: page.next_cursor })
}

pub(super) fn whole<T: Serialize>(items: Vec<T>) -> Result<Page<Value>> {
    values(Page { items, next_cursor: None })
}

fn conversations(tx: &mut Tx<'_>, actor: &Actor, asked: &Asked, request: &PageRequest) -> Result<Page<SampleBody>> {
    let filter = within(actor, &asked.filter(), &asked.by)?;
    let period = asked.period(settings::find(tx)?.zone);
    let metric = asked.one_metric()?;
    // What a metric divides by or into an imported series has conversations of its own.
    let metric = metric.counts().unwrap_or(metric);
    let question = Question { metric, period, clock: asked.clock, filter };
    Ok(samples(tx, &question, &asked.within(), request)?.map(SampleBody::from))
}
