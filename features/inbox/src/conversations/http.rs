//! Endpoints of conversations.

use axum::extract::State;
use axum::http::StatusCode;
use kernel::{
    ContactId, ConversationId, Fault, MailboxId, MessageId, OrganisationId, Page, PageRequest, Patch, PersonId, TeamId,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::{Answer, Json, Once, Path, ProblemBody, Query, Who};

use super::bulk::{self, BulkChange, BulkOutcome, UndoToken};
use super::list::{self, Asked, Counts, Sort, View, unknown_word};
use super::queries::{self, Activity, ConversationDetail};
use super::rows::ConversationRow;
use super::{Change, change};
use crate::attachments::AttachmentId;
use crate::messages::markup::Body;
use crate::messages::reply::Reply;
use crate::messages::start::{Start, start};
use crate::messages::{Address, Recipients};
use crate::topics::TopicId;
use crate::words::{Priority, Status};
use crate::{Inbox, permissions};

pub(crate) fn routes() -> OpenApiRouter<Inbox> {
    OpenApiRouter::new()
        .routes(routes!(conversations_list, conversations_start))
        .routes(routes!(conversations_counts))
        .routes(routes!(conversations_get, conversations_change))
        .routes(routes!(conversations_activity))
        .routes(routes!(conversations_see))
        .routes(routes!(conversations_change_many))
        .routes(routes!(conversations_undo_many))
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ListQuery {
    /// `mine`, `mentions`, `unassigned`, `all` (the default), `waiting`, `solved`, `everything` or `team:<team id>`.
    #[param(example = "mine")]
    view: Option<String>,
    /// Only these conversations, separated by commas, 200 at most: whoever knows a list of ids reads their rows at once.
    #[param(example = "conv_06pz3k5m8v00g,conv_06pz3k5m8v00h")]
    id: Option<String>,
    /// Statuses, separated by commas; the view's own when absent.
    #[param(example = "new,open")]
    status: Option<String>,
    /// Only what lies with this person.
    assignee_id: Option<PersonId>,
    /// Only what lies with this team.
    team_id: Option<TeamId>,
    /// Only this contact reason.
    topic_id: Option<TopicId>,
    /// Only with this tag.
    tag: Option<String>,
    /// Only this urgency.
    priority: Option<Priority>,
    /// Only this customer's.
    contact_id: Option<ContactId>,
    /// Only this organisation's.
    organisation_id: Option<OrganisationId>,
    /// `newest` (the default), `oldest`, `waiting` or `priority`.
    #[param(inline)]
    sort: Option<Sort>,
    /// How many rows, 1 to 200; 50 when absent.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// As many as the longest page has rows.
const MOST_IDS: usize = 200;

impl ListQuery {
    fn understand(&self) -> kernel::Result<(View, Asked)> {
        let mut wrong = Vec::new();
        let view = self.view.as_deref().map_or(Some(View::All), View::from_word);
        if view.is_none() {
            let known = "mine, mentions, unassigned, all, waiting, solved, everything, team:<id>";
            wrong.push(unknown_word("view", self.view.as_deref().unwrap_or_default(), known));
        }
        let mut status = Vec::new();
        for word in self.status.as_deref().unwrap_or_default().split(',').filter(|word| !word.is_empty()) {
            match Status::from_word(word.trim()) {
                Some(known) => status.push(known),
                None => wrong.push(unknown_word("status", word, "new, open, pending, on_hold, solved, closed")),
            }
        }
        let mut ids = Vec::new();
        for word in self.id.as_deref().unwrap_or_default().split(',').filter(|word| !word.is_empty()) {
            match word.trim().parse() {
                Ok(id) if ids.len() < MOST_IDS => ids.push(id),
                _ => wrong.push(unknown_word("id", word, "ids of conversations, 200 at most")),
            }
        }
        Fault::check_fields(wrong)?;
        let asked = Asked {
            ids,
            status,
            assignee: self.assignee_id,
            team: self.team_id,
            topic: self.topic_id,
            tag: self.tag.clone(),
            priority: self.priority,
            contact: self.contact_id,
            organisation: self.organisation_id,
        };
        Ok((view.unwrap_or(View::All), asked))
    }
}

/// Lists conversations: a view, filters, an order, a page.
#[utoipa::path(get, path = "/conversations", operation_id = "conversations_list", tag = "inbox", params(ListQuery),
    responses((status = 200, body = Page<ConversationRow>), (status = 400, body = ProblemBody), (status = 422, body = ProblemBody), (status = 403, body = ProblemBody)))]
async fn conversations_list(
    State(inbox): State<Inbox>,
    who: Who,
    Query(query): Query<ListQuery>,
) -> Answer<Json<Page<ConversationRow>>> {
    who.actor.require(permissions::SEE)?;
    let (view, asked) = query.understand()?;
    let request = PageRequest { limit: query.limit, cursor: query.cursor };
    let sort = query.sort.unwrap_or_default();
    Ok(Json(inbox.db.read(move |tx| list::page(tx, &who.actor, view, &asked, sort, &request)).await?))
}

/// Counts the open conversations of each place of the rail.
#[utoipa::path(get, path = "/counts", operation_id = "conversations_counts", tag = "inbox",
    responses((status = 200, body = Counts), (status = 403, body = ProblemBody)))]
async fn conversations_counts(State(inbox): State<Inbox>, who: Who) -> Answer<Json<Counts>> {
    who.actor.require(permissions::SEE)?;
    Ok(Json(inbox.db.read(move |tx| list::counts(tx, &who.actor)).await?))
}

/// A conversation that one of us starts with a mail.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"subject": "Your order 20415", "to": [{"address": "jonas.weber@example.org", "name": "Jonas Weber"}], "html": "<p>Dear Jonas, …</p>", "mailbox_id": "mbox_06pz3k5m8v00g"}))]
struct NewConversation {
    /// What it is about.
    subject: String,
    /// To; the first is the customer.
    to: Vec<Address>,
    /// Carbon copy.
    #[serde(default)]
    cc: Vec<Address>,
    /// Blind carbon copy.
    #[serde(default)]
    bcc: Vec<Address>,
    /// What is written.
    html: String,
    /// The mailbox it goes out by.
    mailbox_id: MailboxId,
    /// Where it stands afterwards; pending when absent.
    status: Option<Status>,
    /// Who has it; yourself when absent.
    assignee_id: Option<PersonId>,
    /// The team it lies with.
    team_id: Option<TeamId>,
    /// The contact reason.
    topic_id: Option<TopicId>,
    /// Tags by name.
    #[serde(default)]
    tags: Vec<String>,
    /// Files, uploaded before.
    #[serde(default)]
    attachment_ids: Vec<AttachmentId>,
}

/// Starts a conversation with a mail.
#[utoipa::path(post, path = "/conversations", operation_id = "conversations_start", tag = "inbox", request_body = NewConversation,
    responses((status = 201, body = ConversationDetail), (status = 422, body = ProblemBody), (status = 403, body = ProblemBody)))]
async fn conversations_start(
    State(inbox): State<Inbox>,
    who: Who,
    once: Once,
    Json(asked): Json<NewConversation>,
) -> Answer<(StatusCode, Json<ConversationDetail>)> {
    let (contacts, undo, body) = (inbox.contacts.clone(), inbox.undo, Body::new(&asked.html));
    let work = move |tx: &mut db::Tx<'_>| {
        who.actor.require(permissions::REPLY)?;
        let customer = asked.to.first().ok_or_else(|| crate::error::RECIPIENT_MISSING.at("to"))?;
        let first = Reply {
            body: body.clone(),
            recipients: Recipients {
                to: asked.to.clone(),
                cc: asked.cc.clone(),
                bcc: asked.bcc.clone(),
                ..Recipients::default()
            },
            mailbox_id: Some(asked.mailbox_id),
            attachments: asked.attachment_ids.clone(),
            status_after: asked.status,
            seen: None,
            undo,
        };
        let references = Change {
            assignee: asked.assignee_id.map_or(Patch::Keep, Patch::Set),
            team: asked.team_id.map_or(Patch::Keep, Patch::Set),
            topic: asked.topic_id.map_or(Patch::Keep, Patch::Set),
            ..Change::default()
        };
        super::store::check_references(tx, &references)?;
        let plan = Start {
            subject: asked.subject.clone(),
            contact_id: contacts.find_or_create(tx, &who.actor, customer)?,
            mailbox_id: asked.mailbox_id,
            team_id: asked.team_id,
            assignee_id: asked.assignee_id,
            topic_id: asked.topic_id,
            tags: asked.tags.clone(),
        };
        let (id, _) = start(tx, &who.actor, &plan, &first)?;
        queries::detail(tx, &who.actor, id)
    };
    Ok((StatusCode::CREATED, Json(once.write(&inbox.db, work).await?)))
}

/// Gives a conversation.
#[utoipa::path(get, path = "/conversations/{id}", operation_id = "conversations_get", tag = "inbox", params(("id" = ConversationId, Path)),
    responses((status = 200, body = ConversationDetail), (status = 404, body = ProblemBody), (status = 403, body = ProblemBody)))]
async fn conversations_get(
    State(inbox): State<Inbox>,
    who: Who,
    Path(id): Path<ConversationId>,
) -> Answer<Json<ConversationDetail>> {
    Ok(Json(inbox.db.read(move |tx| queries::detail(tx, &who.actor, id)).await?))
}

/// What changes of a conversation; what is absent stays.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"version": 7, "status": "pending", "assignee_id": "pers_06pz3k5m8v00g", "tags": ["refund"]}))]
struct ConversationChange {
    /// The version you saw.
    version: i64,
    /// What it is about.
    subject: Option<String>,
    /// Where it stands.
    status: Option<Status>,
    /// How urgent it is.
    priority: Option<Priority>,
    /// Who has it; null for nobody.
    #[serde(default)]
    #[schema(value_type = Option<PersonId>)]
    assignee_id: Patch<PersonId>,
    /// The team it lies with; null for none.
    #[serde(default)]
    #[schema(value_type = Option<TeamId>)]
    team_id: Patch<TeamId>,
    /// The contact reason; null for none.
    #[serde(default)]
    #[schema(value_type = Option<TopicId>)]
    topic_id: Patch<TopicId>,
    /// All its tags, by name.
    tags: Option<Vec<String>>,
}

/// Changes a conversation that still is as you saw it.
#[utoipa::path(patch, path = "/conversations/{id}", operation_id = "conversations_change", tag = "inbox", params(("id" = ConversationId, Path)),
    request_body = ConversationChange,
    responses((status = 200, body = ConversationDetail), (status = 409, body = ProblemBody), (status = 422, body = ProblemBody), (status = 404, body = ProblemBody), (status = 403, body = ProblemBody)))]
async fn conversations_change(
    State(inbox): State<Inbox>,
    who: Who,
    Path(id): Path<ConversationId>,
    Json(asked): Json<ConversationChange>,
) -> Answer<Json<ConversationDetail>> {
    let changed = inbox.db.write(move |tx| {
        let it = Change {
            subject: asked.subject.as_deref().map(kernel::one_line),
            status: asked.status,
            priority: asked.priority,
            assignee: asked.assignee_id.clone(),
            team: asked.team_id.clone(),
            topic: asked.topic_id.clone(),
        };
        change(tx, &who.actor, id, Some(asked.version), &it, asked.tags.as_deref())?;
        // Whoever hands a conversation to a team they do not see, does not see it afterwards: that is no failure.
        match queries::detail(tx, &who.actor, id) {
            Err(fault) if fault.kind() == kernel::FaultKind::NotFound => {
                queries::detail(tx, &kernel::Actor::system(), id)
            }
            other => other,
        }
    });
    Ok(Json(changed.await?))
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ActivityQuery {
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// Gives what happened to a conversation, newest first.
#[utoipa::path(get, path = "/conversations/{id}/activity", operation_id = "conversations_activity", tag = "inbox",
    params(("id" = ConversationId, Path), ActivityQuery),
    responses((status = 200, body = Page<Activity>), (status = 404, body = ProblemBody), (status = 403, body = ProblemBody)))]
async fn conversations_activity(
    State(inbox): State<Inbox>,
    who: Who,
    Path(id): Path<ConversationId>,
    Query(query): Query<ActivityQuery>,
) -> Answer<Json<Page<Activity>>> {
    let below: i64 = query.cursor.as_deref().map(kernel::Cursor::decode).transpose()?.unwrap_or(i64::MAX);
    let lines = inbox.db.read(move |tx| queries::activity(tx, &who.actor, id, below)).await?;
    Ok(Json(Page::from_rows(lines, 200, |line| line.id)))
}

/// Up to which message you have read.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"message_id": "msg_06pz3k5m8v00g"}))]
struct Seen {
    /// The message.
    message_id: MessageId,
}

/// Notes that you have read up to a message.
#[utoipa::path(put, path = "/conversations/{id}/seen", operation_id = "conversations_see", tag = "inbox", params(("id" = ConversationId, Path)),
    request_body = Seen, responses((status = 204), (status = 404, body = ProblemBody), (status = 403, body = ProblemBody)))]
async fn conversations_see(
    State(inbox): State<Inbox>,
    who: Who,
    Path(id): Path<ConversationId>,
    Json(asked): Json<Seen>,
) -> Answer<StatusCode> {
    inbox.db.write(move |tx| queries::see(tx, &who.actor, id, asked.message_id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What changes of many.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"ids": ["conv_06pz3k5m8v00g"], "status": "solved", "add_tags": ["recall"]}))]
struct ChangeMany {
    /// Up to 200 conversations.
    ids: Vec<ConversationId>,
    /// Where they stand.
    status: Option<Status>,
    /// How urgent they are.
    priority: Option<Priority>,
    /// Who has them; null for nobody.
    #[serde(default)]
    #[schema(value_type = Option<PersonId>)]
    assignee_id: Patch<PersonId>,
    /// The team they lie with; null for none.
    #[serde(default)]
    #[schema(value_type = Option<TeamId>)]
    team_id: Patch<TeamId>,
    /// The contact reason; null for none.
    #[serde(default)]
    #[schema(value_type = Option<TopicId>)]
    topic_id: Patch<TopicId>,
    /// Tags to add, by name.
    #[serde(default)]
    add_tags: Vec<String>,
    /// Tags to take away, by name.
    #[serde(default)]
    remove_tags: Vec<String>,
}

/// Changes many conversations, each on its own, and gives a token that undoes it.
#[utoipa::path(post, path = "/conversations/bulk", operation_id = "conversations_change_many", tag = "inbox", request_body = ChangeMany,
    responses((status = 200, body = BulkOutcome), (status = 422, body = ProblemBody), (status = 403, body = ProblemBody)))]
async fn conversations_change_many(
    State(inbox): State<Inbox>,
    who: Who,
    once: Once,
    Json(asked): Json<ChangeMany>,
) -> Answer<Json<BulkOutcome>> {
    if asked.ids.is_empty() || asked.ids.len() > 200 {
        return Err(Fault::invalid_field("ids", "request.length", "Name 1 to 200 conversations.").into());
    }
    let work = move |tx: &mut db::Tx<'_>| {
        let change = Change {
            subject: None,
            status: asked.status,
            priority: asked.priority,
            assignee: asked.assignee_id.clone(),
            team: asked.team_id.clone(),
            topic: asked.topic_id.clone(),
        };
        let it = BulkChange { change, add_tags: asked.add_tags.clone(), remove_tags: asked.remove_tags.clone() };
        bulk::change_many(tx, &who.actor, &asked.ids, &it)
    };
    Ok(Json(once.write(&inbox.db, work).await?))
}

/// What to undo.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"undo_token": "undo_06pz3k5m8v00g"}))]
struct UndoMany {
    /// The token of the change.
    undo_token: UndoToken,
}

/// Undoes a change of many, but for those that somebody touched since.
#[utoipa::path(post, path = "/conversations/bulk/undo", operation_id = "conversations_undo_many", tag = "inbox", request_body = UndoMany,
    responses((status = 200, body = BulkOutcome), (status = 410, body = ProblemBody), (status = 403, body = ProblemBody)))]
async fn conversations_undo_many(
    State(inbox): State<Inbox>,
    who: Who,
    Json(asked): Json<UndoMany>,
) -> Answer<Json<BulkOutcome>> {
    Ok(Json(inbox.db.write(move |tx| bulk::undo_many(tx, &who.actor, asked.undo_token)).await?))
}
