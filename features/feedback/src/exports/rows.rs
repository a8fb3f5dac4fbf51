//! The rows of a table, a page after the other, as far as whoever asks may see them.

use db::{Db, Filter, Tx, p, sql};
use kernel::{Actor, ContactId, Fault, Page, PageRequest, PersonId, Result, TeamId, TypedId};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use web::{Names, table_head, table_line};

use super::tables::Table;
use crate::answers::queries::{self as answers, Wanted};
use crate::error;
use crate::follow_ups::queries as follow_ups;
use crate::insights::{commands as insights, model::State};
use crate::programmes::model::{ProgrammeId, TopicId};
use crate::themes::model::ThemeId;
use crate::themes::queries as themes;
use crate::themes::sentiment::Sentiment;

sql! {
    PROGRAMMES = "select id, name from feedback_programmes";
    THEMES = "select id, name from feedback_themes";
    TEAMS = "select id, name from pub_access_teams";
    PEOPLE = "select id, name from pub_access_people";
    TOPICS = "select id, name from pub_inbox_topics";
}

/// Rows of one look at the database.
const AT_ONCE: u32 = 200;

/// What is to be taken away: the words of the screen's own question.
#[derive(Debug, Clone)]
pub(super) struct Want {
    table: Table,
    answers: Wanted,
    theme: Option<ThemeId>,
    feels: Option<Sentiment>,
    follow_ups: follow_ups::Wanted,
    state: Option<State>,
}

impl Want {
    /// Reads the query of the address.
    ///
    /// # Errors
    /// `request.invalid` with the field at fault.
    pub(super) fn read(table: Table, pairs: &[(String, String)]) -> Result<Self> {
        let (answers, follow_ups) = (Wanted::default(), follow_ups::Wanted::default());
        let mut it = Self { table, answers, theme: None, feels: None, follow_ups, state: None };
        pairs.iter().try_for_each(|(name, value)| it.put(name, value))?;
        Ok(it)
    }

    fn put(&mut self, name: &str, value: &str) -> Result<()> {
        match (self.table, name) {
            (Table::Answers | Table::Comments, "programme") => self.answers.programme = Some(word(name, value)?),
            (Table::Answers | Table::Comments, "from") => self.answers.from = Some(word(name, value)?),
            (Table::Answers | Table::Comments, "to") => self.answers.to = Some(word(name, value)?),
            (Table::Answers, "conversation") => self.answers.conversation = Some(word(name, value)?),
            (Table::Answers, "contact") => self.answers.contact = Some(word(name, value)?),
            (Table::Answers, "score") => self.answers.score = Some(plain(name, value)?),
            (Table::Answers, "team") => self.answers.team = Some(word(name, value)?),
            (Table::Answers, "agent") => self.answers.assignee = Some(word(name, value)?),
            (Table::Answers, "channel") => self.answers.channel = Some(value.to_owned()),
            (Table::Answers, "topic") => self.answers.topic = Some(word(name, value)?),
            (Table::Answers, "excluded") => self.answers.excluded = Some(plain(name, value)?),
            (Table::Answers, "commented") => self.answers.commented = plain(name, value)?,
            (Table::Comments, "theme") => self.theme = Some(word(name, value)?),
            (Table::Comments, "sentiment") => self.feels = Some(word(name, value)?),
            (Table::FollowUps, "closed") => self.follow_ups.closed = plain(name, value)?,
            (Table::FollowUps, "mine") => self.follow_ups.mine = plain(name, value)?,
            (Table::FollowUps, "conversation") => self.follow_ups.conversation = Some(word(name, value)?),
            (Table::Insights, "state") => self.state = Some(word(name, value)?),
            _ => return Err(Fault::wrong_field(name.to_owned(), error::EXPORT_FIELD.said([("name", name)]))),
        }
        Ok(())
    }

    fn page(&self, tx: &mut Tx<'_>, actor: &Actor, page: &PageRequest) -> Result<Page<Value>> {
        match self.table {
            Table::Answers => values(answers::list(tx, actor, &self.answers, page)?),
            Table::Comments => values(themes::comments(tx, actor, &self.answers, self.theme, self.feels, page)?),
            Table::FollowUps => values(follow_ups::list(tx, actor, &self.follow_ups, page)?),
            Table::Insights => values(insights::list(tx, actor, self.state, page)?),
        }
    }
}

fn wrong(name: &str, value: &str) -> Fault {
    Fault::wrong_field(name.to_owned(), error::EXPORT_VALUE.said([("value", value)]))
}

/// An id, an instant or a word as JSON has it.
fn word<T: DeserializeOwned>(name: &str, value: &str) -> Result<T> {
    serde_json::from_value(json!(value)).map_err(|_| wrong(name, value))
}

/// A number, or yes or no.
fn plain<T: std::str::FromStr>(name: &str, value: &str) -> Result<T> {
    value.parse().map_err(|_| wrong(name, value))
}

fn values<T: Serialize>(page: Page<T>) -> Result<Page<Value>> {
    let items = page.items.into_iter().map(serde_json::to_value).collect::<std::result::Result<_, _>>();
    Ok(Page { items: items.map_err(Fault::internal)?, next_cursor: page.next_cursor })
}

/// A table on its way out.
pub(super) struct Export {
    db: Db,
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
    pub(super) fn new(db: Db, actor: Actor, want: Want) -> Self {
        Self { db, actor, want, names: Names::new(), cursor: None, place: Place::Head }
    }

    /// The next lines, with the head before the first; none when all were given.
    ///
    /// # Errors
    /// Whatever a page of the table on the screen would be refused for.
    pub(super) async fn next(&mut self) -> Result<Option<String>> {
        if self.place == Place::End {
            return Ok(None);
        }
        let (actor, want, is_first) = (self.actor.clone(), self.want.clone(), self.place == Place::Head);
        let request = PageRequest { limit: Some(AT_ONCE), cursor: self.cursor.take() };
        let table = want.table;
        let read = self.db.report(move |tx| {
            let rows = want.page(tx, &actor, &request)?;
            let customers = customers(tx, table, &rows.items)?;
            Ok((rows, customers, if is_first { names(tx)? } else { Names::new() }))
        });
        let (rows, customers, names) = read.await?;
        let mut lines = String::new();
        if is_first {
            self.names = names;
            lines.push_str(&table_head(table.columns().iter().map(|(head, _)| *head)));
        }
        // Of customers only those of a page are held: there may be millions.
        let known = self.names.clone().into_iter().chain(customers).collect();
        for row in &rows.items {
            lines.push_str(&table_line(table.columns(), row, &known));
        }
        self.cursor = rows.next_cursor;
        self.place = if self.cursor.is_some() { Place::Rows } else { Place::End };
        Ok(Some(lines))
    }
}

/// What programmes, themes, teams, people and topics are called.
fn names(tx: &mut Tx<'_>) -> Result<Names> {
    let mut names = Names::new();
    macro_rules! add {
        ($($id:ty: $sql:expr),+ $(,)?) => { $(
            let found = tx.all($sql, p![], |row| Ok((<$id>::from_raw(row.take()?), row.take::<String>()?)))?;
            names.extend(found.into_iter().map(|(id, name)| (id.to_string(), name)));
        )+ };
    }
    add! { ProgrammeId: PROGRAMMES, ThemeId: THEMES, TeamId: TEAMS, PersonId: PEOPLE, TopicId: TOPICS }
    Ok(names)
}

/// What the customers of some rows are called, and how they are written to.
fn customers(tx: &mut Tx<'_>, table: Table, rows: &[Value]) -> Result<Names> {
    let Some(pointer) = table.customer() else { return Ok(Names::new()) };
    let id = |row: &Value| row.pointer(pointer).and_then(|id| serde_json::from_value::<ContactId>(id.clone()).ok());
    let ids: std::collections::BTreeSet<ContactId> = rows.iter().filter_map(id).collect();
    let mut filter = Filter::new();
    filter.and_in("id", &ids.into_iter().collect::<Vec<_>>());
    let sql = format!("select id, name, address from pub_customers_contacts{}", filter.sql());
    let found = tx.all(sql, &filter.params(), |row| {
        let (id, name, address) = (row.take::<ContactId>()?, row.take::<String>()?, row.take::<String>()?);
        Ok((id.to_string(), format!("{name} <{address}>").trim().to_owned()))
    })?;
    Ok(found.into_iter().collect())
}
