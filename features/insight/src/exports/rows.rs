//! The rows of a table, a page after the other, as far as whoever asks may see them.

use std::sync::Arc;

use db::{Db, Tx};
use jiff::civil::Date;
use kernel::{Actor, Fault, Page, PageRequest, PersonId, Result};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::csv::BYTE_ORDER_MARK;
use super::tables::{Names, Table};
use crate::actions::{self, ActionState};
use crate::alerts::{self, AlertState};
use crate::columns::Columns;
use crate::figures::http::figures;
use crate::figures::{Asked, FiguresBody, Question, SampleBody, samples, within};
use crate::metrics::{Metric, settings};
use crate::reports::House;
use crate::{error, explanations, goals, live};

/// Rows of one look at the database.
const AT_ONCE: u32 = 200;

/// What is to be taken away.
#[derive(Debug, Clone)]
pub(super) struct Want {
    pub(super) table: Table,
    /// The question, for tables of figures.
    pub(super) asked: Asked,
    on: Option<Date>,
    alerts: Option<AlertState>,
    actions: Option<ActionState>,
    owner: Option<PersonId>,
}

impl Want {
    /// Reads the query of the address.
    ///
    /// # Errors
    /// `request.invalid` with the fields at fault.
    pub(super) fn read(table: Table, pairs: &[(String, String)]) -> Result<Self> {
        let asked = if table.asks_figures() { Asked::read(pairs)? } else { Asked::default() };
        let mut it = Self { table, asked, on: None, alerts: None, actions: None, owner: None };
        for (name, value) in pairs.iter().filter(|_| !table.asks_figures()) {
            match (table, name.as_str()) {
                (Table::Backlog, "on") => it.on = Some(day(value)?),
                (Table::Alerts, "state") => it.alerts = Some(word(name, value)?),
                (Table::Actions, "state") => it.actions = Some(word(name, value)?),
                (Table::Actions, "owner_id") => it.owner = Some(word(name, value)?),
                _ => {
                    return Err(Fault::wrong_field(
                        name.clone(),
                        error::QUESTION_UNKNOWN.said([("name", name.as_str())]),
                    ));
                }
            }
        }
        Ok(it)
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
            lines.push_str(BYTE_ORDER_MARK);
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
        let (db, actor, want) = (&self.db, self.actor.clone(), self.want.clone());
        let request = PageRequest { limit: Some(AT_ONCE), cursor };
        match want.table {
            Table::Figures => table_of(figures(db, &self.columns, &actor, &want.asked).await?),
            Table::Conversations => {
                db.report(move |tx| values(conversations(tx, &actor, &want.asked, &request)?)).await
            }
            Table::Backlog => db.report(move |tx| whole(live::http::parts(tx, &actor, None, want.on)?)).await,
            Table::Bottlenecks => db.report(move |tx| whole(explanations::waits(tx, &actor, &want.asked)?.waits)).await,
            Table::Goals => db.report(move |tx| values(goals::queries::page(tx, &actor, &request)?)).await,
            Table::Alerts => {
                db.report(move |tx| values(alerts::queries::page(tx, &actor, want.alerts, &request)?)).await
            }
            Table::Actions => {
                let (state, owner) = (want.actions, want.owner);
                db.report(move |tx| values(actions::queries::page(tx, &actor, state, owner, &request)?)).await
            }
        }
    }
}

fn values<T: Serialize>(page: Page<T>) -> Result<Page<Value>> {
    let items = page.items.into_iter().map(serde_json::to_value).collect::<std::result::Result<_, _>>();
    Ok(Page { items: items.map_err(Fault::internal)?, next_cursor: page.next_cursor })
}

fn whole<T: Serialize>(items: Vec<T>) -> Result<Page<Value>> {
    values(Page { items, next_cursor: None })
}

/// A row for each figure of each part: what pivot tables want.
fn table_of(figures: FiguresBody) -> Result<Page<Value>> {
    let mut rows = Vec::new();
    for line in figures.lines {
        for figure in line.figures {
            let name = Metric::named(&figure.metric).map_or("", |metric| metric.definition().name);
            let mut row = serde_json::to_value(&figure).map_err(Fault::internal)?;
            row["part"] = json!(line.part);
            row["name"] = json!(name);
            rows.push(row);
        }
    }
    Ok(Page { items: rows, next_cursor: None })
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
