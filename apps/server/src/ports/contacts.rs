//! The inbox finds contacts in the customers' room.

use customers::contacts::Correspondent;
use customers::contacts::intake::find_or_create;
use db::Tx;
use inbox::messages::Address;
use kernel::{Actor, ContactId, Result};

/// Contacts by address.
pub(crate) struct CustomerContacts;

impl inbox::Contacts for CustomerContacts {
    fn find_or_create(&self, tx: &mut Tx<'_>, actor: &Actor, who: &Address) -> Result<ContactId> {
        let correspondent = Correspondent { address: who.address.clone(), name: who.name.clone() };
        Ok(find_or_create(tx, actor, &correspondent)?.id)
    }
}
