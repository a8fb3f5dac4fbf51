//! The one guarded way to ask something of the web: only public addresses, checked after the name was looked up and
//! again after every redirect, to exactly the address that was checked, never from HTTPS back into the open, never saying
//! to another server who asks, with limits on time and size.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use bytes::{Bytes, BytesMut};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::client::conn::http1;
use hyper::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HOST, HeaderName, HeaderValue, LOCATION, USER_AGENT};
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use url::{Host, Url};

use crate::trouble::{Cause, Trouble};
use crate::trust::Trust;
use crate::wire::Wire;
use crate::words;

/// Redirects followed.
const MOST_REDIRECTS: usize = 3;
/// Time for the whole thing.
const PATIENCE: Duration = Duration::from_secs(20);

/// What was fetched.
#[derive(Debug, Clone)]
pub struct Fetched {
    /// `type/subtype` as the server said, lower case, without parameters.
    pub media_type: String,
    /// The content.
    pub body: Bytes,
}

/// Which addresses may be fetched from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Only the public Internet.
    Public,
    /// Everything, for tests against a server on this machine.
    Anywhere,
    /// The public Internet, and one address of this machine that plays a part of it.
    #[cfg(test)]
    PublicAnd(SocketAddr),
}

/// How to ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Method {
    Get,
    Post,
}

/// A request to somebody else's server.
#[derive(Clone)]
pub struct Ask {
    url: String,
    method: Method,
    accept: String,
    authorization: Option<HeaderValue>,
    more: Vec<(HeaderName, HeaderValue)>,
    media_type: Option<HeaderValue>,
    body: Bytes,
    limit: usize,
}

impl Ask {
    /// Asks for what lies at `url`, at most `limit` bytes of it. Redirects are followed.
    pub fn get(url: &str, limit: usize) -> Self {
        Self {
            url: url.to_owned(),
            method: Method::Get,
            accept: "*/*".to_owned(),
            authorization: None,
            more: Vec::new(),
            media_type: None,
            body: Bytes::new(),
            limit,
        }
    }

    /// Sends `body`; takes at most `limit` bytes of the answer. A redirect is not followed: what was meant for one server is
    /// handed to no other.
    pub fn post(url: &str, media_type: HeaderValue, body: impl Into<Bytes>, limit: usize) -> Self {
        Self { method: Method::Post, media_type: Some(media_type), body: body.into(), ..Self::get(url, limit) }
    }

    /// What kinds of content are welcome.
    #[must_use]
    pub fn accepting(self, accept: &str) -> Self {
        Self { accept: accept.to_owned(), ..self }
    }

    /// Proves who asks, to the server named in the address and to no other that it may point to.
    #[must_use]
    pub fn authorized(self, authorization: HeaderValue) -> Self {
        Self { authorization: Some(authorization), ..self }
    }

    /// Says one thing more, to the server named in the address and to no other that it may point to.
    #[must_use]
    pub fn with(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.more.push((name, value));
        self
    }
}

/// What came back, whatever its status.
#[derive(Debug, Clone)]
pub struct Answered {
    /// The status.
    pub status: StatusCode,
    /// Type and content.
    pub content: Fetched,
}

/// Finds the addresses of a host.
#[async_trait]
pub trait Resolve: Send + Sync {
    /// All addresses of `host`.
    ///
    /// # Errors
    /// When the name is not known.
    async fn addresses(&self, host: &str, port: u16) -> std::io::Result<Vec<SocketAddr>>;
}

/// As this machine looks names up.
struct SystemNames;

#[async_trait]
impl Resolve for SystemNames {
    async fn addresses(&self, host: &str, port: u16) -> std::io::Result<Vec<SocketAddr>> {
        Ok(tokio::net::lookup_host((host, port)).await?.collect())
    }
}

/// The guarded way out. Cheap to clone.
#[derive(Clone)]
pub struct Guard {
    reach: Reach,
    trust: Trust,
    names: Arc<dyn Resolve>,
    inner: Arc<[String]>,
}

impl std::fmt::Debug for Guard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Guard").field("reach", &self.reach).field("inner", &self.inner).finish_non_exhaustive()
    }
}

/// Fetches `url`, at most `limit` bytes of it; anything but success is trouble.
///
/// # Errors
/// When the address is not allowed, or the server cannot be reached or does not give it.
pub async fn fetch(url: &str, accept: &str, limit: usize, reach: Reach, trust: &Trust) -> Result<Fetched, Trouble> {
    let answered = Guard::new(reach, trust.clone()).send(&Ask::get(url, limit).accepting(accept)).await?;
    let status = answered.status;
    if !status.is_success() {
        return Err(Trouble::lasting(Cause::Protocol, words::WEB_STATUS.said([("status", &status.to_string())])));
    }
    Ok(answered.content)
}

impl Guard {
    /// To where and whose certificates are believed.
    pub fn new(reach: Reach, trust: Trust) -> Self {
        Self { reach, trust, names: Arc::new(SystemNames), inner: Arc::default() }
    }

    /// The same, with hosts of the own network that may be asked too, in the open as well: names or addresses, as they
    /// stand in a URL. Whoever runs the server names them, never somebody in a browser.
    #[must_use]
    pub fn admitting(self, inner: Arc<[String]>) -> Self {
        Self { inner, ..self }
    }

    /// Whether secrets may be sent there: by HTTPS, or to a host of the own network that may be asked.
    pub fn trusts(&self, url: &Url) -> bool {
        url.has_host() && (url.scheme() == "https" || (url.scheme() == "http" && self.admits(url)))
    }

    fn admits(&self, url: &Url) -> bool {
        url.host_str().is_some_and(|host| self.inner.iter().any(|inner| inner.eq_ignore_ascii_case(host)))
    }

    /// The same with another way to look names up.
    #[must_use]
    pub fn looking_up(self, names: Arc<dyn Resolve>) -> Self {
        Self { names, ..self }
    }

    /// Sends a request and reads the answer.
    ///
    /// # Errors
    /// When the address is not allowed, or the server cannot be reached or says too much.
    pub async fn send(&self, ask: &Ask) -> Result<Answered, Trouble> {
        tokio::time::timeout(PATIENCE, self.follow(ask))
            .await
            .unwrap_or_else(|_| Err(Trouble::passing(Cause::Timeout, words::WEB_SILENT)))
    }

    async fn follow(&self, ask: &Ask) -> Result<Answered, Trouble> {
        let asked = Url::parse(&ask.url).map_err(|_| Trouble::lasting(Cause::Forbidden, words::NOT_ON_THE_WEB))?;
        let mut url = asked.clone();
        for _ in 0..=MOST_REDIRECTS {
            let response = self.once(&url, ask, url.origin() == asked.origin()).await?;
            let status = response.status();
            if !status.is_redirection() || ask.method == Method::Post {
                return Ok(Answered { status, content: read(response, ask.limit).await? });
            }
            let target = response.headers().get(LOCATION).and_then(|value| value.to_str().ok());
            let next = target.and_then(|target| url.join(target).ok());
            let next = next.ok_or_else(|| Trouble::lasting(Cause::Protocol, words::SENT_NOWHERE))?;
            if url.scheme() == "https" && next.scheme() != "https" {
                return Err(Trouble::lasting(Cause::Forbidden, words::SENT_INTO_THE_OPEN));
            }
            url = next;
        }
        Err(Trouble::lasting(Cause::Protocol, words::SENT_ROUND))
    }

    /// One request to one server, looked up once and connected to exactly as looked up: a name that answers differently
    /// the next time changes nothing.
    async fn once(&self, url: &Url, ask: &Ask, at_home: bool) -> Result<Response<Incoming>, Trouble> {
        let secure = match url.scheme() {
            "https" => true,
            "http" => false,
            _ => return Err(Trouble::lasting(Cause::Forbidden, words::ONLY_HTTP)),
        };
        let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']).to_owned();
        let mut wire = Wire::open_at(self.allowed_address(url).await?).await?;
        if secure {
            wire = wire.secure(&host, &self.trust).await?;
        }
        let broken =
            |error: hyper::Error| Trouble::passing(Cause::Broken, words::WEB_BROKE).answered(&error.to_string());
        let (mut sender, connection) = http1::handshake(TokioIo::new(wire)).await.map_err(broken)?;
        tokio::spawn(connection);
        sender.send_request(request(url, ask, at_home)?).await.map_err(broken)
    }

    /// The first address of the host; refused when any of them is not public, so that no name can hide one behind another.
    async fn allowed_address(&self, url: &Url) -> Result<SocketAddr, Trouble> {
        let port = url.port_or_known_default().unwrap_or(80);
        let addresses: Vec<SocketAddr> = match url.host() {
            Some(Host::Ipv4(ip)) => vec![(IpAddr::V4(ip), port).into()],
            Some(Host::Ipv6(ip)) => vec![(IpAddr::V6(ip), port).into()],
            Some(Host::Domain(name)) => self
                .names
                .addresses(name, port)
                .await
                .map_err(|_| Trouble::passing(Cause::UnknownHost, words::NO_SERVER.said([("host", name)])))?,
            None => Vec::new(),
        };
        if !self.admits(url) && addresses.iter().any(|address| !self.reach.covers(*address)) {
            return Err(Trouble::lasting(Cause::Forbidden, words::NOT_PUBLIC));
        }
        addresses.first().copied().ok_or_else(|| Trouble::passing(Cause::UnknownHost, words::NO_ADDRESS))
    }
}

impl Reach {
    fn covers(self, address: SocketAddr) -> bool {
        match self {
            Self::Public => is_public(address.ip()),
            Self::Anywhere => true,
            #[cfg(test)]
            Self::PublicAnd(one) => is_public(address.ip()) || address == one,
        }
    }
}

/// The request as it is written; who asks is said only to the server that was named.
fn request(url: &Url, ask: &Ask, at_home: bool) -> Result<Request<Full<Bytes>>, Trouble> {
    let named = match url.port() {
        Some(port) => format!("{}:{port}", url.host_str().unwrap_or_default()),
        None => url.host_str().unwrap_or_default().to_owned(),
    };
    let path = match url.query() {
        Some(query) => format!("{}?{query}", url.path()),
        None => url.path().to_owned(),
    };
    let mut request = match ask.method {
        Method::Get => Request::get(path),
        Method::Post => Request::post(path),
    };
    request = request.header(HOST, named).header(ACCEPT, &ask.accept).header(USER_AGENT, "Quarterdeck");
    if let Some(media_type) = &ask.media_type {
        request = request.header(CONTENT_TYPE, media_type);
    }
    if let Some(authorization) = ask.authorization.as_ref().filter(|_| at_home) {
        request = request.header(AUTHORIZATION, authorization);
    }
    for (name, value) in ask.more.iter().filter(|_| at_home) {
        request = request.header(name, value);
    }
    request
        .body(Full::new(ask.body.clone()))
        .map_err(|error| Trouble::lasting(Cause::Protocol, words::WEB_UNASKABLE).answered(&error.to_string()))
}

async fn read(response: Response<Incoming>, limit: usize) -> Result<Fetched, Trouble> {
    let media_type = response.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let media_type = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let mut body = BytesMut::new();
    let mut incoming = response.into_body();
    while let Some(frame) = incoming.frame().await {
        let frame =
            frame.map_err(|error| Trouble::passing(Cause::Broken, words::WEB_BROKE).answered(&error.to_string()))?;
        if let Some(data) = frame.data_ref() {
            if body.len() + data.len() > limit {
                return Err(Trouble::lasting(Cause::TooLarge, words::WEB_LARGE));
            }
            body.extend_from_slice(data);
        }
    }
    Ok(Fetched { media_type, body: body.freeze() })
}

/// Whether an address belongs to the public Internet.
pub fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    !(ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_broadcast()
        || ip.is_documentation()
        || ip.is_multicast()
        || a == 0
        || a >= 240
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 198 && (18..20).contains(&b)))
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    if let Some(inner) = ip.to_ipv4() {
        return is_public_v4(inner);
    }
    let segments = ip.segments();
    let translated = segments[0] == 0x64 && segments[1] == 0xff9b;
    let tunnelled = segments[0] == 0x2002 || (segments[0] == 0x2001 && segments[1] == 0);
    !(ip.is_loopback()
        || ip.is_unspecified()
        || ip.is_multicast()
        || ip.is_unique_local()
        || ip.is_unicast_link_local()
        || translated
        || tunnelled
        || (segments[0] == 0x2001 && segments[1] == 0xdb8))
}

#[cfg(test)]
#[path = "fetch_tests.rs"]
mod tests;
