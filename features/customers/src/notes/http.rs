//! Notes over HTTP, about contacts and about organisations alike.

use axum::extract::State;
use axum::http::StatusCode;
use db::Db;
use kernel::{ContactId, OrganisationId, Page, PageRequest};
use serde::Deserialize;
use serde_json::Value;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::{Answer, Json, Once, Path, ProblemBody, Query, Who};

use super::model::{Note, NoteId, Owner};
use super::{commands, queries};

/// The endpoints of notes.
pub fn router() -> OpenApiRouter<Db> {
    OpenApiRouter::new()
        .routes(routes!(contact_notes_list, contact_notes_create))
        .routes(routes!(contact_notes_update, contact_notes_delete))
        .routes(routes!(organisation_notes_list, organisation_notes_create))
        .routes(routes!(organisation_notes_update, organisation_notes_delete))
}

/// A note to be.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewCustomerNote, example = json!({"text": "Prefers to be called after 16:00."}))]
struct NewNoteBody {
    /// The text, with line breaks.
    text: String,
}

/// Another text for a note.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CustomerNoteChange, example = json!({"version": 1, "text": "Prefers to be called after 17:00."}))]
struct NoteChangeBody {
    /// The version that was seen.
    version: i64,
    /// The text, with line breaks.
    text: String,
}

/// Notes about a contact, newest first.
#[utoipa::path(
    get, path = "/customers/contacts/{id}/notes", operation_id = "contact_notes_list", tag = "customers",
    params(("id" = ContactId, Path, description = "The contact"), PageRequest),
    responses(
        (status = 200, description = "A page of notes", body = inline(Page<Note>), example = json!({"items": [example()], "next_cursor": null})),
        (status = 400, description = "The query or cursor is not right", body = ProblemBody),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 404, description = "There is no such contact", body = ProblemBody),
    )
)]
async fn contact_notes_list(
    State(db): State<Db>,
    who: Who,
    Path(id): Path<ContactId>,
    Query(page): Query<PageRequest>,
) -> Answer<Json<Page<Note>>> {
    Ok(Json(db.read(move |tx| queries::page(tx, &who.actor, Owner::Contact(id), &page)).await?))
}

/// Writes a note about a contact.
#[utoipa::path(
    post, path = "/customers/contacts/{id}/notes", operation_id = "contact_notes_create", tag = "customers",
    params(
        ("id" = ContactId, Path, description = "The contact"),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key writes the note once"),
    ),
    request_body = NewNoteBody,
    responses(
        (status = 201, description = "The note", body = Note, example = json!(example())),
        (status = 400, description = "The body is not understood", body = ProblemBody),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
        (status = 404, description = "There is no such contact", body = ProblemBody),
        (status = 422, description = "There is no text, or too much", body = ProblemBody),
    )
)]
async fn contact_notes_create(
    State(db): State<Db>,
    who: Who,
    once: Once,
    Path(id): Path<ContactId>,
    Json(body): Json<NewNoteBody>,
) -> Answer<(StatusCode, Json<Note>)> {
    let note = once.write(&db, move |tx| commands::write(tx, &who.actor, Owner::Contact(id), &body.text)).await?;
    Ok((StatusCode::CREATED, Json(note)))
}

/// Edits one's own note about a contact.
#[utoipa::path(
    patch, path = "/customers/contacts/{id}/notes/{note_id}", operation_id = "contact_notes_update", tag = "customers",
    params(("id" = ContactId, Path, description = "The contact"), ("note_id" = NoteId, Path, description = "The note")),
    request_body = NoteChangeBody,
    responses(
        (status = 200, description = "The note as it is now", body = Note, example = json!(example())),
        (status = 400, description = "The body is not understood", body = ProblemBody),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "Somebody else wrote it", body = ProblemBody),
        (status = 404, description = "There is no such note", body = ProblemBody),
        (status = 409, description = "It was edited in the meantime", body = ProblemBody),
        (status = 422, description = "There is no text, or too much", body = ProblemBody),
    )
)]
async fn contact_notes_update(
    State(db): State<Db>,
    who: Who,
    Path((id, note)): Path<(ContactId, NoteId)>,
    Json(body): Json<NoteChangeBody>,
) -> Answer<Json<Note>> {
    let owner = Owner::Contact(id);
    let note = db.write(move |tx| commands::edit(tx, &who.actor, owner, note, body.version, &body.text)).await?;
    Ok(Json(note))
}

/// Deletes a note about a contact: one's own, or anybody's with the permission to moderate.
#[utoipa::path(
    delete, path = "/customers/contacts/{id}/notes/{note_id}", operation_id = "contact_notes_delete", tag = "customers",
    params(("id" = ContactId, Path, description = "The contact"), ("note_id" = NoteId, Path, description = "The note")),
    responses(
        (status = 204, description = "It is gone"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "Somebody else wrote it", body = ProblemBody),
        (status = 404, description = "There is no such note", body = ProblemBody),
    )
)]
async fn contact_notes_delete(
    State(db): State<Db>,
    who: Who,
    Path((id, note)): Path<(ContactId, NoteId)>,
) -> Answer<StatusCode> {
    db.write(move |tx| commands::delete(tx, &who.actor, Owner::Contact(id), note)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Notes about an organisation, newest first.
#[utoipa::path(
    get, path = "/customers/organisations/{id}/notes", operation_id = "organisation_notes_list", tag = "customers",
    params(("id" = OrganisationId, Path, description = "The organisation"), PageRequest),
    responses(
        (status = 200, description = "A page of notes", body = inline(Page<Note>), example = json!({"items": [example()], "next_cursor": null})),
        (status = 400, description = "The query or cursor is not right", body = ProblemBody),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 404, description = "There is no such organisation", body = ProblemBody),
    )
)]
async fn organisation_notes_list(
    State(db): State<Db>,
    who: Who,
    Path(id): Path<OrganisationId>,
    Query(page): Query<PageRequest>,
) -> Answer<Json<Page<Note>>> {
    Ok(Json(db.read(move |tx| queries::page(tx, &who.actor, Owner::Organisation(id), &page)).await?))
}

/// Writes a note about an organisation.
#[utoipa::path(
    post, path = "/customers/organisations/{id}/notes", operation_id = "organisation_notes_create", tag = "customers",
    params(
        ("id" = OrganisationId, Path, description = "The organisation"),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key writes the note once"),
    ),
    request_body = NewNoteBody,
    responses(
        (status = 201, description = "The note", body = Note, example = json!(example())),
        (status = 400, description = "The body is not understood", body = ProblemBody),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
        (status = 404, description = "There is no such organisation", body = ProblemBody),
        (status = 422, description = "There is no text, or too much", body = ProblemBody),
    )
)]
async fn organisation_notes_create(
    State(db): State<Db>,
    who: Who,
    once: Once,
    Path(id): Path<OrganisationId>,
    Json(body): Json<NewNoteBody>,
) -> Answer<(StatusCode, Json<Note>)> {
    let note = once.write(&db, move |tx| commands::write(tx, &who.actor, Owner::Organisation(id), &body.text)).await?;
    Ok((StatusCode::CREATED, Json(note)))
}

/// Edits one's own note about an organisation.
#[utoipa::path(
    patch, path = "/customers/organisations/{id}/notes/{note_id}", operation_id = "organisation_notes_update", tag = "customers",
    params(("id" = OrganisationId, Path, description = "The organisation"), ("note_id" = NoteId, Path, description = "The note")),
    request_body = NoteChangeBody,
    responses(
        (status = 200, description = "The note as it is now", body = Note, example = json!(example())),
        (status = 400, description = "The body is not understood", body = ProblemBody),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "Somebody else wrote it", body = ProblemBody),
        (status = 404, description = "There is no such note", body = ProblemBody),
        (status = 409, description = "It was edited in the meantime", body = ProblemBody),
        (status = 422, description = "There is no text, or too much", body = ProblemBody),
    )
)]
async fn organisation_notes_update(
    State(db): State<Db>,
    who: Who,
    Path((id, note)): Path<(OrganisationId, NoteId)>,
    Json(body): Json<NoteChangeBody>,
) -> Answer<Json<Note>> {
    let owner = Owner::Organisation(id);
    let note = db.write(move |tx| commands::edit(tx, &who.actor, owner, note, body.version, &body.text)).await?;
    Ok(Json(note))
}

/// Deletes a note about an organisation: one's own, or anybody's with the permission to moderate.
#[utoipa::path(
    delete, path = "/customers/organisations/{id}/notes/{note_id}", operation_id = "organisation_notes_delete", tag = "customers",
    params(("id" = OrganisationId, Path, description = "The organisation"), ("note_id" = NoteId, Path, description = "The note")),
    responses(
        (status = 204, description = "It is gone"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "Somebody else wrote it", body = ProblemBody),
        (status = 404, description = "There is no such note", body = ProblemBody),
    )
)]
async fn organisation_notes_delete(
    State(db): State<Db>,
    who: Who,
    Path((id, note)): Path<(OrganisationId, NoteId)>,
) -> Answer<StatusCode> {
    db.write(move |tx| commands::delete(tx, &who.actor, Owner::Organisation(id), note)).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn example() -> Value {
    serde_json::json!({
        "id": "cnote_06pz3k5m8v00k", "author": {"id": "pers_06pz3k5m8v00m", "name": "Mara Lindgren"},
        "text": "Prefers to be called after 16:00.", "created_at": "2026-02-27T13:40:00Z", "edited_at": null, "version": 1
    })
}
