//! Talking OpenID Connect with a provider; the protocol and the checking of signatures is the library's.

use axum::http::{HeaderValue, Method, header};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use delivery::fetch::{Ask, Guard};
use kernel::{Fault, Result};
use openidconnect::core::{
    CoreAuthenticationFlow, CoreClient, CoreClientAuthMethod, CoreJwsSigningAlgorithm, CoreProviderMetadata,
};
use openidconnect::{
    AuthType, AuthorizationCode, ClientId, ClientSecret, CsrfToken, DiscoveryError, HttpRequest, HttpResponse,
    IssuerUrl, Nonce, OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, RequestTokenError, Scope,
    TokenResponse,
};
use serde_json::{Map, Value};

use super::claims::Claims;
use crate::error::{self, words};
use crate::identity_providers::IdentityProvider;

/// Largest answer that is read.
const LIMIT: usize = 1 << 20;
/// Whose signatures are believed: those that nobody can make who can check them. Never `none`.
const SIGNED_BY: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// Our guarded way to the web in the library's words.
#[derive(Debug)]
struct Unreachable(delivery::Trouble);

impl std::fmt::Display for Unreachable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0.words)
    }
}

impl std::error::Error for Unreachable {}

async fn ask(web: Guard, request: HttpRequest) -> std::result::Result<HttpResponse, Unreachable> {
    let (parts, body) = request.into_parts();
    let url = parts.uri.to_string();
    let value = |name| parts.headers.get(name).cloned();
    let mut ask = match (parts.method == Method::POST, value(header::CONTENT_TYPE)) {
        (true, Some(media_type)) => Ask::post(&url, media_type, body, LIMIT),
        _ => Ask::get(&url, LIMIT),
    };
    if let Some(accept) = value(header::ACCEPT).as_ref().and_then(|accept| accept.to_str().ok()) {
        ask = ask.accepting(accept);
    }
    if let Some(authorization) = value(header::AUTHORIZATION) {
        ask = ask.authorized(authorization);
    }
    let answered = web.send(&ask).await.map_err(Unreachable)?;
    let mut response = HttpResponse::new(answered.content.body.to_vec());
    *response.status_mut() = answered.status;
    if let Ok(media_type) = HeaderValue::from_str(&answered.content.media_type) {
        response.headers_mut().insert(header::CONTENT_TYPE, media_type);
    }
    Ok(response)
}

/// What a provider says about itself, with its keys (OpenID Connect Discovery 1.0).
///
/// # Errors
/// `access.identity_provider_wrong` in words for a person.
pub(crate) async fn discover(web: &Guard, issuer: &str) -> Result<CoreProviderMetadata> {
    let wrong = |said: kernel::Said| Fault::from(error::IDENTITY_PROVIDER_WRONG).saying(said);
    let issuer = IssuerUrl::new(issuer.to_owned()).map_err(|_| Fault::from(error::IDENTITY_PROVIDER_WRONG))?;
    let client = |request| ask(web.clone(), request);
    let found = CoreProviderMetadata::discover_async(issuer, &client).await;
    found.map_err(|error| match error {
        DiscoveryError::Request(Unreachable(trouble)) => wrong(trouble.said()),
        DiscoveryError::Response(status, ..) => wrong(words::SIGN_ON_STATUS.said([("status", status.as_str())])),
        // Says which issuer was found: mostly a slash too many or too few.
        DiscoveryError::Validation(detail) => wrong(words::SIGN_ON_OTHER_ISSUER.said([("detail", detail.as_str())])),
        _ => wrong(words::SIGN_ON_NO_PROVIDER.said([])),
    })
}

/// What only we may know until somebody comes back.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub(super) struct Kept {
    pub(super) verifier: String,
    pub(super) nonce: String,
}

/// We, as the provider knows us.
pub(super) struct Party<'a> {
    pub(super) provider: &'a IdentityProvider,
    pub(super) secret: Option<String>,
    pub(super) redirect: &'a str,
}

impl Party<'_> {
    /// The provider's page, where somebody proves who they are.
    pub(super) fn way(&self, metadata: CoreProviderMetadata, state: &str, kept: &Kept) -> Result<String> {
        let client =
            CoreClient::from_provider_metadata(metadata, self.client_id(), None).set_redirect_uri(self.redirect()?);
        let verifier = PkceCodeVerifier::new(kept.verifier.clone());
        let (state, nonce) = (state.to_owned(), kept.nonce.clone());
        let request = client.authorize_url(
            CoreAuthenticationFlow::AuthorizationCode,
            move || CsrfToken::new(state),
            move || Nonce::new(nonce),
        );
        let scopes = self.provider.scopes.split_whitespace().map(|scope| Scope::new(scope.to_owned()));
        let challenge = PkceCodeChallenge::from_code_verifier_sha256(&verifier);
        let (url, ..) = request.add_scopes(scopes).set_pkce_challenge(challenge).url();
        Ok(url.into())
    }

    /// Exchanges the code that somebody brought back for what the provider says of them, verified.
    ///
    /// # Errors
    /// `access.sign_on_failed` in words for a person.
    pub(super) async fn claims(
        &self,
        web: &Guard,
        metadata: CoreProviderMetadata,
        code: &str,
        kept: &Kept,
    ) -> Result<Claims> {
        let basic = metadata
            .token_endpoint_auth_methods_supported()
            .is_none_or(|methods| methods.contains(&CoreClientAuthMethod::ClientSecretBasic));
        let auth = if basic { AuthType::BasicAuth } else { AuthType::RequestBody };
        let user_info = metadata.userinfo_endpoint().map(|url| url.to_string());
        let secret = self.secret.clone().map(ClientSecret::new);
        let client = CoreClient::from_provider_metadata(metadata, self.client_id(), secret)
            .set_auth_type(auth)
            .set_redirect_uri(self.redirect()?);
        let exchange = client.exchange_code(AuthorizationCode::new(code.to_owned()));
        let exchange = exchange.map_err(|_| failed(words::SIGN_ON_NO_PROVIDER.said([])))?;
        let through = |request| ask(web.clone(), request);
        let verifier = PkceCodeVerifier::new(kept.verifier.clone());
        let tokens =
            exchange.set_pkce_verifier(verifier).request_async(&through).await.map_err(|error| match error {
                RequestTokenError::Request(Unreachable(trouble)) => failed(trouble.said()),
                RequestTokenError::ServerResponse(answer) => {
                    failed(words::SIGN_ON_CODE_REFUSED.said([("answer", answer.error().as_ref())]))
                }
                _ => failed(words::SIGN_ON_NO_PROVIDER.said([])),
            })?;
        let token = tokens.id_token().ok_or_else(|| failed(words::SIGN_ON_NO_TOKEN.said([])))?;
        let checker = client.id_token_verifier().set_allowed_algs(SIGNED_BY);
        if let Err(cause) = token.claims(&checker, &Nonce::new(kept.nonce.clone())) {
            return Err(failed(words::SIGN_ON_NOT_BELIEVED.said([("cause", cause.to_string().as_str())])));
        }
        let claims = Claims(payload(&token.to_string()).ok_or_else(|| failed(words::SIGN_ON_NO_TOKEN.said([])))?);
        match user_info {
            Some(url) => Ok(claims.completed_by(more(web, &url, tokens.access_token().secret()).await?)),
            None => Ok(claims),
        }
    }

    fn client_id(&self) -> ClientId {
        ClientId::new(self.provider.client_id.clone())
    }

    fn redirect(&self) -> Result<RedirectUrl> {
        RedirectUrl::new(self.redirect.to_owned()).map_err(Fault::internal)
    }
}

fn failed(said: kernel::Said) -> Fault {
    Fault::from(error::SIGN_ON_FAILED).saying(said)
}

/// The claims of a token whose signature was checked.
fn payload(token: &str) -> Option<Map<String, Value>> {
    let bytes = URL_SAFE_NO_PAD.decode(token.split('.').nth(1)?).ok()?;
    serde_json::from_slice(&bytes).ok()
}

/// What the provider says beside the token; nothing when it says it in another way than plain JSON.
async fn more(web: &Guard, url: &str, access_token: &str) -> Result<Map<String, Value>> {
    let bearer = HeaderValue::from_str(&format!("Bearer {access_token}"));
    let mut bearer = bearer.map_err(|_| failed(words::SIGN_ON_NO_TOKEN.said([])))?;
    bearer.set_sensitive(true);
    let asked = web.send(&Ask::get(url, LIMIT).accepting("application/json").authorized(bearer)).await;
    let answered = asked.map_err(|trouble| failed(trouble.said()))?;
    Ok(serde_json::from_slice(&answered.content.body).unwrap_or_default())
}
