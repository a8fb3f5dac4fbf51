//! The lists of the desk: a view, filters, an order, a page.

use db::{Filter, Tx};
use kernel::{
    Actor, ContactId, ConversationId, Cursor, FieldFault, OrganisationId, Page, PersonId, Result, TeamId, TypedId,
};
use serde::{Deserialize, Serialize};

use super::rows::{self, ConversationRow};
use super::scope::{Lane, lanes};
use crate::topics::TopicId;
use crate::words::{Priority, Status};

/// Which list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// Open ones that lie with me.
    Mine,
    /// Where a note named me.
    Mentions,
    /// Open ones that nobody has.
    Unassigned,
    /// All open ones.
    All,
    /// Open ones whose customer waits for us.
    Waiting,
    /// Solved and closed ones.
    Solved,
    /// Open ones of a team.
    Team(TeamId),
    /// Everything, open or done.
    Everything,
}

impl View {
    /// From the word of the address: `mine`, `team:team_…` and so on.
    pub fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "mine" => Self::Mine,
            "mentions" => Self::Mentions,
            "unassigned" => Self::Unassigned,
            "all" => Self::All,
            "waiting" => Self::Waiting,
            "solved" => Self::Solved,
            "everything" => Self::Everything,
            other => Self::Team(other.strip_prefix("team:")?.parse().ok()?),
        })
    }
}

/// In which order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// Newest message first.
    #[default]
    Newest,
    /// Oldest message first.
    Oldest,
    /// Who waits longest first.
    Waiting,
    /// Most urgent first, then newest message.
    Priority,
}

/// What a list is asked for.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// Only these; the view's own when empty.
    pub ids: Vec<ConversationId>,
    /// Only these statuses; the view's own when empty.
    pub status: Vec<Status>,
    /// Only what lies with this person.
    pub assignee: Option<PersonId>,
    /// Only what lies with this team.
    pub team: Option<TeamId>,
    /// Only this contact reason.
    pub topic: Option<TopicId>,
    /// Only with this tag.
    pub tag: Option<String>,
    /// Only this urgency.
    pub priority: Option<Priority>,
    /// Only this customer's.
    pub contact: Option<ContactId>,
    /// Only this organisation's.
    pub organisation: Option<OrganisationId>,
}

/// The sort key of a row: the order's own key, then the id.
type Key = (i64, i64, i64);

impl Sort {
    /// Columns of the key, and whether the list descends.
    fn columns(self) -> (&'static [&'static str], bool) {
        match self {
            Self::Newest => (&["c.last_message_at", "c.id"], true),
            Self::Oldest => (&["c.last_message_at", "c.id"], false),
            Self::Waiting => (&["c.waiting_since", "c.id"], false),
            Self::Priority => (&["c.priority", "c.last_message_at", "c.id"], true),
        }
    }

    fn key(self, row: &ConversationRow) -> Key {
        let (at, id) = (row.last_message_at.micros(), row.id.raw());
        match self {
            Self::Newest | Self::Oldest => (at, id, 0),
            Self::Waiting => (row.waiting_since.unwrap_or_default().micros(), id, 0),
            Self::Priority => (row.priority.number(), at, id),
        }
    }
}

/// A page of a list.
///
/// # Errors
/// `request.cursor_invalid`
pub fn page(
    tx: &mut Tx<'_>,
    actor: &Actor,
    view: View,
    asked: &Asked,
    sort: Sort,
    request: &kernel::PageRequest,
) -> Result<Page<ConversationRow>> {
    let after: Option<Key> = request.cursor.as_deref().map(Cursor::decode).transpose()?;
    let limit = request.limit();
    let (filter, sql) = compile(actor, view, asked, sort, after, limit);
    let mut rows = tx.all(&sql, &filter.params(), rows::read)?;
    // Sorting rows this wide in the database costs as much as reading them.
    let (_, descends) = sort.columns();
    rows.sort_unstable_by_key(|row| sort.key(row));
    if descends {
        rows.reverse();
    }
    rows::add_tags(tx, &mut rows)?;
    Ok(Page::from_rows(rows, limit, |row| sort.key(row)))
}

/// The statement of a page, in no particular order: each lane walks its index and stops after a page; the lanes are merged
/// and cut again.
pub(crate) fn compile(
    actor: &Actor,
    view: View,
    asked: &Asked,
    sort: Sort,
    after: Option<Key>,
    limit: usize,
) -> (Filter, String) {
    let me = actor.person().map_or(0, TypedId::raw);
    let (columns, descends) = sort.columns();
    let direction = if descends { " desc" } else { "" };
    let order = |prefix: &str| {
        columns
            .iter()
            .map(|column| format!("{}{direction}", column.replacen("c.", prefix, 1)))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let mut filter = Filter::new();
    let conditions = conditions(&mut filter, me, view, asked, sort);
    let keyset = after.map(|(first, second, third)| {
        let marks: Vec<String> =
            [first, second, third].iter().take(columns.len()).map(|key| filter.param(key)).collect();
        format!(" and ({}) {} ({})", columns.join(", "), if descends { "<" } else { ">" }, marks.join(", "))
    });
    let keyset = keyset.unwrap_or_default();
    // Someone's own lane already fixes the index; what else an actor sees adds nothing to it.
    let scope = if view == View::Mine { vec![Lane("1 = 1".to_owned())] } else { lanes(actor) };
    let keys = columns.join(", ");
    let lanes: Vec<String> = scope
        .iter()
        .map(|Lane(lane)| {
            format!(
                "select * from (select {keys} from inbox_conversations c where {lane} and {conditions}{keyset} order by {} limit {}) as lane",
                order("c."),
                limit + 1
            )
        })
        .collect();
    let sql = format!(
        "{} join (select * from ({}) as lanes order by {} limit {}) as page on page.id = c.id",
        rows::select(me),
        lanes.join(" union all "),
        order(""),
        limit + 1
    );
    (filter, sql)
}

fn conditions(filter: &mut Filter, me: i64, view: View, asked: &Asked, sort: Sort) -> String {
    let mut all: Vec<String> = Vec::new();
    let is_open = || "c.shelf = 0".to_owned();
    let by_status = !asked.status.is_empty();
    match view {
        View::Mine => all.push(format!("c.assignee_id = {me}")),
        View::Mentions => {
            all.push(format!("c.id in (select conversation_id from inbox_mentions where person_id = {me})"));
        }
        View::Unassigned => all.push("c.assignee_id = 0".to_owned()),
        View::Team(team) => all.push(format!("c.team_id = {}", team.raw())),
        View::Waiting => all.push("c.waiting_since > 0".to_owned()),
        View::Solved => all.push("c.shelf = 1".to_owned()),
        View::All | View::Everything => {}
    }
    if !by_status && matches!(view, View::Mine | View::Unassigned | View::Team(_) | View::All) {
        all.push(is_open());
    }
    if by_status {
        let shelves: std::collections::BTreeSet<i64> = asked.status.iter().map(|status| status.shelf()).collect();
        all.push(filter.list("c.shelf", &shelves.into_iter().collect::<Vec<_>>()));
        all.push(filter.list("c.status", &asked.status));
    }
    if sort == Sort::Waiting && view != View::Waiting {
        all.push("c.waiting_since > 0".to_owned());
    }
    if !asked.ids.is_empty() {
        all.push(filter.list("c.id", &asked.ids));
    }
    let mut equal = |column: &str, value: Option<i64>| {
        if let Some(value) = value {
            let mark = filter.param(&value);
            all.push(format!("{column} = {mark}"));
        }
    };
    equal("c.assignee_id", asked.assignee.map(TypedId::raw));
    equal("c.team_id", asked.team.map(TypedId::raw));
    equal("c.topic_id", asked.topic.map(TypedId::raw));
    equal("c.priority", asked.priority.map(Priority::number));
    equal("c.contact_id", asked.contact.map(TypedId::raw));
    if let Some(organisation) = asked.organisation {
        let mark = filter.param(&organisation);
        all.push(format!("c.contact_id in (select id from pub_customers_contacts where organisation_id = {mark})"));
    }
    if let Some(tag) = &asked.tag {
        let mark = filter.param(tag);
        let tagged = "select l.conversation_id from inbox_conversation_tags l join inbox_tags g on g.id = l.tag_id where g.name =";
        all.push(format!("c.id in ({tagged} {mark})"));
    }
    if all.is_empty() { "1 = 1".to_owned() } else { all.join(" and ") }
}

/// How many open conversations each place of the rail holds.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Counts {
    /// With me.
    #[schema(examples(14))]
    pub mine: i64,
    /// Unread mentions of me.
    #[schema(examples(2))]
    pub mentions: i64,
    /// With nobody.
    #[schema(examples(44))]
    pub unassigned: i64,
    /// All that I may see.
    #[schema(examples(328))]
    pub all: i64,
    /// Whose customer waits for us.
    #[schema(examples(125))]
    pub waiting: i64,
    /// By team.
    pub teams: Vec<TeamCount>,
}

/// How many open conversations lie with a team.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
pub struct TeamCount {
    /// The team.
    pub id: TeamId,
    /// The name.
    #[schema(examples("Repairs"))]
    pub name: String,
    /// Open conversations.
    #[schema(examples(113))]
    pub open: i64,
    /// Those of them that nobody has.
    #[schema(examples(12))]
    pub unassigned: i64,
}

/// Counts for the rail: over the open ones only, from an index.
pub fn counts(tx: &mut Tx<'_>, actor: &Actor) -> Result<Counts> {
    let me = actor.person().map_or(0, TypedId::raw);
    let scope = super::scope::condition(actor);
    let sql = format!(
        "select c.team_id, count(*), count(*) filter (where c.assignee_id = 0), count(*) filter (where c.assignee_id = {me})
         from inbox_conversations c where c.shelf = 0 and {scope} group by c.team_id"
    );
    let rows = tx.all(&sql, db::p![], |row| {
        Ok((row.take::<i64>()?, row.take::<i64>()?, row.take::<i64>()?, row.take::<i64>()?))
    })?;
    let waiting =
        format!("select count(*) from inbox_conversations c where c.waiting_since > 0 and c.shelf = 0 and {scope}");
    let waiting = tx.one(&waiting, db::p![], |row| row.take())?;
    let mentions = "select count(*) from inbox_mentions where person_id = $1 and not seen";
    let mentions = tx.one(mentions, db::p![me], |row| row.take())?;
    let names = tx.all("select id, name from pub_access_teams order by name", db::p![], |row| {
        Ok((row.take::<TeamId>()?, row.take::<String>()?))
    })?;
    let teams = names
        .into_iter()
        .filter(|(id, _)| match actor.sees() {
            kernel::Sees::All => true,
            kernel::Sees::Teams(own) => own.contains(id),
            kernel::Sees::Mine => false,
        })
        .map(|(id, name)| {
            let found = rows.iter().find(|row| row.0 == id.raw());
            TeamCount { id, name, open: found.map_or(0, |row| row.1), unassigned: found.map_or(0, |row| row.2) }
        })
        .collect();
    Ok(Counts {
        mine: rows.iter().map(|row| row.3).sum(),
        mentions,
        unassigned: rows.iter().map(|row| row.2).sum(),
        all: rows.iter().map(|row| row.1).sum(),
        waiting,
        teams,
    })
}

/// Words of an address that are not understood, by field.
pub(crate) fn unknown_word(field: &str, word: &str, known: &str) -> FieldFault {
    FieldFault::new(field, "request.unknown_word", format!("“{word}” is not known here; use one of: {known}."))
}

/// Ids of up to `limit` conversations behind an id, for whoever walks all of them.
pub fn ids_after(tx: &mut Tx<'_>, after: ConversationId, limit: usize) -> Result<Vec<ConversationId>> {
    let sql = format!("select id from inbox_conversations where id > $1 order by id limit {limit}");
    tx.all(&sql, db::p![after], |row| row.take())
}
