//! Somebody of whom a provider said who they are: known, connected by their address, or made just in time.

use db::Tx;
use kernel::{Actor, Fault, PersonId, Result, RoleId};
use serde_json::json;

use super::claims::Claims;
use super::store;
use crate::fields::Email;
use crate::identity_providers::IdentityProvider;
use crate::notices::{self, Notice};
use crate::people::{self, NewPerson};
use crate::sessions::{self, Start};
use crate::sign_ins::{self, Entry};
use crate::{company, error, events, invitations};

/// Longer ones break the protocol (OpenID Connect Core 1.0, section 2).
const LONGEST_SUBJECT: usize = 255;

/// Lets somebody in, or on to the second step.
pub(super) fn arrive(
    tx: &mut Tx<'_>,
    provider: &IdentityProvider,
    claims: &Claims,
    start: &Start,
) -> Result<(PersonId, Entry)> {
    let subject = claims.subject();
    if subject.is_empty() || subject.len() > LONGEST_SUBJECT {
        return Err(error::SIGN_ON_FAILED.into());
    }
    let role = provider.role_of(&claims.values(&provider.role_claim));
    let person = match store::owner(tx, provider.id, subject)? {
        Some((identity, person)) => {
            store::used(tx, identity)?;
            person
        }
        None => connect(tx, provider, claims, role, start)?,
    };
    if !people::store::find(tx, person)?.is_some_and(|known| known.active) {
        return Err(error::SIGN_ON_LEFT.into());
    }
    if provider.roles_follow {
        let role = role.ok_or(error::SIGN_ON_NO_ROLE)?;
        let actor = sessions::acting(tx, person)?;
        people::follow(tx, &actor, person, role)?;
    }
    let start = Start { provider: Some(provider.id), ..start.clone() };
    if provider.counts_as_second_factor {
        sessions::start(tx, person, &start)?;
        return Ok((person, Entry::In));
    }
    Ok((person, sign_ins::enter(tx, person, &start)?))
}

/// Connects an account that is new to us with whoever has its address here, or with somebody who is made for it.
fn connect(
    tx: &mut Tx<'_>,
    provider: &IdentityProvider,
    claims: &Claims,
    role: Option<RoleId>,
    start: &Start,
) -> Result<PersonId> {
    let email = claims.email(provider).ok_or(error::SIGN_ON_NO_EMAIL)?;
    if !provider.admits(email.folded()) {
        return Err(error::SIGN_ON_DOMAIN.into());
    }
    let known = people::store::by_email(tx, email.folded())?;
    let person = match known {
        Some((person, true, _)) => person,
        Some((_, false, _)) => return Err(error::SIGN_ON_LEFT.into()),
        None => join(tx, provider, claims, (&email, role))?,
    };
    if !store::connect(tx, provider.id, claims.subject(), person)? {
        return Err(error::SIGN_ON_UNEXPECTED.into());
    }
    if known.is_some() {
        notices::tell(tx, person, Notice::AccountConnected, Some(&start.device))?;
    }
    let (actor, facts) = (sessions::acting(tx, person)?, json!({"provider": provider.name, "email": email.shown()}));
    events::record(tx, &actor, events::IDENTITY_CONNECTED, person, facts)?;
    Ok(person)
}

/// Makes somebody just in time: as they were invited, else with the role that the provider's word gives.
fn join(
    tx: &mut Tx<'_>,
    provider: &IdentityProvider,
    claims: &Claims,
    (email, role): (&Email, Option<RoleId>),
) -> Result<PersonId> {
    let invited = invitations::take(tx, email)?;
    if invited.is_none() && !provider.create_people {
        return Err(error::SIGN_ON_NOBODY.into());
    }
    let company = company::store::find(tx)?.ok_or_else(Fault::not_found)?;
    let (role, teams) = match invited {
        Some((role, teams)) => (role, teams),
        None => (role.ok_or(error::SIGN_ON_NO_ROLE)?, Vec::new()),
    };
    let person = NewPerson {
        name: claims.name(email),
        email: email.shown().to_owned(),
        role,
        teams,
        language: company.language,
        time_zone: company.time_zone,
        password: None,
    };
    people::join(tx, &Actor::system(), &person)
}
