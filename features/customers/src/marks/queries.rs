//! Looking at marks.

use db::Tx;
use kernel::{Actor, Result};

use super::commands::key;
use super::model::{Mark, Reach};
use super::store;
use crate::permissions::CONTACT_SEE;

/// Addresses that are looked up at once.
const MOST: usize = 100;

/// Whether an address can be written to, and whether it unsubscribed from a list.
pub fn reach(tx: &mut Tx<'_>, address: &str, list: &str) -> Result<Reach> {
    let address = key(address);
    let known = store::find(tx, &address)?;
    Ok(Reach {
        undeliverable: known.undeliverable_at.happened().is_some(),
        complained: known.complained_at.happened().is_some(),
        unsubscribed: store::is_gone(tx, &address, list)?,
    })
}

/// The marks of some addresses, as they were asked for; those without one are left out.
///
/// # Errors
/// `access.forbidden`
pub fn marks(tx: &mut Tx<'_>, actor: &Actor, addresses: &[String]) -> Result<Vec<(String, Mark)>> {
    actor.require(CONTACT_SEE)?;
    let asked: Vec<(&String, String)> = addresses.iter().take(MOST).map(|address| (address, key(address))).collect();
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    let keys: Vec<String> = asked.iter().map(|(_, key)| key.clone()).collect();
    let found = store::several(tx, &keys)?;
    let of = |key: &str| found.iter().find(|(address, _)| address == key).map(|(_, mark)| mark.clone());
    Ok(asked.into_iter().filter_map(|(address, key)| Some((address.clone(), of(&key)?))).collect())
}
