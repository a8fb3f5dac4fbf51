//! Marks over HTTP.

use axum::extract::State;
use db::Db;
use kernel::{ContactId, Page};
use serde::{Deserialize, Serialize};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::{Answer, Json, Path, ProblemBody, Query, Who};

use super::model::Mark;
use super::{commands, queries};
use crate::contacts::{Contact, IdentityId};

/// The endpoints of marks.
pub fn router() -> OpenApiRouter<Db> {
    OpenApiRouter::new().routes(routes!(marks_list)).routes(routes!(identities_work_again))
}

/// Which addresses are meant.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct MarksQuery {
    /// Up to a hundred addresses, with commas between them.
    #[param(example = "anna@example.org,bob@example.org")]
    addresses: String,
}

/// An address with its mark.
#[derive(Debug, Serialize, Deserialize, utoipa::ToSchema)]
struct MarkedAddress {
    /// As it was asked for.
    #[schema(examples("anna@example.org"))]
    address: String,
    /// What is known of it.
    mark: Mark,
}

/// Lists which of some addresses cannot be written to, or do not want our mail.
#[utoipa::path(
    get, path = "/customers/marks", operation_id = "marks_list", tag = "customers", params(MarksQuery),
    responses(
        (status = 200, description = "Those with a mark, all on one page", body = Page<MarkedAddress>, example = json!({"items": [
            {"address": "anna@example.org", "mark": {"state": "undeliverable", "since": "2026-03-02T09:00:00Z", "status": "5.1.1",
             "answer": "550 5.1.1 No such user"}}], "next_cursor": null})),
        (status = 400, description = "The query is not understood", body = ProblemBody),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
    )
)]
async fn marks_list(
    State(db): State<Db>,
    who: Who,
    Query(query): Query<MarksQuery>,
) -> Answer<Json<Page<MarkedAddress>>> {
    let addresses: Vec<String> =
        query.addresses.split(',').map(str::trim).filter(|one| !one.is_empty()).map(str::to_owned).collect();
    let marks = db.read(move |tx| queries::marks(tx, &who.actor, &addresses)).await?;
    let items = marks.into_iter().map(|(address, mark)| MarkedAddress { address, mark }).collect();
    Ok(Json(Page { items, next_cursor: None }))
}

/// Takes the mark off an address: it works again, or may be written to after all.
#[utoipa::path(
    post, path = "/customers/contacts/{id}/identities/{identity_id}/works-again", operation_id = "identities_work_again",
    tag = "customers",
    params(("id" = ContactId, Path, description = "The contact"), ("identity_id" = IdentityId, Path, description = "The identity")),
    responses(
        (status = 200, description = "The contact as it is now", body = Contact, example = json!(crate::contacts::example())),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
        (status = 404, description = "There is no such contact or identity", body = ProblemBody),
    )
)]
async fn identities_work_again(
    State(db): State<Db>,
    who: Who,
    Path((id, identity)): Path<(ContactId, IdentityId)>,
) -> Answer<Json<Contact>> {
    Ok(Json(db.write(move |tx| commands::works_again(tx, &who.actor, id, identity)).await?))
}
