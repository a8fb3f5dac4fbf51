//! Making wallboards, changing and revoking them.

use db::Tx;
use kernel::{Actor, Fault, Result};

use super::link::Link;
use super::model::{Tile, WallboardContent, WallboardId};
use super::queries::Wallboard;
use super::store;
use crate::figures::{Filter, within};
use crate::goals;
use crate::measures::Scope;
use crate::permissions::{PEOPLE_READ, SETTINGS_MANAGE};
use crate::{error, events};

/// Makes a wallboard that the link shows.
///
/// # Errors
/// `access.forbidden`, `platform.not_found` for goals and teams that the actor does not see, `request.invalid`
pub fn create(tx: &mut Tx<'_>, actor: &Actor, content: &WallboardContent, link: &Link) -> Result<Wallboard> {
    actor.require(SETTINGS_MANAGE)?;
    let by = actor.require_person()?;
    let content = allowed(tx, actor, content)?;
    let id = tx.id::<WallboardId>();
    store::insert(tx, id, &content, link, by)?;
    events::tell(tx, actor, events::wallboard("created", id, &content.name))?;
    Ok(Wallboard::of(store::find(tx, id)?))
}

/// Changes what the screens show that have the link.
///
/// # Errors
/// As [`create`], and `insight.wallboard_changed`
pub fn change(
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: WallboardId,
    content: &WallboardContent,
    version: i64,
) -> Result<Wallboard> {
    actor.require(SETTINGS_MANAGE)?;
    store::find(tx, id)?;
    let content = allowed(tx, actor, content)?;
    if !store::update(tx, id, &content, version)? {
        return Err(error::WALLBOARD_CHANGED.into());
    }
    events::tell(tx, actor, events::wallboard("changed", id, &content.name))?;
    Ok(Wallboard::of(store::find(tx, id)?))
}

/// Revokes the link: whatever screen shows it goes dark at its next look.
///
/// # Errors
/// `access.forbidden`, `platform.not_found`
pub fn revoke(tx: &mut Tx<'_>, actor: &Actor, id: WallboardId) -> Result<()> {
    actor.require(SETTINGS_MANAGE)?;
    let kept = store::find(tx, id)?;
    if !store::delete(tx, id)? {
        return Err(Fault::not_found());
    }
    events::tell(tx, actor, events::wallboard("revoked", id, &kept.content.name))
}

/// The content as far as its maker may see it: a link never shows more than who made it saw.
fn allowed(tx: &mut Tx<'_>, actor: &Actor, content: &WallboardContent) -> Result<WallboardContent> {
    content.check(tx.now())?;
    let filter = within(actor, &Filter { teams: content.teams.clone(), ..Filter::default() }, &[])?;
    if !filter.people.is_empty() {
        return Err(Fault::forbidden(PEOPLE_READ.name));
    }
    for (place, tile) in content.tiles.iter().enumerate() {
        let Tile::Goal { goal } = tile else { continue };
        if goals::queries::one(tx, actor, *goal)?.scope == Scope::Agent {
            return Err(Fault::wrong_field(format!("tiles/{place}/goal"), error::TILE_OF_PERSON));
        }
    }
    Ok(WallboardContent { teams: filter.teams, ..content.clone() })
}
