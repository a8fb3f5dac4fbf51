//! Reading people.

use db::{Filter, Tx};
use kernel::{Fault, Page, PersonId, Result, TypedId};

use super::http::{PeopleQuery, PersonView, Ref};
use super::store::{self, Listed};
use crate::fields::fold;
use crate::teams;

/// A page of people in order of name.
pub(crate) fn page(tx: &mut Tx<'_>, query: &PeopleQuery) -> Result<Page<PersonView>> {
    let request = query.page();
    let (after, limit) = (request.after::<(String, PersonId)>()?, request.limit());
    let mut filter = Filter::new();
    if let Some((name, id)) = after {
        filter.and("(p.name_folded, p.id) > (?, ?)", &[&name, &id.raw()]);
    }
    if let Some(active) = query.active {
        filter.and("p.active = ?", &[&active]);
    }
    if let Some(text) = query.q.as_deref().map(fold).filter(|text| !text.is_empty()) {
        let pattern = format!("%{}%", text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"));
        filter.and("(p.name_folded like ? escape '\\' or p.email_folded like ? escape '\\')", &[&pattern, &pattern]);
    }
    let rows = store::list(tx, &filter, limit + 1)?;
    let page = Page::from_rows(rows, limit, |row: &Listed| (row.folded.clone(), row.person.id));
    let ids: Vec<PersonId> = page.items.iter().map(|row| row.person.id).collect();
    let memberships = teams::store::of_people(tx, &ids)?;
    Ok(page.map(|row| {
        let own = memberships.iter().filter(|(person, ..)| *person == row.person.id);
        let teams = own.map(|(_, id, name)| Ref { id: *id, name: name.clone() }).collect();
        PersonView::of(row.person, row.role_name, teams)
    }))
}

/// One person.
pub(crate) fn view(tx: &mut Tx<'_>, id: PersonId) -> Result<PersonView> {
    let mut filter = Filter::new();
    filter.and("p.id = ?", &[&id]);
    let row = store::list(tx, &filter, 1)?.pop().ok_or_else(Fault::not_found)?;
    let teams = teams::store::of_person(tx, id)?.into_iter().map(|(id, name)| Ref { id, name }).collect();
    Ok(PersonView::of(row.person, row.role_name, teams))
}
