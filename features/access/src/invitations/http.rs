//! Endpoints of invitations.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use kernel::{Page, PageRequest, PersonId, RoleId, TeamId, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use web::{Answer, ClientAddress, Json, Once, OwnPage, Path, Query, Who};

use super::store::Invitation;
use super::{InvitationId, NewInvitation, Sending, commands, queries};
use crate::access::Access;
use crate::company;
use crate::me::Me;
use crate::people::Ref;
use crate::post::Posted;
use crate::refusal::{Conflict, Forbidden, Gone, Invalid, NotFound, SignIn, TooOften, Unprocessable};
use crate::secret::{Secret, SecretHash};
use crate::sign_ins::{self, Entered, SecondStep};
use crate::{fields, passwords, sessions};

/// The page of the staff web that a link opens.
const PAGE: &str = "invitation";

/// An open invitation.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({"id": "inv_06pz3k5m8v00g", "email": "grace@example.com", "name": "Grace Hopper",
    "role": {"id": "role_0000000000004", "name": "Agent"}, "team_ids": ["team_06pz3k5m8v00h"], "invited_by": "pers_06pz3k5m8v00g",
    "created_at": "2026-03-02T09:00:00Z", "expires_at": "2026-03-09T09:00:00Z", "expired": false}))]
pub(crate) struct InvitationView {
    id: InvitationId,
    email: String,
    name: String,
    role: Ref<RoleId>,
    team_ids: Vec<TeamId>,
    invited_by: PersonId,
    created_at: Timestamp,
    expires_at: Timestamp,
    /// Whether the link is useless and has to be sent again.
    expired: bool,
}

impl InvitationView {
    pub(super) fn of(row: Invitation, now: Timestamp) -> Self {
        Self {
            id: row.id,
            email: row.email,
            name: row.name,
            role: Ref { id: row.role, name: row.role_name },
            team_ids: row.teams,
            invited_by: row.invited_by,
            created_at: row.created_at,
            expires_at: row.expires_at,
            expired: row.expires_at <= now,
        }
    }
}

/// Whom to invite.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"email": "grace@example.com", "name": "Grace Hopper", "role_id": "role_0000000000004", "team_ids": []}))]
pub(crate) struct InvitationCreation {
    email: String,
    name: String,
    role_id: RoleId,
    #[serde(default)]
    team_ids: Vec<TeamId>,
}

/// An invitation that was just sent, or waits to be handed over.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"invitation": {"id": "inv_06pz3k5m8v00g", "email": "grace@example.com", "name": "Grace Hopper",
    "role": {"id": "role_0000000000004", "name": "Agent"}, "team_ids": [], "invited_by": "pers_06pz3k5m8v00g",
    "created_at": "2026-03-02T09:00:00Z", "expires_at": "2026-03-09T09:00:00Z", "expired": false},
    "mail": "no_mailbox", "link": "https://desk.example.com/invitation?token=ExampleOnly"}))]
pub(crate) struct InvitationSent {
    invitation: InvitationView,
    /// Whether a mail is on its way, or there is no mailbox that could send it.
    mail: MailState,
    /// The link to hand over, shown this once; null when a mail is on its way.
    link: Option<String>,
}

/// What became of the mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum MailState {
    Queued,
    NoMailbox,
}

/// What is kept for a repeated request: everything but the link, which nobody keeps.
#[derive(Serialize, Deserialize)]
struct Kept {
    invitation: InvitationView,
    mail: MailState,
    mark: String,
}

/// Who opens a link.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct LinkQuery {
    /// The secret of the link.
    #[param(example = "ExampleOnly")]
    token: String,
}

/// To whom a link was sent.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"email": "grace@example.com", "name": "Grace Hopper", "company": "Velo & Co"}))]
pub(crate) struct OpenInvitation {
    email: String,
    name: String,
    company: String,
}

/// The invited person's name and password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"token": "ExampleOnly", "name": "Grace Hopper", "password": "correct horse battery"}))]
pub(crate) struct Redemption {
    /// The secret of the link.
    token: String,
    name: String,
    /// At least 12 characters, without the name and mail address, and none that is tried first.
    password: String,
}

pub(crate) fn router() -> OpenApiRouter<Access> {
    OpenApiRouter::new()
        .routes(routes!(invitations_list, invitations_create))
        .routes(routes!(invitations_resend))
        .routes(routes!(invitations_delete))
        .routes(routes!(invitations_get_by_token))
        .routes(routes!(invitations_redeem))
}

/// Lists the open invitations, newest first.
#[utoipa::path(get, path = "/access/invitations", operation_id = "invitations_list", tag = "access", params(PageRequest),
    responses((status = 200, body = Page<InvitationView>, description = "A page of invitations", example = json!({"items": [{
        "id": "inv_06pz3k5m8v00g", "email": "grace@example.com", "name": "Grace Hopper",
        "role": {"id": "role_0000000000004", "name": "Agent"}, "team_ids": [], "invited_by": "pers_06pz3k5m8v00g",
        "created_at": "2026-03-02T09:00:00Z", "expires_at": "2026-03-09T09:00:00Z", "expired": false}], "next_cursor": null})),
    Invalid, SignIn, Forbidden))]
async fn invitations_list(
    State(access): State<Access>,
    who: Who,
    Query(request): Query<PageRequest>,
) -> Answer<Json<Page<InvitationView>>> {
    Ok(Json(access.db().read(move |tx| queries::page(tx, &who.actor, &request)).await?))
}

/// Invites somebody by mail; without a mailbox the answer holds the link to hand over.
#[utoipa::path(post, path = "/access/invitations", operation_id = "invitations_create", tag = "access", request_body = InvitationCreation,
    responses((status = 201, body = InvitationSent, description = "The invitation"), Invalid, SignIn, Forbidden, Conflict, Unprocessable))]
async fn invitations_create(
    State(access): State<Access>,
    who: Who,
    once: Once,
    Json(body): Json<InvitationCreation>,
) -> Answer<(StatusCode, Json<InvitationSent>)> {
    let (registry, post, secret) = (access.registry(), access.post(), Secret::random()?);
    let link = access.link(PAGE, &secret);
    let input = NewInvitation { email: body.email, name: body.name, role: body.role_id, teams: body.team_ids };
    let (sent, carried) = (link.clone(), secret.clone());
    let kept = once
        .write(access.db(), move |tx| {
            let sending = Sending { secret: &carried, link: &sent, post: &*post };
            let (id, posted) = commands::create(tx, &who.actor, &registry, &input, &sending)?;
            Ok(Kept {
                invitation: queries::view(tx, id)?,
                mail: posted.into(),
                mark: carried.hash().as_str().to_owned(),
            })
        })
        .await?;
    let is_new = kept.mark == secret.hash().as_str();
    Ok((StatusCode::CREATED, Json(answer(kept.invitation, kept.mail, is_new.then_some(link)))))
}

impl From<Posted> for MailState {
    fn from(posted: Posted) -> Self {
        match posted {
            Posted::Queued => Self::Queued,
            Posted::NoMailbox => Self::NoMailbox,
        }
    }
}

fn answer(invitation: InvitationView, mail: MailState, link: Option<String>) -> InvitationSent {
    InvitationSent { invitation, mail, link: link.filter(|_| mail == MailState::NoMailbox) }
}

/// Sends an invitation again with a new link; the old link is useless from now on.
#[utoipa::path(post, path = "/access/invitations/{id}/resend", operation_id = "invitations_resend", tag = "access",
    params(("id" = InvitationId, Path)), responses((status = 200, body = InvitationSent, description = "The invitation"),
    SignIn, Forbidden, NotFound))]
async fn invitations_resend(
    State(access): State<Access>,
    who: Who,
    Path(id): Path<InvitationId>,
) -> Answer<Json<InvitationSent>> {
    let (post, secret) = (access.post(), Secret::random()?);
    let link = access.link(PAGE, &secret);
    let sent = link.clone();
    let work = move |tx: &mut db::Tx<'_>| {
        let posted = commands::resend(tx, &who.actor, id, &Sending { secret: &secret, link: &sent, post: &*post })?;
        Ok((queries::view(tx, id)?, posted))
    };
    let (invitation, posted) = access.db().write(work).await?;
    Ok(Json(answer(invitation, posted.into(), Some(link))))
}

/// Takes an invitation back.
#[utoipa::path(delete, path = "/access/invitations/{id}", operation_id = "invitations_delete", tag = "access",
    params(("id" = InvitationId, Path)), responses((status = 204, description = "The invitation is withdrawn"), SignIn, Forbidden, NotFound))]
async fn invitations_delete(
    State(access): State<Access>,
    who: Who,
    Path(id): Path<InvitationId>,
) -> Answer<StatusCode> {
    access.db().write(move |tx| commands::withdraw(tx, &who.actor, id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// To whom a link was sent, for the page that it opens.
#[utoipa::path(get, path = "/access/invitations/by-token", operation_id = "invitations_get_by_token", tag = "access", security(()),
    params(LinkQuery), responses((status = 200, body = OpenInvitation, description = "The open invitation"), Invalid, Gone))]
async fn invitations_get_by_token(
    State(access): State<Access>,
    Query(query): Query<LinkQuery>,
) -> Answer<Json<OpenInvitation>> {
    let secret = SecretHash::of(&query.token);
    let work = move |tx: &mut db::Tx<'_>| {
        let invitation = commands::open_link(tx, &secret)?;
        let company = company::store::find(tx)?.map(|company| company.name).unwrap_or_default();
        Ok(OpenInvitation { email: invitation.email, name: invitation.name, company })
    };
    Ok(Json(access.db().read(work).await?))
}

/// Joins by an invitation: the new person is signed in at once.
#[utoipa::path(post, path = "/access/invitations/redeem", operation_id = "invitations_redeem", tag = "access", security(()),
    request_body = Redemption, responses((status = 201, body = Me, description = "The new person, signed in", headers(("set-cookie" = String,
    description = "`qd_session`, for the browser"))), (status = 202, body = SecondStep, description = "A second factor has to be set up first"),
    Invalid, Conflict, Gone, Unprocessable, TooOften))]
async fn invitations_redeem(
    State(access): State<Access>,
    _: OwnPage,
    address: ClientAddress,
    headers: HeaderMap,
    Json(body): Json<Redemption>,
) -> Answer<Entered> {
    let (secret, from, per_minute) = (SecretHash::of(&body.token), address.0, access.sign_ins_per_minute());
    let wanted = secret.clone();
    let look = move |tx: &mut db::Tx<'_>| {
        sessions::begin_anonymous(tx, from, per_minute)?;
        Ok(commands::open_link(tx, &wanted)?.email)
    };
    let email = access.db().write(look).await?;
    let mut checked = fields::Fields::default();
    let name = checked.check("name", fields::name(&body.name));
    checked.check("password", passwords::check(&body.password, &[&email, &body.name]));
    checked.done()?;
    let password = access.hasher().hash(body.password).await?;
    let start = access.new_session(sessions::device(address, &headers))?;
    let begun = start.clone();
    let work = move |tx: &mut db::Tx<'_>| {
        let person = commands::redeem(tx, &secret, &name, &password)?;
        Ok((person, sign_ins::enter(tx, person, &begun)?))
    };
    let (person, entry) = access.db().write(work).await?;
    Ok(sign_ins::entered(&access, person, &start, entry).await?)
}
