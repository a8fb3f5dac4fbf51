//! What an import of tables needs: contacts of `customers`, people and teams of `access`.

use access::people::former;
use access::teams;
use customers::contacts::Correspondent;
use customers::contacts::intake::{find_or_create, find_or_create_by_handle};
use db::{Tx, p};
use inbox::import::{Colleague, Elsewhere};
use inbox::messages::Address;
use kernel::{Actor, ContactId, Result, TeamId};

/// Names of another system, found or made here.
pub(crate) struct OldSystem;

impl Elsewhere for OldSystem {
    fn contact(&self, tx: &mut Tx<'_>, who: &Address) -> Result<ContactId> {
        let correspondent = Correspondent { address: who.address.clone(), name: who.name.clone() };
        Ok(find_or_create(tx, &Actor::system(), &correspondent)?.id)
    }

    fn contact_by_handle(&self, tx: &mut Tx<'_>, handle: &str, name: &str) -> Result<ContactId> {
        Ok(find_or_create_by_handle(tx, &Actor::system(), handle, name)?.id)
    }

    fn colleague(&self, tx: &mut Tx<'_>, address: Option<&str>, name: &str) -> Result<Option<Colleague>> {
        Ok(former::known(tx, address, name)?.map(|(id, active)| Colleague { id, active }))
    }

    fn add_former(&self, tx: &mut Tx<'_>, address: &str, name: &str) -> Result<Colleague> {
        let (id, active) = former::add_former(tx, &Actor::system(), address, name)?;
        Ok(Colleague { id, active })
    }

    fn team(&self, tx: &mut Tx<'_>, name: &str, make: bool) -> Result<Option<(TeamId, bool)>> {
        // Names of teams are few and compared as people read them.
        let wanted = name.trim().to_lowercase();
        let known = tx.all("select id, name from pub_access_teams", p![], |row| {
            Ok((row.take::<TeamId>()?, row.take::<String>()?))
        })?;
        if let Some((id, _)) = known.iter().find(|(_, name)| name.trim().to_lowercase() == wanted) {
            return Ok(Some((*id, false)));
        }
        if !make {
            return Ok(None);
        }
        let input = teams::NewTeam { name: name.to_owned(), members: Vec::new() };
        Ok(Some((teams::create(tx, &Actor::system(), &input)?, true)))
    }
}
