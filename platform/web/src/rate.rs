//! How often somebody may ask, told in headers before it hurts.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;

use axum::extract::{FromRequestParts, Request, State};
use axum::http::HeaderValue;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use governor::clock::{Clock, DefaultClock};
use governor::middleware::StateInformationMiddleware;
use governor::state::keyed::DefaultKeyedStateStore;
use governor::{Quota, RateLimiter};
use kernel::{Fault, FaultKind, FaultSpec};

use crate::problem::Problem;
use crate::who::{ClientAddress, Credentials, credentials};

const TOO_OFTEN: FaultSpec = FaultSpec {
    kind: FaultKind::RateLimited,
    code: "request.too_often",
    sentence: "Too many requests in a short time. Wait as long as Retry-After says.",
};

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Asker {
    Credential(u64),
    Address(IpAddr),
}

type Limiter = RateLimiter<Asker, DefaultKeyedStateStore<Asker>, DefaultClock, StateInformationMiddleware>;

/// A limit for each credential, and for each address that shows none.
#[derive(Clone)]
pub struct RateLimit {
    limiter: Arc<Limiter>,
    per_minute: NonZeroU32,
}

impl RateLimit {
    /// So many requests a minute, as many of them at once.
    pub fn per_minute(requests: NonZeroU32) -> Self {
        let limiter = RateLimiter::keyed(Quota::per_minute(requests)).with_middleware::<StateInformationMiddleware>();
        Self { limiter: Arc::new(limiter), per_minute: requests }
    }

    /// Forgets askers that have been quiet; call it now and then.
    pub fn forget_quiet(&self) {
        self.limiter.retain_recent();
    }
}

/// Refuses who asks too often, and tells everybody how much is left.
pub async fn limit_rate(State(limit): State<RateLimit>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let ClientAddress(address) = ClientAddress::from_request_parts(&mut parts, &()).await.unwrap_or_default();
    let asker = match credentials(&parts.headers) {
        Some(Credentials::Session(text) | Credentials::Token(text)) => Asker::Credential(hash(&text)),
        None => Asker::Address(address),
    };
    let (mut response, left, wait) = match limit.limiter.check_key(&asker) {
        Ok(state) => (next.run(Request::from_parts(parts, body)).await, state.remaining_burst_capacity(), 0),
        Err(refused) => {
            let wait = refused.wait_time_from(DefaultClock::default().now()).as_secs() + 1;
            (Problem(Fault::from(TOO_OFTEN).retry_after(wait)).into_response(), 0, wait)
        }
    };
    let headers = response.headers_mut();
    headers.insert("ratelimit-limit", HeaderValue::from(limit.per_minute.get()));
    headers.insert("ratelimit-remaining", HeaderValue::from(left));
    headers.insert("ratelimit-reset", HeaderValue::from(wait));
    response
}

fn hash(text: &str) -> u64 {
    use std::hash::{BuildHasher, RandomState};
    use std::sync::LazyLock;
    // Keyed anew in each process, so that nobody can craft credentials that share a place.
    static STATE: LazyLock<RandomState> = LazyLock::new(RandomState::new);
    STATE.hash_one(text)
}
