//! Inviting somebody, and joining by an invitation.

use std::time::Duration;

use db::Tx;
use kernel::{Actor, ActorKind, Fault, PersonId, Result, RoleId, Sees, TeamId};
use serde_json::json;

use super::InvitationId;
use super::store::{self, Invitation};
use crate::company::{self, Company};
use crate::fields::{self, Email, Fields};
use crate::passwords::PasswordHash;
use crate::people::{self, NewPerson};
use crate::permissions::{MANAGE_PEOPLE, Registry};
use crate::post::{Post, Posted, Words};
use crate::secret::{Secret, SecretHash};
use crate::{epoch, error, events, teams};

/// How long a link is good.
const GOOD_FOR: Duration = Duration::from_hours(7 * 24);

/// Whom to invite.
#[derive(Debug, Clone)]
pub struct NewInvitation {
    /// The mail address.
    pub email: String,
    /// The name, which the invited person may correct.
    pub name: String,
    /// The role to be.
    pub role: RoleId,
    /// The teams to be.
    pub teams: Vec<TeamId>,
}

/// The secret of an invitation, the link that bears it, and the way it goes out.
pub struct Sending<'a> {
    /// The random part.
    pub secret: &'a Secret,
    /// The address of the page with the secret.
    pub link: &'a str,
    /// The way out.
    pub post: &'a dyn Post,
}

/// Invites somebody by mail. Without a mailbox nobody is written to, and the link has to be handed over.
pub fn create(
    tx: &mut Tx<'_>,
    actor: &Actor,
    registry: &Registry,
    input: &NewInvitation,
    sending: &Sending<'_>,
) -> Result<(InvitationId, Posted)> {
    actor.require(MANAGE_PEOPLE)?;
    let mut checked = Fields::default();
    let name = checked.check("name", fields::name(&input.name));
    let email = Email::parse(&input.email);
    if let Err(spec) = &email {
        checked.refuse("email", *spec);
    }
    teams::check_teams(tx, &mut checked, &input.teams)?;
    checked.done()?;
    let email = email?;
    let role = people::given_role(tx, actor, registry, input.role)?;
    if people::store::by_email(tx, email.folded())?.is_some() {
        return Err(error::EMAIL_TAKEN.at("email"));
    }
    let (created_at, invited_by) = (tx.now(), actor.require_person()?);
    let invitation = Invitation {
        id: tx.id(),
        email: email.shown().to_owned(),
        name,
        role: role.id,
        role_name: role.name,
        invited_by,
        created_at,
        expires_at: created_at.plus(GOOD_FOR),
        teams: input.teams.clone(),
    };
    if !store::insert(tx, &invitation, &email, &sending.secret.hash())? {
        return Err(error::ALREADY_INVITED.at("email"));
    }
    // A role that is being removed at this instant must notice the invitation to it.
    epoch::raise(tx)?;
    let posted = send(tx, actor, &invitation, sending)?;
    let facts =
        json!({"email": invitation.email, "name": invitation.name, "role": invitation.role, "teams": invitation.teams});
    events::record(tx, actor, events::INVITATION_CREATED, invitation.id, facts)?;
    Ok((invitation.id, posted))
}

/// Sends an invitation again with a new link; the old one is useless from now on.
pub fn resend(tx: &mut Tx<'_>, actor: &Actor, id: InvitationId, sending: &Sending<'_>) -> Result<Posted> {
    actor.require(MANAGE_PEOPLE)?;
    let invitation = store::find(tx, id)?.ok_or_else(Fault::not_found)?;
    let expires_at = tx.now().plus(GOOD_FOR);
    store::renew(tx, id, &sending.secret.hash(), expires_at)?;
    let posted = send(tx, actor, &invitation, sending)?;
    events::record(tx, actor, events::INVITATION_RESENT, id, json!({"email": invitation.email}))?;
    Ok(posted)
}

fn send(tx: &mut Tx<'_>, actor: &Actor, invitation: &Invitation, sending: &Sending<'_>) -> Result<Posted> {
    let company = company(tx)?;
    let words = Words {
        language: &company.language,
        company: &company.name,
        name: &invitation.name,
        to: &invitation.email,
        link: sending.link,
    };
    sending.post.post(tx, &words.invitation(&actor.name))
}

/// Takes an invitation back.
pub fn withdraw(tx: &mut Tx<'_>, actor: &Actor, id: InvitationId) -> Result<()> {
    actor.require(MANAGE_PEOPLE)?;
    let invitation = store::find(tx, id)?.ok_or_else(Fault::not_found)?;
    store::delete(tx, id)?;
    events::record(tx, actor, events::INVITATION_WITHDRAWN, id, json!({"email": invitation.email}))
}

/// The address an open link was sent to; for whoever opens the page.
pub(super) fn open_link(tx: &mut Tx<'_>, secret: &SecretHash) -> Result<Invitation> {
    store::by_secret(tx, secret)?.ok_or_else(|| error::INVITATION_GONE.into())
}

/// The open invitation to an address, which is used up: its role and teams.
pub(crate) fn take(tx: &mut Tx<'_>, email: &Email) -> Result<Option<(RoleId, Vec<TeamId>)>> {
    let Some(invitation) = store::by_email(tx, email)? else { return Ok(None) };
    store::delete(tx, invitation.id)?;
    Ok(Some((invitation.role, invitation.teams)))
}

/// The invited person joins. The link works once.
pub fn redeem(tx: &mut Tx<'_>, secret: &SecretHash, name: &str, password: &PasswordHash) -> Result<PersonId> {
    let invitation = open_link(tx, secret)?;
    if !store::delete(tx, invitation.id)? {
        return Err(error::INVITATION_GONE.into());
    }
    let company = company(tx)?;
    let person = NewPerson {
        name: name.to_owned(),
        email: invitation.email.clone(),
        role: invitation.role,
        teams: invitation.teams.clone(),
        language: company.language,
        time_zone: company.time_zone,
        password: Some(password.clone()),
    };
    let id = people::join(tx, &Actor::system(), &person)?;
    let joined = Actor::new(ActorKind::Person(id), name, std::collections::BTreeSet::new(), Sees::Mine);
    events::record(
        tx,
        &joined,
        events::INVITATION_REDEEMED,
        invitation.id,
        json!({"email": invitation.email, "person": id}),
    )?;
    Ok(id)
}

fn company(tx: &mut Tx<'_>) -> Result<Company> {
    company::store::find(tx)?.ok_or_else(Fault::not_found)
}
