//! The way to a provider and back, up to what it says of somebody.

use std::time::Duration;

use db::Tx;
use kernel::{Fault, Result};

use super::claims::Claims;
use super::oidc::{self, Kept, Party};
use super::store;
use crate::access::Access;
use crate::error;
use crate::identity_providers::{self, IdentityProvider, IdentityProviderId, secret_place};
use crate::secret::{Secret, SecretHash};

/// How long somebody may take at the provider.
const GOOD_FOR: Duration = Duration::from_mins(15);

/// Sends a browser to a provider; gives the page and what the browser is to show when it comes back.
pub(super) async fn begin(access: &Access, id: IdentityProviderId) -> Result<(String, Secret)> {
    let provider = access.db().read(move |tx| enabled(tx, id)).await?;
    let metadata = oidc::discover(access.web(), &provider.issuer).await?;
    let (state, browser, verifier, nonce) =
        (Secret::random()?, Secret::random()?, Secret::random()?, Secret::random()?);
    let kept = Kept { verifier: verifier.reveal().to_owned(), nonce: nonce.reveal().to_owned() };
    let redirect = access.sign_on_url();
    let party = Party { provider: &provider, secret: None, redirect: &redirect };
    let way = party.way(metadata, state.reveal(), &kept)?;
    let text = serde_json::to_vec(&kept).map_err(Fault::internal)?;
    let sealed = access.vault().seal(&text, state.hash().as_str())?;
    let hashes = (state.hash(), browser.hash());
    let work = move |tx: &mut Tx<'_>| {
        let until = tx.now().plus(GOOD_FOR);
        store::expect(tx, (&hashes.0, &hashes.1), id, &sealed, until)
    };
    access.db().write(work).await?;
    Ok((way, browser))
}

/// What somebody brought back.
pub(super) struct Brought {
    pub(super) state: String,
    pub(super) code: Option<String>,
    /// The provider that says it sends them (RFC 9207).
    pub(super) issuer: Option<String>,
    /// What the browser shows.
    pub(super) browser: Option<SecretHash>,
}

/// What the provider says of somebody who came back.
pub(super) async fn claims(access: &Access, brought: Brought) -> Result<(IdentityProvider, Claims)> {
    let state = SecretHash::of(&brought.state);
    let browser = brought.browser.ok_or(error::SIGN_ON_UNEXPECTED)?;
    let place = state.as_str().to_owned();
    let work = move |tx: &mut Tx<'_>| {
        let (id, sealed) = store::came_back(tx, &state, &browser)?.ok_or(error::SIGN_ON_UNEXPECTED)?;
        Ok((enabled(tx, id)?, sealed))
    };
    let (provider, sealed) = access.db().write(work).await?;
    // A code of one provider is never shown to another.
    if brought.issuer.is_some_and(|issuer| issuer != provider.issuer) {
        return Err(error::SIGN_ON_UNEXPECTED.into());
    }
    let code = brought.code.ok_or(error::SIGN_ON_REFUSED)?;
    let vault = access.vault();
    let kept: Kept = serde_json::from_slice(&vault.open(&sealed, &place)?).map_err(Fault::internal)?;
    let secret = match provider.client_secret.as_slice() {
        [] => None,
        sealed => Some(String::from_utf8(vault.open(sealed, &secret_place(provider.id))?).map_err(Fault::internal)?),
    };
    let redirect = access.sign_on_url();
    let party = Party { provider: &provider, secret, redirect: &redirect };
    let metadata = oidc::discover(access.web(), &provider.issuer).await?;
    let claims = party.claims(access.web(), metadata, &code, &kept).await?;
    Ok((provider, claims))
}

fn enabled(tx: &mut Tx<'_>, id: IdentityProviderId) -> Result<IdentityProvider> {
    let found = identity_providers::store::find(tx, id)?;
    found.filter(|provider| provider.enabled).ok_or_else(Fault::not_found)
}
