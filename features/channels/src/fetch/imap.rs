//! A signed-in IMAP connection, its failures explained.

use std::time::Duration;

use async_imap::error::Error;
use async_imap::types::Mailbox as Folder;
use async_imap::{Client, Session};
use delivery::{Cause, Security, Trouble, Trust, Wire};

use super::folder_name::encode;
use crate::mailboxes::model::Imap;

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
        Err(_) => Err(Trouble::passing(Cause::Timeout, "The mail server did not answer in time.")),
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
        let words = format!(
            "What answers at {}:{} is not an IMAP server, or it wants another encryption.",
            imap.host, imap.port
        );
        return Err(Trouble::passing(Cause::Protocol, words));
    }
    if imap.security == Security::Starttls {
        let offered = within(client.run_command_and_check_ok("STARTTLS", None)).await;
        offered.map_err(|_| {
            Trouble::lasting(Cause::NoTls, format!("{} does not offer STARTTLS on port {}.", imap.host, imap.port))
        })?;
        client = Client::new(client.into_inner().secure(&imap.host, trust).await?);
    }
    Ok(client)
}

/// Signs in.
pub async fn login(client: Client<Wire>, user: &str, password: &str) -> Result<Connection, Trouble> {
    let signing = tokio::time::timeout(PATIENCE, client.login(user, password)).await;
    match signing {
        Ok(Ok(session)) => Ok(session),
        Ok(Err((Error::No(answer), _))) => {
            Err(Trouble::lasting(Cause::Login, "The mail server did not accept user name and password.")
                .answered(&answer))
        }
        Ok(Err((error, _))) => Err(explain(&error)),
        Err(_) => Err(Trouble::passing(Cause::Timeout, "The mail server did not answer in time.")),
    }
}

/// Opens a folder for reading and marking.
pub async fn select(session: &mut Connection, folder: &str) -> Result<Folder, Trouble> {
    let selecting = tokio::time::timeout(PATIENCE, session.select(encode(folder))).await;
    match selecting {
        Ok(Ok(found)) => Ok(found),
        Ok(Err(Error::No(answer))) => {
            Err(Trouble::lasting(Cause::NoFolder, format!("There is no folder {folder} in this mailbox."))
                .answered(&answer))
        }
        Ok(Err(error)) => Err(explain(&error)),
        Err(_) => Err(Trouble::passing(Cause::Timeout, "The mail server did not answer in time.")),
    }
}

/// What the IMAP library reports, in words.
pub fn explain(error: &Error) -> Trouble {
    match error {
        Error::Io(error) => delivery::wire::explain(error, "the mail server"),
        Error::ConnectionLost => Trouble::passing(Cause::Broken, "The mail server closed the connection."),
        Error::No(answer) => Trouble::passing(Cause::Later, "The mail server refused.").answered(answer),
        Error::Bad(answer) => {
            Trouble::passing(Cause::Protocol, "The mail server did not understand us.").answered(answer)
        }
        other => Trouble::passing(Cause::Protocol, "The mail server said something we do not understand.")
            .answered(&other.to_string()),
    }
}
