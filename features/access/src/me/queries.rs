//! Who somebody is, as the screens need it.

use db::Tx;
use kernel::{Actor, Fault, PersonId, Result};

use super::http::{Me, MyCompany, MySelf};
use crate::company;
use crate::people::{self, Ref};
use crate::permissions::Registry;
use crate::{roles, teams};

/// Who a person is, with all that the role holds.
pub(crate) fn view(tx: &mut Tx<'_>, registry: &Registry, id: PersonId) -> Result<Me> {
    let person = people::store::find(tx, id)?.ok_or_else(Fault::not_found)?;
    let role =
        roles::store::find(tx, person.role)?.ok_or_else(|| Fault::internal("a person has a role that is gone"))?;
    let teams = teams::store::of_person(tx, id)?.into_iter().map(|(id, name)| Ref { id, name }).collect();
    let company = company::store::find(tx)?.ok_or_else(|| Fault::internal("there is a person but no company"))?;
    let has_password = people::store::password(tx, id)?.is_some();
    Ok(Me {
        permissions: role.permissions(registry).into_iter().collect(),
        person: MySelf {
            id,
            name: person.name,
            email: person.email,
            language: person.language,
            time_zone: person.time_zone,
            role: Ref { id: role.id, name: role.name },
            signature_html: person.signature_html,
            version: person.version,
            avatar_color: person.avatar_color,
            has_password,
        },
        teams,
        company: MyCompany { name: company.name, time_zone: company.time_zone, language: company.language },
    })
}

/// The same for whoever acts: a token holds only what its scopes name.
pub(super) fn view_of_actor(tx: &mut Tx<'_>, registry: &Registry, actor: &Actor) -> Result<Me> {
    let mut me = view(tx, registry, actor.require_person()?)?;
    me.permissions = actor.permissions().map(str::to_owned).collect();
    Ok(me)
}
