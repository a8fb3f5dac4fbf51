//! A signed-in IMAP connection, its failures explained.

use std::time::Duration;

use async_imap::error::Error;
use async_imap::{Client, Session};
use delivery::{Cause, Security, Trouble, Trust, Wire};

use super::access::{self, Key};
use crate::mailboxes::model::Imap;
use crate::words;

/// A connection.
pub type Connection = Session<Wire>;

/// Time one answer may take.
const PATIENCE: Duration = Duration::from_mins(1);

/// A server that waits for encryption says nothing at all.
const PATIENCE_FOR_GREETING: Duration = Duration::from_secs(20);

/// Limits the time of one exchange and explains its failure.
pub async fn within<T>(work: impl Future<Output = Result<T, Error>>) -> Result<T, Trouble> {
    match tokio::time::timeout(PATIENCE, work).await {
        Ok(done) => done.map_err(|error| explain(&error)),
        Err(_) => Err(Trouble::passing(Cause::Timeout, delivery::words::MAIL_SILENT)),
    }
}

/// Connects and encrypts, without signing in.
pub async fn connect(imap: &Imap, trust: &Trust) -> Result<Client<Wire>, Trouble> {
    let mut wire = Wire::open(&imap.host, imap.port).await?;
    if imap.security == Security::Tls {
        wire = wire.secure(&imap.host, trust).await?;
    }
    let mut client = Client::new(wire);
    let greeting = tokio::time::timeout(PATIENCE_FOR_GREETING, client.read_response()).await;
    let greeted = matches!(greeting, Ok(Ok(Some(_))));
    if !greeted {
        let said = words::NOT_IMAP.said([("host", &imap.host), ("port", &imap.port.to_string())]);
        return Err(Trouble::passing(Cause::Protocol, said));
    }
    if imap.security == Security::Starttls {
        let offered = within(client.run_command_and_check_ok("STARTTLS", None)).await;
        offered.map_err(|_| {
            let filled = [("host", imap.host.as_str()), ("port", &imap.port.to_string())];
            Trouble::lasting(Cause::NoTls, delivery::words::NO_STARTTLS.said(filled))
        })?;
        client = Client::new(client.into_inner().secure(&imap.host, trust).await?);
    }
    Ok(client)
}

/// Says what XOAUTH2 wants once; to the reason of a refusal it answers nothing, which asks for the refusal itself.
struct Bearer(Option<String>);

impl async_imap::Authenticator for Bearer {
    type Response = String;

    fn process(&mut self, _challenge: &[u8]) -> String {
        self.0.take().unwrap_or_default()
    }
}

/// Signs in.
pub async fn login(client: Client<Wire>, user: &str, key: &Key) -> Result<Connection, Trouble> {
    let signing = tokio::time::timeout(PATIENCE, async {
        match key {
            Key::Password(password) => client.login(user, password).await,
            Key::Token(token) => client.authenticate("XOAUTH2", Bearer(Some(access::bearer(user, token)))).await,
        }
    })
    .await;
    match signing {
        Ok(Ok(session)) => Ok(session),
        Ok(Err((Error::No(answer), _))) => Err(Trouble::lasting(Cause::Login, words::LOGIN_REFUSED).answered(&answer)),
        Ok(Err((error, _))) => Err(explain(&error)),
        Err(_) => Err(Trouble::passing(Cause::Timeout, delivery::words::MAIL_SILENT)),
    }
}

/// What the IMAP library reports, in words.
pub fn explain(error: &Error) -> Trouble {
    match error {
        Error::Io(error) if error.kind() == std::io::ErrorKind::TimedOut => {
            Trouble::passing(Cause::Timeout, delivery::words::MAIL_SILENT)
        }
        Error::Io(error) => Trouble::passing(Cause::Broken, delivery::words::MAIL_BROKE).answered(&error.to_string()),
        Error::ConnectionLost => Trouble::passing(Cause::Broken, words::CLOSED),
        Error::No(answer) => Trouble::passing(Cause::Later, words::REFUSED).answered(answer),
        Error::Bad(answer) => Trouble::passing(Cause::Protocol, words::NOT_UNDERSTOOD).answered(answer),
        other => Trouble::passing(Cause::Protocol, words::STRANGE).answered(&other.to_string()),
    }
}
