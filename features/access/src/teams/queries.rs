//! Reading teams.

use db::Tx;
use kernel::{Fault, Page, PageRequest, Result, TeamId, TypedId};

use super::http::TeamView;
use super::store::{self, TeamRow};

/// A page of teams in order of name, each with its members.
pub(crate) fn page(tx: &mut Tx<'_>, request: &PageRequest) -> Result<Page<TeamView>> {
    let (after, limit) = (request.after::<(String, TeamId)>()?, request.limit());
    let key = after.map_or_else(|| (String::new(), 0), |(name, id)| (name, id.raw()));
    let rows = store::after(tx, &key, limit + 1)?;
    let page = Page::from_rows(rows, limit, |team: &TeamRow| (team.folded.clone(), team.id));
    let ids: Vec<TeamId> = page.items.iter().map(|team| team.id).collect();
    let members = store::members(tx, &ids)?;
    Ok(page.map(|team| {
        let of_team = members.iter().filter(|(id, _)| *id == team.id).map(|(_, person)| *person).collect();
        TeamView::of(team, of_team)
    }))
}

/// One team with its members.
pub(crate) fn view(tx: &mut Tx<'_>, id: TeamId) -> Result<TeamView> {
    let team = store::find(tx, id)?.ok_or_else(Fault::not_found)?;
    let members = store::members(tx, &[id])?.into_iter().map(|(_, person)| person).collect();
    Ok(TeamView::of(team, members))
}
