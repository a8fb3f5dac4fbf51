//! The one guarded way to fetch something from the web: only public addresses, checked after the name was looked up and
//! again after every redirect, to exactly the address that was checked, with limits on time and size.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http_body_util::{BodyExt, Empty};
use hyper::body::{Body, Incoming};
use hyper::client::conn::http1;
use hyper::header::{ACCEPT, CONTENT_TYPE, HOST, LOCATION, USER_AGENT};
use hyper::http::request::Builder;
use hyper::{Request, Response};
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
}

/// Fetches `url`, at most `limit` bytes of it.
pub async fn fetch(url: &str, accept: &str, limit: usize, reach: Reach, trust: &Trust) -> Result<Fetched, Trouble> {
    let work = follow(url, accept, limit, reach, trust);
    tokio::time::timeout(PATIENCE, work)
        .await
        .unwrap_or_else(|_| Err(Trouble::passing(Cause::Timeout, words::WEB_SILENT)))
}

async fn follow(url: &str, accept: &str, limit: usize, reach: Reach, trust: &Trust) -> Result<Fetched, Trouble> {
    let mut url = Url::parse(url).map_err(|_| Trouble::lasting(Cause::Forbidden, words::NOT_ON_THE_WEB))?;
    for _ in 0..=MOST_REDIRECTS {
        let response = get(&url, accept, reach, trust).await?;
        let status = response.status();
        if status.is_redirection() {
            let target = response.headers().get(LOCATION).and_then(|value| value.to_str().ok());
            let next = target.and_then(|target| url.join(target).ok());
            url = next.ok_or_else(|| Trouble::lasting(Cause::Protocol, words::SENT_NOWHERE))?;
            continue;
        }
        if !status.is_success() {
            return Err(Trouble::lasting(Cause::Protocol, words::WEB_STATUS.said([("status", &status.to_string())])));
        }
        return read(response, limit).await;
    }
    Err(Trouble::lasting(Cause::Protocol, words::SENT_ROUND))
}

async fn get(url: &Url, accept: &str, reach: Reach, trust: &Trust) -> Result<Response<Incoming>, Trouble> {
    send(url, Request::get(path(url)).header(ACCEPT, accept), Empty::<Bytes>::new(), reach, trust).await
}

/// Path and query, as a request names them.
pub(crate) fn path(url: &Url) -> String {
    match url.query() {
        Some(query) => format!("{}?{query}", url.path()),
        None => url.path().to_owned(),
    }
}

/// Sends one request to exactly the address that was checked.
pub(crate) async fn send<B>(
    url: &Url,
    request: Builder,
    body: B,
    reach: Reach,
    trust: &Trust,
) -> Result<Response<Incoming>, Trouble>
where
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: std::error::Error + Send + Sync + 'static,
{
    let secure = match url.scheme() {
        "https" => true,
        "http" => false,
        _ => return Err(Trouble::lasting(Cause::Forbidden, words::ONLY_HTTP)),
    };
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']).to_owned();
    let address = allowed_address(url, reach).await?;
    let mut wire = Wire::open_at(address).await?;
    if secure {
        wire = wire.secure(&host, trust).await?;
    }
    let broken = |error: hyper::Error| Trouble::passing(Cause::Broken, words::WEB_BROKE).answered(&error.to_string());
    let (mut sender, connection) = http1::handshake(TokioIo::new(wire)).await.map_err(broken)?;
    tokio::spawn(connection);
    let named = match url.port() {
        Some(port) => format!("{}:{port}", url.host_str().unwrap_or_default()),
        None => url.host_str().unwrap_or_default().to_owned(),
    };
    let request = request
        .header(HOST, named)
        .header(USER_AGENT, "Quarterdeck")
        .body(body)
        .map_err(|error| Trouble::lasting(Cause::Protocol, words::WEB_UNASKABLE).answered(&error.to_string()))?;
    sender.send_request(request).await.map_err(broken)
}

/// The first address of the host; refused when any of them is not public, so that no name can hide one behind another.
async fn allowed_address(url: &Url, reach: Reach) -> Result<SocketAddr, Trouble> {
    let port = url.port_or_known_default().unwrap_or(80);
    let addresses: Vec<SocketAddr> = match url.host() {
        Some(Host::Ipv4(ip)) => vec![(IpAddr::V4(ip), port).into()],
        Some(Host::Ipv6(ip)) => vec![(IpAddr::V6(ip), port).into()],
        Some(Host::Domain(name)) => tokio::net::lookup_host((name, port))
            .await
            .map_err(|_| Trouble::passing(Cause::UnknownHost, words::NO_SERVER.said([("host", name)])))?
            .collect(),
        None => Vec::new(),
    };
    if reach == Reach::Public && addresses.iter().any(|address| !is_public(address.ip())) {
        return Err(Trouble::lasting(Cause::Forbidden, words::NOT_PUBLIC));
    }
    addresses.first().copied().ok_or_else(|| Trouble::passing(Cause::UnknownHost, words::NO_ADDRESS))
}

pub(crate) async fn read(response: Response<Incoming>, limit: usize) -> Result<Fetched, Trouble> {
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
mod tests {
    use super::*;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    #[test]
    fn only_public_addresses_are_public() {
        for (text, want) in [
            ("93.184.216.34", true),
            ("2606:2800:220:1:248:1893:25c8:1946", true),
            ("127.0.0.1", false),
            ("10.1.2.3", false),
            ("172.16.0.1", false),
            ("192.168.1.1", false),
            ("169.254.169.254", false),
            ("100.64.0.1", false),
            ("0.0.0.0", false),
            ("255.255.255.255", false),
            ("198.18.0.1", false),
            ("::1", false),
            ("::", false),
            ("::ffff:127.0.0.1", false),
            ("::ffff:10.0.0.1", false),
            ("fc00::1", false),
            ("fe80::1", false),
            ("64:ff9b::7f00:1", false),
            ("2002:7f00:1::", false),
        ] {
            assert_eq!(is_public(text.parse().unwrap()), want, "{text}");
        }
    }

    async fn serve(answer: &'static str) -> SocketAddr {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let mut buffer = [0; 1024];
                let _ = stream.read(&mut buffer).await;
                let _ = stream.write_all(answer.as_bytes()).await;
            }
        });
        address
    }

    #[tokio::test]
    async fn inner_addresses_are_refused_in_every_spelling() {
        let address = serve("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi").await;
        for host in ["127.0.0.1", "localhost", "[::1]", "0x7f000001", "2130706433", "127.1"] {
            let got =
                fetch(&format!("http://{host}:{}/", address.port()), "*/*", 99, Reach::Public, &Trust::public()).await;
            assert_eq!(got.map(|_| ()).map_err(|trouble| trouble.cause), Err(Cause::Forbidden), "{host}");
        }
        for url in ["file:///etc/passwd", "ftp://example.org/", "nonsense"] {
            let got = fetch(url, "*/*", 99, Reach::Anywhere, &Trust::public()).await;
            assert_eq!(got.map(|_| ()).map_err(|trouble| trouble.cause), Err(Cause::Forbidden), "{url}");
        }
    }

    #[tokio::test]
    async fn limits_and_types_are_kept() {
        let address = serve("HTTP/1.1 200 OK\r\nContent-Type: Image/PNG; x=1\r\nContent-Length: 2\r\n\r\nhi").await;
        let url = format!("http://{address}/a?b");
        let got = fetch(&url, "image/*", 2, Reach::Anywhere, &Trust::public()).await.unwrap();
        assert_eq!((got.media_type.as_str(), &got.body[..]), ("image/png", &b"hi"[..]));
        let got = fetch(&url, "image/*", 1, Reach::Anywhere, &Trust::public()).await;
        assert_eq!(got.map(|_| ()).map_err(|trouble| trouble.cause), Err(Cause::TooLarge));
    }

    #[tokio::test]
    async fn endless_redirects_end() {
        let address = serve("HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n").await;
        let got = fetch(&format!("http://{address}/"), "*/*", 9, Reach::Anywhere, &Trust::public()).await;
        assert_eq!(got.map(|_| ()).map_err(|trouble| trouble.cause), Err(Cause::Protocol));
    }
}
