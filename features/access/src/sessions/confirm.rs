//! Proving again who one is, before something that protects the account changes.

use std::time::Duration;

use db::Tx;
use kernel::{PersonId, Result};
use web::Who;

use super::store;
use crate::access::Access;
use crate::error;

/// A sign-in by a provider counts as proof for so long.
const FRESH: Duration = Duration::from_mins(15);

/// Lets go on only who gives the password once more; a stolen session alone must not be enough.
///
/// # Errors
/// `access.password_wrong` for the field `password`, `access.too_many_attempts`, `access.person_only` for a token,
/// `access.sign_in_again` for somebody without a password.
pub(crate) async fn confirm(access: &Access, who: &Who, password: String) -> Result<PersonId> {
    let person = super::require_browser(&who.actor)?;
    let (_, hash) = access.db().write(move |tx| super::begin_own(tx, person)).await?;
    if hash.is_none() {
        // Who signs in by a provider has nothing to type: only a sign-in of just now proves them.
        let session = who.credential.parse().map_err(|_| error::PERSON_ONLY)?;
        let fresh = move |tx: &mut Tx<'_>| {
            let since = tx.now().minus(FRESH);
            Ok(store::began(tx, session)?.is_some_and(|began| began >= since))
        };
        return if access.db().read(fresh).await? { Ok(person) } else { Err(error::SIGN_IN_AGAIN.into()) };
    }
    if !access.hasher().matches(password, hash).await? {
        return Err(error::PASSWORD_WRONG.at("password"));
    }
    access.db().write(move |tx| super::forget_failures(tx, person)).await?;
    Ok(person)
}
