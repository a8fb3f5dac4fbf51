//! Talking to a provider's token endpoint (RFC 6749, 4.1.3 and 6).

use axum::http::{HeaderValue, StatusCode};
use delivery::fetch::Ask;
use delivery::{Cause, Trouble};
use serde::Deserialize;
use url::form_urlencoded::Serializer;

use super::model::Provider;
use crate::post::Post;
use crate::words;

/// How fields are sent.
const FORM: &str = "application/x-www-form-urlencoded";
/// Largest answer that is read.
const LIMIT: usize = 64 << 10;
/// Tokens without a life time are taken to live this long.
const USUAL_LIFE: i64 = 3_600;

/// What a provider gave.
#[derive(Clone, Deserialize)]
pub struct Tokens {
    /// What opens mailboxes for a while.
    pub access_token: String,
    /// What gets the next one.
    #[serde(default)]
    pub refresh_token: Option<String>,
    /// Seconds.
    #[serde(default = "usual_life")]
    pub expires_in: i64,
}

impl std::fmt::Debug for Tokens {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tokens").field("expires_in", &self.expires_in).finish_non_exhaustive()
    }
}

fn usual_life() -> i64 {
    USUAL_LIFE
}

#[derive(Deserialize)]
struct Refused {
    error: String,
    #[serde(default)]
    error_description: String,
}

/// Asks for tokens: with a code of somebody who came back, or with the token that was kept.
///
/// # Errors
/// [`Cause::Login`] when the consent does not hold any more; anything else may pass or lies in the registration.
pub async fn tokens(
    post: &Post,
    provider: &Provider,
    secret: Option<&str>,
    more: &[(&str, &str)],
) -> Result<Tokens, Trouble> {
    let mut fields = vec![("client_id", provider.client_id.as_str())];
    fields.extend(secret.map(|secret| ("client_secret", secret)));
    fields.extend_from_slice(more);
    let body = Serializer::new(String::new()).extend_pairs(fields).finish();
    let ask =
        Ask::post(&provider.token_url(), HeaderValue::from_static(FORM), body, LIMIT).accepting("application/json");
    let answered = post.settings().web.send(&ask).await?;
    let content = answered.content.body;
    if answered.status == StatusCode::OK {
        let read = serde_json::from_slice::<Tokens>(&content);
        return read.map_err(|_| Trouble::passing(Cause::Protocol, words::PROVIDER_STRANGE));
    }
    let Ok(refused) = serde_json::from_slice::<Refused>(&content) else {
        let status = answered.status.to_string();
        return Err(Trouble::passing(Cause::Later, words::PROVIDER_STRANGE).answered(&status));
    };
    let said = format!("{} {}", refused.error, refused.error_description);
    Err(match refused.error.as_str() {
        "invalid_grant" | "interaction_required" | "consent_required" => {
            Trouble::lasting(Cause::Consent, words::CONSENT_REVOKED).answered(&said)
        }
        "temporarily_unavailable" | "server_error" => {
            Trouble::passing(Cause::Later, words::PROVIDER_REFUSED).answered(&said)
        }
        _ => Trouble::lasting(Cause::Unprepared, words::PROVIDER_REFUSED).answered(&said),
    })
}
