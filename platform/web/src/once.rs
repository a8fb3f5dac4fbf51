//! The same request twice changes nothing: answers to requests with an `Idempotency-Key` are kept with the unit of work.

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{FromRequestParts, Request};
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use db::{Db, Tx, p};
use kernel::{Fault, FaultKind, FaultSpec, Result, Timestamp};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::problem::Problem;
use crate::who::Who;

db::sql! {
    FIND = "select request, answer from web_once where actor = $1 and key = $2";
    KEEP = "insert into web_once (actor, key, request, answer, at) values ($1, $2, $3, $4, $5)";
    FORGET = "delete from web_once where at < $1";
}

const OTHER_REQUEST: FaultSpec = FaultSpec {
    kind: FaultKind::Unprocessable,
    code: "request.idempotency_key_reused",
    sentence: "This Idempotency-Key was used for another request. Use a new key for each new thing.",
};
const KEY_INVALID: FaultSpec = FaultSpec {
    kind: FaultKind::Invalid,
    code: "request.idempotency_key_invalid",
    sentence: "An Idempotency-Key is 1 to 200 visible characters.",
};
const NAME: &str = "idempotency-key";

/// The fingerprint of method, path and body, put into the request by [`fingerprint`].
#[derive(Debug, Clone)]
struct Fingerprint(String);

/// Takes the fingerprint of requests that bear an `Idempotency-Key`; others pass untouched.
pub async fn fingerprint(request: Request, next: Next) -> Response {
    if !request.headers().contains_key(NAME) {
        return next.run(request).await;
    }
    let (mut parts, body) = request.into_parts();
    // The router's own limit for bodies is set outside of this.
    let bytes: Bytes = match to_bytes(body, usize::MAX).await {
        Ok(bytes) => bytes,
        Err(broken) => {
            let fault =
                Fault::invalid_field("", "request.body_invalid", "The body of the request broke off or is too large.")
                    .because(broken);
            return Problem(fault).into_response();
        }
    };
    parts.extensions.insert(Fingerprint(mark(parts.method.as_str(), parts.uri.path(), &bytes)));
    next.run(Request::from_parts(parts, Body::from(bytes))).await
}

/// FNV-1a, 128 bits: tells requests of one client apart; it guards nothing.
fn mark(method: &str, path: &str, body: &[u8]) -> String {
    let fields = [method.as_bytes(), b"\n", path.as_bytes(), b"\n", body];
    let hash = fields
        .iter()
        .flat_map(|field| field.iter())
        .fold(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d_u128, |hash, byte| {
            (hash ^ u128::from(*byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b)
        });
    format!("{hash:032x}")
}

/// Runs a unit of work at most once for an `Idempotency-Key`; without a key it just runs it.
#[derive(Debug, Clone)]
pub struct Once {
    key: Option<(String, String, String)>,
}

impl<S: Send + Sync> FromRequestParts<S> for Once {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> std::result::Result<Self, Problem> {
        let Some(key) = parts.headers.get(NAME) else { return Ok(Self { key: None }) };
        let key = key.to_str().ok().map(str::trim).filter(|key| !key.is_empty() && key.len() <= 200);
        let key = key.ok_or_else(|| KEY_INVALID.at("Idempotency-Key"))?.to_owned();
        let who = Who::from_request_parts(parts, state).await?;
        let owner = who.actor.person().map_or_else(|| who.credential.clone(), |person| person.to_string());
        let request = parts.extensions.get::<Fingerprint>().map(|mark| mark.0.clone()).unwrap_or_default();
        Ok(Self { key: Some((owner, key, request)) })
    }
}

impl Once {
    /// Runs the unit of work, or gives the answer that it gave the first time.
    ///
    /// # Errors
    /// The unit of work's own fault (which is not kept), or `request.idempotency_key_reused`.
    pub async fn write<T, F>(self, db: &Db, mut work: F) -> Result<T>
    where
        T: Serialize + DeserializeOwned + Send + 'static,
        F: FnMut(&mut Tx<'_>) -> Result<T> + Send + 'static,
    {
        let Some((actor, key, request)) = self.key else { return db.write(work).await };
        db.write(move |tx| {
            let kept = tx.opt(FIND, p![actor, key], |row| Ok((row.take::<String>()?, row.take::<String>()?)))?;
            if let Some((before, answer)) = kept {
                if before != request {
                    return Err(OTHER_REQUEST.at("Idempotency-Key"));
                }
                return serde_json::from_str(&answer).map_err(Fault::internal);
            }
            let answer = work(tx)?;
            let text = serde_json::to_string(&answer).map_err(Fault::internal)?;
            let now = tx.now();
            tx.exec(KEEP, p![actor, key, request, text, now])?;
            Ok(answer)
        })
        .await
    }
}

/// Forgets answers that were kept before an instant; two days are promised.
pub fn forget_old(tx: &mut Tx<'_>, before: Timestamp) -> Result<u64> {
    tx.exec(FORGET, p![before])
}
