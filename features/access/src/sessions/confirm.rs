//! Proving again who one is, before something that protects the account changes.

use kernel::{PersonId, Result};
use web::Who;

use crate::access::Access;
use crate::error;

/// Lets go on only who gives the password once more; a stolen session alone must not be enough.
///
/// # Errors
/// `access.password_wrong` for the field `password`, `access.too_many_attempts`, `access.person_only` for a token.
pub(crate) async fn confirm(access: &Access, who: &Who, password: String) -> Result<PersonId> {
    let person = super::require_browser(&who.actor)?;
    let (_, hash) = access.db().write(move |tx| super::begin_own(tx, person)).await?;
    if !access.hasher().matches(password, hash).await? {
        return Err(error::PASSWORD_WRONG.at("password"));
    }
    access.db().write(move |tx| super::forget_failures(tx, person)).await?;
    Ok(person)
}
