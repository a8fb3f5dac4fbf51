//! A connection to a server, plain or with TLS, opened with a limit on time and explained when it fails.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use lettre::transport::smtp::client::AsyncTokioStream;
use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use crate::trouble::{Cause, Trouble};
use crate::trust::Trust;
use crate::words;

/// Time for looking up the name and connecting.
const PATIENCE: Duration = Duration::from_secs(20);

/// A connection.
#[derive(Debug)]
pub enum Wire {
    /// As it is.
    Plain(TcpStream),
    /// Encrypted.
    Tls(Box<TlsStream<TcpStream>>),
}

impl Wire {
    /// Opens a plain connection.
    pub async fn open(host: &str, port: u16) -> Result<Self, Trouble> {
        let place = format!("{host}:{port}");
        let found = within(PATIENCE, &place, tokio::net::lookup_host((host, port))).await?;
        let addresses: Vec<_> =
            found.map_err(|_| Trouble::passing(Cause::UnknownHost, words::NO_SERVER.said([("host", host)])))?.collect();
        if addresses.is_empty() {
            return Err(Trouble::passing(Cause::UnknownHost, words::NO_SERVER.said([("host", host)])));
        }
        let stream = within(PATIENCE, &place, TcpStream::connect(&addresses[..]))
            .await?
            .map_err(|error| explain(&error, &place))?;
        let _ = stream.set_nodelay(true);
        Ok(Self::Plain(stream))
    }

    /// Opens a plain connection to exactly this address.
    pub async fn open_at(address: std::net::SocketAddr) -> Result<Self, Trouble> {
        let place = address.to_string();
        let stream =
            within(PATIENCE, &place, TcpStream::connect(address)).await?.map_err(|error| explain(&error, &place))?;
        Ok(Self::Plain(stream))
    }

    /// Encrypts the connection; the certificate must be for `host` and trusted.
    pub async fn secure(self, host: &str, trust: &Trust) -> Result<Self, Trouble> {
        let Self::Plain(stream) = self else { return Ok(self) };
        let name = ServerName::try_from(host.to_owned())
            .map_err(|_| Trouble::lasting(Cause::UnknownHost, words::NOT_A_SERVER_NAME.said([("host", host)])))?;
        let handshake = TlsConnector::from(trust.config()).connect(name, stream);
        let stream = within(PATIENCE, host, handshake).await?.map_err(|error| explain_tls(&error, host))?;
        Ok(Self::Tls(Box::new(stream)))
    }
}

async fn within<T>(time: Duration, place: &str, work: impl Future<Output = T>) -> Result<T, Trouble> {
    tokio::time::timeout(time, work)
        .await
        .map_err(|_| Trouble::passing(Cause::Timeout, words::SILENT.said([("place", place)])))
}

/// A failure of a connection in words.
pub fn explain(error: &io::Error, place: &str) -> Trouble {
    match error.kind() {
        io::ErrorKind::ConnectionRefused => {
            Trouble::passing(Cause::Refused, words::NOBODY_LISTENS.said([("place", place)]))
        }
        io::ErrorKind::TimedOut => Trouble::passing(Cause::Timeout, words::SILENT.said([("place", place)])),
        io::ErrorKind::HostUnreachable | io::ErrorKind::NetworkUnreachable => {
            Trouble::passing(Cause::Refused, words::NO_WAY.said([("place", place)]))
        }
        _ => Trouble::passing(Cause::Broken, words::BROKE.said([("place", place)])).answered(&error.to_string()),
    }
}

/// A failed handshake in words.
fn explain_tls(error: &io::Error, host: &str) -> Trouble {
    use rustls::{CertificateError, Error};
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<Error>());
    let phrase = match inner {
        Some(Error::InvalidCertificate(CertificateError::Expired | CertificateError::ExpiredContext { .. })) => {
            words::CERTIFICATE_EXPIRED
        }
        Some(Error::InvalidCertificate(
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
        )) => words::CERTIFICATE_NAME,
        Some(Error::InvalidCertificate(CertificateError::UnknownIssuer)) => words::CERTIFICATE_UNKNOWN,
        Some(Error::InvalidCertificate(_)) => words::CERTIFICATE_INVALID,
        Some(Error::InvalidMessage(_)) => {
            return Trouble::lasting(Cause::NoTls, words::NO_TLS.said([("host", host)]));
        }
        Some(_) => {
            return Trouble::passing(Cause::NoTls, words::NO_AGREEMENT.said([("host", host)]))
                .answered(&error.to_string());
        }
        None => {
            return Trouble::passing(Cause::NoTls, words::CLOSED_AT_TLS.said([("host", host)]));
        }
    };
    Trouble::lasting(Cause::Certificate, phrase.said([("host", host)]))
}

impl AsyncRead for Wire {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_read(cx, buffer),
            Self::Tls(stream) => Pin::new(stream).poll_read(cx, buffer),
        }
    }
}

impl AsyncWrite for Wire {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_write(cx, bytes),
            Self::Tls(stream) => Pin::new(stream).poll_write(cx, bytes),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_flush(cx),
            Self::Tls(stream) => Pin::new(stream).poll_flush(cx),
        }
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_shutdown(cx),
            Self::Tls(stream) => Pin::new(stream).poll_shutdown(cx),
        }
    }
}

impl AsyncTokioStream for Wire {
    fn peer_addr(&self) -> io::Result<std::net::SocketAddr> {
        match self {
            Self::Plain(stream) => stream.peer_addr(),
            Self::Tls(stream) => stream.get_ref().0.peer_addr(),
        }
    }
}
