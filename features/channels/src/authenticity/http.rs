//! The endpoint that tells what was found out about senders.

use axum::extract::State;
use kernel::{ConversationId, MessageId, Page};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::{Answer, Json, Path, Who};

use super::model::{Arc, Checked, Dkim, Dmarc, Ground, Spf, Verdict};
use super::queries;
use crate::post::Post;
use crate::refusal::{NotFound, SignIn};

pub(crate) fn router() -> OpenApiRouter<Post> {
    OpenApiRouter::new().routes(routes!(senders_list))
}

/// What was found out about the sender of a message.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = SenderCheck, example = json!(example()))]
struct SenderView {
    /// The message.
    message_id: MessageId,
    /// What to think of it.
    verdict: Verdict,
    /// Why.
    ground: Ground,
    /// The address in From that was checked.
    from: String,
    /// May the server that handed the mail in send for its return address?
    spf: Spf,
    /// The signatures.
    dkim: Vec<Dkim>,
    /// Does the sender agree with either?
    dmarc: Dmarc,
    /// What forwarders say they saw.
    arc: Arc,
    /// The conversation that the mail answers and was kept out of, because its sender could not be verified.
    kept_out_of: Option<ConversationId>,
}

fn example() -> serde_json::Value {
    json!({
        "message_id": "msg_06pz3k5m8v00g", "verdict": "verified", "ground": "dmarc", "from": "anna@example.org",
        "spf": {"result": "pass", "domain": "example.org", "client": "203.0.113.5"},
        "dkim": [{"result": "pass", "domain": "example.org", "selector": "mail", "detail": ""}],
        "dmarc": {"result": "pass", "policy": "reject"}, "arc": {"result": "none", "forwarders": []}, "kept_out_of": null,
    })
}

impl From<Checked> for SenderView {
    fn from(checked: Checked) -> Self {
        let found = checked.findings;
        Self {
            message_id: checked.message,
            verdict: found.verdict,
            ground: found.ground,
            from: found.from,
            spf: found.spf,
            dkim: found.dkim,
            dmarc: found.dmarc,
            arc: found.arc,
            kept_out_of: checked.kept_out_of,
        }
    }
}

/// Lists what was found out about the senders of a conversation's mails; mails from before the mailbox was connected are not checked.
#[utoipa::path(get, path = "/channels/conversations/{id}/senders", operation_id = "senders_list", tag = "channels",
    params(("id" = ConversationId, Path)),
    responses((status = 200, body = Page<SenderView>, description = "The findings, newest first, all on one page",
    example = json!({"items": [example()], "next_cursor": null})), SignIn, NotFound))]
async fn senders_list(
    State(post): State<Post>,
    who: Who,
    Path(id): Path<ConversationId>,
) -> Answer<Json<Page<SenderView>>> {
    let office = post.clone();
    let checked = post.db().read(move |tx| queries::of_conversation(tx, &office, &who.actor, id)).await?;
    Ok(Json(Page { items: checked.into_iter().map(SenderView::from).collect(), next_cursor: None }))
}
