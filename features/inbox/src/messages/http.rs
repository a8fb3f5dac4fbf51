//! Endpoints of messages and notes.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{ContactId, ConversationId, Fault, FaultKind, MailboxId, MessageId, Page, PageRequest, PersonId, TypedId};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::{Answer, Json, Once, Path, ProblemBody, Query, Who};

use super::markup::Body;
use super::queries::{self, MessageView};
use super::receive::{Incoming, receive};
use super::reply::{Reply, reply};
use super::{Address, Recipients, markup, note, undo};
use crate::attachments::{self, AttachmentId};
use crate::conversations::open::{Opening, open};
use crate::drafts::Draft;
use crate::words::{Priority, Status};
use crate::{Inbox, permissions};

pub(crate) fn routes() -> OpenApiRouter<Inbox> {
    OpenApiRouter::new()
        .routes(routes!(messages_list))
        .routes(routes!(replies_create))
        .routes(routes!(notes_create))
        .routes(routes!(messages_undo))
        .routes(routes!(messages_retry))
        .routes(routes!(messages_raw))
        .routes(routes!(messages_image))
        .routes(routes!(messages_record))
}

/// Gives the thread: the newest page first, each page in the order of writing.
#[utoipa::path(get, path = "/conversations/{id}/messages", operation_id = "messages_list", tag = "inbox",
    params(("id" = ConversationId, Path), PageRequest),
    responses((status = 200, body = Page<MessageView>), (status = 404, body = ProblemBody), (status = 403, body = ProblemBody)))]
async fn messages_list(
    State(inbox): State<Inbox>,
    who: Who,
    Path(id): Path<ConversationId>,
    Query(request): Query<PageRequest>,
) -> Answer<Json<Page<MessageView>>> {
    Ok(Json(inbox.db.read(move |tx| queries::thread(tx, &who.actor, id, &request)).await?))
}

/// A public reply. It goes to exactly these recipients.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"html": "<p>Dear Jonas,</p><p>it left our warehouse this morning.</p>", "to": [{"address": "jonas.weber@example.org", "name": "Jonas Weber"}], "status_after": "pending", "seen_message_id": "msg_06pz3k5m8v00g"}))]
struct NewReply {
    /// What is written.
    html: String,
    /// To.
    to: Vec<Address>,
    /// Carbon copy.
    #[serde(default)]
    cc: Vec<Address>,
    /// Blind carbon copy.
    #[serde(default)]
    bcc: Vec<Address>,
    /// The mailbox it goes out by; the conversation's own when absent.
    mailbox_id: Option<MailboxId>,
    /// Files, uploaded before.
    #[serde(default)]
    attachment_ids: Vec<AttachmentId>,
    /// Where the conversation stands afterwards.
    status_after: Option<Status>,
    /// The newest message you had read: sending stops when something newer arrived.
    seen_message_id: Option<MessageId>,
}

/// Answers the customer.
///
/// The mail leaves after the undo time (10 seconds unless set otherwise).
#[utoipa::path(post, path = "/conversations/{id}/replies", operation_id = "replies_create", tag = "inbox", params(("id" = ConversationId, Path)),
    request_body = NewReply,
    responses((status = 201, body = MessageView), (status = 409, body = ProblemBody), (status = 422, body = ProblemBody), (status = 404, body = ProblemBody), (status = 403, body = ProblemBody)))]
async fn replies_create(
    State(inbox): State<Inbox>,
    who: Who,
    once: Once,
    Path(id): Path<ConversationId>,
    Json(asked): Json<NewReply>,
) -> Answer<(StatusCode, Json<MessageView>)> {
    let (undo, body) = (inbox.undo, Body::new(&asked.html));
    let work = move |tx: &mut db::Tx<'_>| {
        let it = Reply {
            body: body.clone(),
            recipients: Recipients {
                to: asked.to.clone(),
                cc: asked.cc.clone(),
                bcc: asked.bcc.clone(),
                ..Recipients::default()
            },
            mailbox_id: asked.mailbox_id,
            attachments: asked.attachment_ids.clone(),
            status_after: asked.status_after,
            seen: asked.seen_message_id,
            undo,
        };
        let message = reply(tx, &who.actor, id, &it)?;
        queries::one(tx, &who.actor, message)
    };
    Ok((StatusCode::CREATED, Json(once.write(&inbox.db, work).await?)))
}

/// A note between us.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"html": "<p>@Maja can you look at the frame number?</p>", "mentions": ["pers_06pz3k5m8v00g"]}))]
struct NewNote {
    /// What is written.
    html: String,
    /// Whom it names; they see the conversation from now on.
    #[serde(default)]
    mentions: Vec<PersonId>,
    /// Files, uploaded before.
    #[serde(default)]
    attachment_ids: Vec<AttachmentId>,
}

/// Writes a note that customers never see.
#[utoipa::path(post, path = "/conversations/{id}/notes", operation_id = "notes_create", tag = "inbox", params(("id" = ConversationId, Path)),
    request_body = NewNote,
    responses((status = 201, body = MessageView), (status = 422, body = ProblemBody), (status = 404, body = ProblemBody), (status = 403, body = ProblemBody)))]
async fn notes_create(
    State(inbox): State<Inbox>,
    who: Who,
    once: Once,
    Path(id): Path<ConversationId>,
    Json(asked): Json<NewNote>,
) -> Answer<(StatusCode, Json<MessageView>)> {
    let body = Body::new(&asked.html);
    let work = move |tx: &mut db::Tx<'_>| {
        let message = note::note(tx, &who.actor, id, &body, &asked.mentions, &asked.attachment_ids)?;
        queries::one(tx, &who.actor, message)
    };
    Ok((StatusCode::CREATED, Json(once.write(&inbox.db, work).await?)))
}

/// Takes your reply back before it is sent; its text becomes your draft again.
#[utoipa::path(post, path = "/messages/{id}/undo", operation_id = "messages_undo", tag = "inbox", params(("id" = MessageId, Path)),
    responses((status = 200, body = Draft), (status = 409, body = ProblemBody), (status = 404, body = ProblemBody), (status = 403, body = ProblemBody)))]
async fn messages_undo(State(inbox): State<Inbox>, who: Who, Path(id): Path<MessageId>) -> Answer<Json<Draft>> {
    Ok(Json(inbox.db.write(move |tx| undo::withdraw(tx, &who.actor, id)).await?))
}

/// Sends a message again whose delivery failed.
#[utoipa::path(post, path = "/messages/{id}/retry", operation_id = "messages_retry", tag = "inbox", params(("id" = MessageId, Path)),
    responses((status = 202, body = MessageView), (status = 409, body = ProblemBody), (status = 404, body = ProblemBody), (status = 403, body = ProblemBody)))]
async fn messages_retry(
    State(inbox): State<Inbox>,
    who: Who,
    Path(id): Path<MessageId>,
) -> Answer<(StatusCode, Json<MessageView>)> {
    let message = inbox.db.write(move |tx| {
        undo::retry(tx, &who.actor, id)?;
        queries::one(tx, &who.actor, id)
    });
    Ok((StatusCode::ACCEPTED, Json(message.await?)))
}

/// Gives the original mail, byte for byte.
#[utoipa::path(get, path = "/messages/{id}/raw", operation_id = "messages_raw", tag = "inbox", params(("id" = MessageId, Path)),
    responses((status = 200, content_type = "message/rfc822", body = Vec<u8>), (status = 404, body = ProblemBody), (status = 403, body = ProblemBody)))]
async fn messages_raw(State(inbox): State<Inbox>, who: Who, Path(id): Path<MessageId>) -> Answer<Response> {
    let files = inbox.files.clone();
    let bytes = inbox.db.read(move |tx| {
        let hash = queries::raw_hash(tx, &who.actor, id)?;
        files.read(tx, &hash)
    });
    Ok(attachments::http::content(&format!("{id}.eml"), "message/rfc822", bytes.await?, false)?)
}

const IMAGE_GONE: kernel::FaultSpec = kernel::FaultSpec {
    kind: FaultKind::NotFound,
    code: "inbox.image_unreachable",
    sentence: "This picture could not be fetched, or it is not a picture.",
};

/// Gives a remote image of a message, fetched by us so that its sender learns nothing of the reader.
///
/// Only when a person asked for it.
#[utoipa::path(get, path = "/messages/{id}/images/{number}", operation_id = "messages_image", tag = "inbox",
    params(("id" = MessageId, Path), ("number" = usize, Path, example = 0)),
    responses((status = 200, content_type = "image/png", body = Vec<u8>), (status = 404, body = ProblemBody), (status = 403, body = ProblemBody)))]
async fn messages_image(
    State(inbox): State<Inbox>,
    who: Who,
    Path((id, number)): Path<(MessageId, usize)>,
) -> Answer<Response> {
    const LARGEST: usize = 8 * 1024 * 1024;
    let address = inbox.db.read(move |tx| queries::remote_image(tx, &who.actor, id, number)).await?;
    let fetched =
        delivery::fetch::fetch(&address, "image/*", LARGEST, delivery::fetch::Reach::Public, &inbox.trust).await;
    let image = fetched.map_err(|trouble| Fault::from(IMAGE_GONE).because(trouble.words))?;
    if !image.media_type.starts_with("image/") || !attachments::is_showable(&image.media_type) {
        return Err(IMAGE_GONE.into());
    }
    Ok(attachments::http::content("image", &image.media_type, image.body.to_vec(), true)?)
}

/// A message that a customer gave on another way: by phone, at the counter, in another program.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"from": {"address": "jonas.weber@example.org", "name": "Jonas Weber"}, "subject": "Brake noise", "text": "The front brake squeaks."}))]
struct RecordedMessage {
    /// Who wrote or spoke.
    from: Address,
    /// The conversation it belongs to; a new one when absent.
    conversation_id: Option<ConversationId>,
    /// What it is about.
    subject: String,
    /// What was said.
    text: String,
    /// The team a new conversation lies with.
    team_id: Option<kernel::TeamId>,
    /// How urgent a new conversation is.
    priority: Option<Priority>,
    /// Tags of a new conversation, by name.
    #[serde(default)]
    tags: Vec<String>,
}

impl RecordedMessage {
    /// Subject and name as a mail would have them: no line end survives that could begin a header of an answer.
    fn on_one_line(mut self) -> Self {
        self.subject = kernel::one_line(&self.subject);
        self.from.name = kernel::one_line(&self.from.name);
        self
    }
}

/// Records a message of a customer and gives it; begins a conversation unless one is named.
#[utoipa::path(post, path = "/messages", operation_id = "messages_record", tag = "inbox", request_body = RecordedMessage,
    responses((status = 201, body = RecordedAnswer), (status = 422, body = ProblemBody), (status = 404, body = ProblemBody), (status = 403, body = ProblemBody)))]
async fn messages_record(
    State(inbox): State<Inbox>,
    who: Who,
    once: Once,
    Json(asked): Json<RecordedMessage>,
) -> Answer<(StatusCode, Json<RecordedAnswer>)> {
    let contacts = inbox.contacts.clone();
    let asked = asked.on_one_line();
    let work = move |tx: &mut db::Tx<'_>| {
        who.actor.require(permissions::RECORD)?;
        if !super::reply::is_address(&asked.from.address) {
            return Err(crate::error::RECIPIENT_INVALID.at("from/address"));
        }
        if asked.text.trim().is_empty() {
            return Err(crate::error::BODY_EMPTY.at("text"));
        }
        let contact = contacts.find_or_create(tx, &who.actor, &asked.from)?;
        let conversation = match asked.conversation_id {
            Some(id) => crate::conversations::store::find_visible(tx, &who.actor, id)?.id,
            None => begin(tx, &who, &asked, contact)?,
        };
        let now = tx.now();
        let incoming = Incoming {
            contact_id: contact,
            from: asked.from.clone(),
            recipients: Recipients::default(),
            subject: asked.subject.clone(),
            html: markup::from_text(&asked.text),
            text: asked.text.clone(),
            quoted_html: None,
            has_remote_images: false,
            attachments: Vec::new(),
            written_at: now,
            arrived_at: None,
            raw_hash: None,
            automatic: false,
        };
        let received = receive(tx, &who.actor, conversation, &incoming)?;
        Ok(RecordedAnswer { conversation_id: received.conversation, message_id: received.message })
    };
    Ok((StatusCode::CREATED, Json(once.write(&inbox.db, work).await?)))
}

/// Where a recorded message is.
#[derive(Debug, Clone, serde::Serialize, Deserialize, ToSchema)]
struct RecordedAnswer {
    /// The conversation.
    conversation_id: ConversationId,
    /// The message.
    message_id: MessageId,
}

fn begin(
    tx: &mut db::Tx<'_>,
    who: &Who,
    asked: &RecordedMessage,
    contact: ContactId,
) -> kernel::Result<ConversationId> {
    if let Some(team) = asked.team_id {
        let change = crate::conversations::Change { team: kernel::Patch::Set(team), ..Default::default() };
        crate::conversations::store::check_references(tx, &change)?;
    }
    let mailbox = "select id from pub_channels_mailboxes where active and can_send order by id limit 1";
    let mailbox = tx.opt(mailbox, db::p![], |row| row.take::<i64>())?;
    let opening = Opening {
        subject: asked.subject.clone(),
        // With a mailbox that can send, the customer is answered by mail.
        channel: if mailbox.is_some() { "mail" } else { "api" },
        contact_id: contact,
        mailbox_id: mailbox.map(MailboxId::from_raw),
        team_id: asked.team_id,
        assignee_id: None,
        topic_id: None,
        status: Status::New,
        priority: asked.priority.unwrap_or(Priority::Normal),
        automatic: false,
        follows: None,
        tags: asked.tags.clone(),
    };
    let now = tx.now();
    Ok(open(tx, &who.actor, &opening, now)?.id)
}
