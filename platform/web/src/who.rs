//! Who asks: the port that `access` implements, and the extractor that handlers name.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use async_trait::async_trait;
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use kernel::{Actor, Fault, FaultKind, FaultSpec};

use crate::problem::Problem;

/// The browser's cookie.
const COOKIE: &str = "qd_session";
/// A header that a foreign page cannot set without asking first: together with the origin it proves our own client.
const CLIENT: &str = "x-quarterdeck-client";

const SIGN_IN: FaultSpec =
    FaultSpec { kind: FaultKind::Unauthenticated, code: "access.sign_in", sentence: "Please sign in." };
const FOREIGN: FaultSpec = FaultSpec {
    kind: FaultKind::Forbidden,
    code: "access.foreign_page",
    sentence: "This request did not come from Quarterdeck's own pages (the X-Quarterdeck-Client header or the origin is missing).",
};

/// What a request shows to prove who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Credentials {
    /// The session cookie's value.
    Session(String),
    /// A bearer token.
    Token(String),
}

/// Whoever was recognised.
#[derive(Debug, Clone)]
pub struct Identity {
    /// Who acts, with permissions and sight.
    pub actor: Actor,
    /// The session's or token's own id, on the wire.
    pub credential: String,
}

/// Recognises people and tokens.
#[async_trait]
pub trait Authenticate: Send + Sync {
    /// Whoever the credentials belong to; nobody when they are not valid any more.
    ///
    /// `agent` is what the browser calls itself: a cookie that turns up in another browser is not believed.
    async fn recognise(
        &self,
        credentials: &Credentials,
        address: IpAddr,
        agent: &str,
    ) -> kernel::Result<Option<Identity>>;
}

/// The actor who asks. Refuses with 401 when nobody is recognised.
#[derive(Debug, Clone)]
pub struct Who {
    /// Who acts.
    pub actor: Actor,
    /// The session's or token's own id, on the wire.
    pub credential: String,
}

/// What the request shows, if anything. A token goes before a cookie.
pub(crate) fn credentials(headers: &HeaderMap) -> Option<Credentials> {
    let text = |name| headers.get(name).and_then(|value: &axum::http::HeaderValue| value.to_str().ok());
    if let Some(token) = text(header::AUTHORIZATION).and_then(|value| value.strip_prefix("Bearer ")) {
        return Some(Credentials::Token(token.trim().to_owned()));
    }
    let cookies = headers.get_all(header::COOKIE).into_iter().filter_map(|value| value.to_str().ok());
    let session = cookies
        .flat_map(|line| line.split(';'))
        .find_map(|pair| pair.trim().strip_prefix(COOKIE)?.strip_prefix('='))?;
    Some(Credentials::Session(session.to_owned()))
}

/// What the browser calls itself.
pub(crate) fn agent(headers: &HeaderMap) -> &str {
    headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// Cookies travel by themselves, so a request that changes something must come from our own page.
pub(crate) fn check_own_page(method: &Method, headers: &HeaderMap, by_cookie: bool) -> kernel::Result<()> {
    if !by_cookie || matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS) {
        return Ok(());
    }
    if headers.contains_key(CLIENT) && same_origin(headers) { Ok(()) } else { Err(FOREIGN.into()) }
}

/// Whether the origin, when one is sent, is the host that was asked.
pub(crate) fn same_origin(headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let Some(origin) = text(header::ORIGIN) else { return true };
    let origin_host = origin.split_once("://").map(|(_, host)| host);
    origin_host.is_some()
        && (origin_host == text(header::HOST)
            || origin_host == text(header::HeaderName::from_static("x-forwarded-host")))
}

impl<S: Send + Sync> FromRequestParts<S> for Who {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        if let Some(known) = parts.extensions.get::<Self>() {
            return Ok(known.clone());
        }
        let credentials = credentials(&parts.headers).ok_or_else(|| Fault::from(SIGN_IN))?;
        let gate = parts.extensions.get::<Arc<dyn Authenticate>>().cloned();
        let gate = gate.ok_or_else(|| Fault::internal("no gate is wired into the router"))?;
        let ClientAddress(address) = ClientAddress::from_request_parts(parts, state).await.unwrap_or_default();
        let identity =
            gate.recognise(&credentials, address, agent(&parts.headers)).await?.ok_or_else(|| Fault::from(SIGN_IN))?;
        check_own_page(&parts.method, &parts.headers, matches!(credentials, Credentials::Session(_)))?;
        let who = Self { actor: identity.actor, credential: identity.credential };
        parts.extensions.insert(who.clone());
        Ok(who)
    }
}

/// Lets a request without credentials (signing in, setting up) pass only from our own page, when the browser tells where it
/// comes from: nobody shall be signed in as somebody else by a foreign page.
#[derive(Debug, Clone, Copy)]
pub struct OwnPage;

impl<S: Send + Sync> FromRequestParts<S> for OwnPage {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        if same_origin(&parts.headers) { Ok(Self) } else { Err(FOREIGN.into()) }
    }
}

/// The address that asks. Behind a trusted proxy the server replaces it from `X-Forwarded-For` before the handlers run.
#[derive(Debug, Clone, Copy)]
pub struct ClientAddress(pub IpAddr);

impl Default for ClientAddress {
    fn default() -> Self {
        Self(IpAddr::from([0, 0, 0, 0]))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for ClientAddress {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let replaced = parts.extensions.get::<Self>().copied();
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| Self(info.0.ip()));
        Ok(replaced.or(peer).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (header::HeaderName::from_static(name), header::HeaderValue::from_static(value)))
            .collect()
    }

    #[test]
    fn a_token_goes_before_a_cookie_and_other_cookies_do_not_matter() {
        let cookie = headers(&[("cookie", "theme=dark; qd_session=abc; qd_sessions=no")]);
        assert_eq!(credentials(&cookie), Some(Credentials::Session("abc".into())));
        let both = headers(&[("cookie", "qd_session=abc"), ("authorization", "Bearer qd_1")]);
        assert_eq!(credentials(&both), Some(Credentials::Token("qd_1".into())));
        assert_eq!(credentials(&headers(&[("cookie", "x=1")])), None);
    }

    #[test]
    fn only_our_own_page_may_change_things_by_cookie() {
        let table: [(&[(&'static str, &'static str)], bool); 5] = [
            (&[("x-quarterdeck-client", "staff"), ("origin", "https://desk.example"), ("host", "desk.example")], true),
            (&[("x-quarterdeck-client", "staff")], true),
            (&[("origin", "https://desk.example"), ("host", "desk.example")], false),
            (&[("x-quarterdeck-client", "staff"), ("origin", "https://evil.example"), ("host", "desk.example")], false),
            (&[("x-quarterdeck-client", "staff"), ("origin", "null"), ("host", "desk.example")], false),
        ];
        for (given, allowed) in table {
            assert_eq!(check_own_page(&Method::POST, &headers(given), true).is_ok(), allowed, "{given:?}");
            assert!(check_own_page(&Method::GET, &headers(given), true).is_ok());
            assert!(check_own_page(&Method::POST, &headers(given), false).is_ok());
        }
    }
}
