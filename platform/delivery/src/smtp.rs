//! Sends one mail over SMTP and tells of each recipient whether the server took it.

use std::str::FromStr;
use std::time::Duration;

use lettre::Address;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailBodyParameter, MailParameter};
use serde::{Deserialize, Serialize};

use crate::trouble::{Cause, Step, Trouble};
use crate::trust::Trust;
use crate::wire::Wire;
use crate::words;

/// Time one answer of the server may take (RFC 5321 asks for minutes after DATA).
const PATIENCE: Duration = Duration::from_mins(1);
/// A server that waits for encryption says nothing at all; nobody should wait a minute for that in a test.
const PATIENCE_FOR_GREETING: Duration = Duration::from_secs(20);
const PATIENCE_AFTER_DATA: Duration = Duration::from_mins(5);

/// How a connection is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Security {
    /// TLS from the first byte.
    Tls,
    /// Plain first, then TLS, and never without.
    Starttls,
    /// Not at all: for a server on the same machine.
    None,
}

/// User and password.
#[derive(Clone)]
pub struct Login {
    /// User name.
    pub user: String,
    /// Password, or an access token.
    pub password: String,
    /// It is an access token (XOAUTH2).
    pub is_token: bool,
}

impl std::fmt::Debug for Login {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Login").field("user", &self.user).finish_non_exhaustive()
    }
}

/// A server that sends mail for us.
#[derive(Debug, Clone)]
pub struct Smtp {
    /// Name or address.
    pub host: String,
    /// Port.
    pub port: u16,
    /// Encryption.
    pub security: Security,
    /// Sign-in, if the server wants one.
    pub login: Option<Login>,
    /// The name we greet with.
    pub hello: String,
}

/// From whom, to whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    /// MAIL FROM; empty for mail nobody should answer.
    pub sender: String,
    /// RCPT TO.
    pub recipients: Vec<String>,
}

/// What became of handing a mail over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handed {
    /// What the server said when it took the mail; empty when it took nobody.
    pub answer: String,
    /// Recipients for whom it took nothing, with the reason. Everybody else has it.
    pub refused: Vec<(String, Trouble)>,
}

/// An open, signed-in connection.
pub struct Session {
    connection: AsyncSmtpConnection,
}

impl Smtp {
    /// Connects, encrypts and greets.
    pub async fn connect(&self, trust: &Trust) -> Result<Session, Trouble> {
        let mut wire = Wire::open(&self.host, self.port).await?;
        if self.security == Security::Tls {
            wire = wire.secure(&self.host, trust).await?;
        }
        let hello = ClientId::Domain(self.hello.clone());
        let greeting = AsyncSmtpConnection::connect_with_transport(Box::new(wire), &hello);
        let mut connection =
            within(PATIENCE_FOR_GREETING, greeting).await?.map_err(|error| explain(&error, Step::Greeting))?;
        if self.security == Security::Starttls {
            if !connection.can_starttls() {
                return Err(Trouble::lasting(
                    Cause::NoTls,
                    words::NO_STARTTLS.said([("host", &self.host), ("port", &self.port.to_string())]),
                ));
            }
            let upgrade = connection.starttls(trust.for_smtp(&self.host)?, &hello);
            within(PATIENCE, upgrade).await?.map_err(|error| explain(&error, Step::Greeting))?;
        }
        Ok(Session { connection })
    }

    /// Connects, signs in, sends, says good-bye. Answers what the server said when it took the mail, and for whom it did not.
    pub async fn send(&self, trust: &Trust, envelope: &Envelope, mail: &[u8]) -> Result<Handed, Trouble> {
        let mut session = self.connect(trust).await?;
        if let Some(login) = &self.login {
            session.login(login).await?;
        }
        let sent = session.send(envelope, mail).await;
        session.leave().await;
        sent
    }
}

impl Session {
    /// Signs in.
    pub async fn login(&mut self, login: &Login) -> Result<(), Trouble> {
        let mechanisms: &[Mechanism] =
            if login.is_token { &[Mechanism::Xoauth2] } else { &[Mechanism::Plain, Mechanism::Login] };
        let info = self.connection.server_info();
        if !mechanisms.iter().any(|mechanism| info.supports_auth_mechanism(*mechanism)) {
            return Err(Trouble::lasting(Cause::NoTls, words::NO_SIGN_IN));
        }
        let credentials = Credentials::new(login.user.clone(), login.password.clone());
        let answer = within(PATIENCE, self.connection.auth(mechanisms, &credentials)).await?;
        answer.map(drop).map_err(|error| {
            // Some servers tell why they refuse a token as a further question, which the library does not answer.
            if login.is_token && error.is_client() {
                Trouble::from_smtp(535, "the token is not accepted", Step::Login)
            } else {
                explain(&error, Step::Login)
            }
        })
    }

    /// Hands over one mail for everybody the server takes it for; a fault means that nobody got it.
    pub async fn send(&mut self, envelope: &Envelope, mail: &[u8]) -> Result<Handed, Trouble> {
        let refused = self.address(envelope, mail).await?;
        if refused.len() == envelope.recipients.len() {
            return Ok(Handed { answer: String::new(), refused });
        }
        within(PATIENCE, self.connection.command(Data)).await?.map_err(|error| explain(&error, Step::Content))?;
        let taken = within(PATIENCE_AFTER_DATA, self.connection.message(mail)).await?;
        let answer = taken.map_err(|error| explain(&error, Step::Content))?;
        Ok(Handed { answer: answer.first_line().unwrap_or_default().to_owned(), refused })
    }

    /// Offers sender and recipients without sending anything: what a test of the connection does.
    pub async fn offer(&mut self, envelope: &Envelope) -> Result<(), Trouble> {
        self.address(envelope, b"").await?.into_iter().next().map_or(Ok(()), |(_, trouble)| Err(trouble))
    }

    /// MAIL FROM and a RCPT TO for each; gives those that the server does not take.
    async fn address(&mut self, envelope: &Envelope, mail: &[u8]) -> Result<Vec<(String, Trouble)>, Trouble> {
        let sender = if envelope.sender.is_empty() { None } else { Some(address(&envelope.sender)?) };
        let info = self.connection.server_info();
        let international = envelope.recipients.iter().chain([&envelope.sender]).any(|one| !one.is_ascii());
        let mut options = Vec::new();
        if international && info.supports_feature(Extension::SmtpUtfEight) {
            options.push(MailParameter::SmtpUtfEight);
        }
        let ascii_only = international && options.is_empty();
        if ascii_only && !envelope.sender.is_ascii() {
            return Err(Trouble::lasting(Cause::SenderRefused, words::ASCII_ONLY));
        }
        if !mail.is_ascii() && info.supports_feature(Extension::EightBitMime) {
            options.push(MailParameter::Body(MailBodyParameter::EightBitMime));
        }
        let from = self.connection.command(Mail::new(sender, options));
        within(PATIENCE, from).await?.map_err(|error| explain(&error, Step::Sender))?;
        let mut refused = Vec::new();
        for recipient in &envelope.recipients {
            let offered = if ascii_only && !recipient.is_ascii() {
                Err(Trouble::lasting(Cause::RecipientRefused, words::ASCII_ONLY))
            } else {
                self.recipient(recipient).await?
            };
            if let Err(trouble) = offered {
                refused.push((recipient.clone(), trouble));
            }
        }
        Ok(refused)
    }

    /// One RCPT TO. The outer fault is one of the connection, the inner one of this recipient.
    async fn recipient(&mut self, recipient: &str) -> Result<Result<(), Trouble>, Trouble> {
        let parsed = match address(recipient) {
            Ok(parsed) => parsed,
            Err(trouble) => return Ok(Err(trouble)),
        };
        let answer = within(PATIENCE, self.connection.command(Rcpt::new(parsed, Vec::new()))).await?;
        let Err(error) = answer else { return Ok(Ok(())) };
        let trouble = explain(&error, Step::Recipient);
        match trouble.code {
            // 421 and a connection that broke are about all of them.
            None | Some(421) => Err(trouble),
            Some(_) if trouble.cause == Cause::RecipientRefused => {
                Ok(Err(trouble.saying(words::ADDRESS_REFUSED.said([("address", recipient)]))))
            }
            Some(_) => Ok(Err(trouble)),
        }
    }

    /// Says good-bye; what the server makes of that does not matter any more.
    pub async fn leave(mut self) {
        let _ = tokio::time::timeout(Duration::from_secs(5), self.connection.abort()).await;
    }
}

fn address(text: &str) -> Result<Address, Trouble> {
    Address::from_str(text)
        .map_err(|_| Trouble::lasting(Cause::RecipientRefused, words::NOT_AN_ADDRESS.said([("address", text)])))
}

async fn within<T>(time: Duration, work: impl Future<Output = T>) -> Result<T, Trouble> {
    tokio::time::timeout(time, work).await.map_err(|_| Trouble::passing(Cause::Timeout, words::MAIL_SILENT))
}

/// What the SMTP library reports, in words.
fn explain(error: &Error, step: Step) -> Trouble {
    let said = std::error::Error::source(error).map_or_else(|| error.to_string(), ToString::to_string);
    if let Some(code) = error.status() {
        let code = code.to_string().parse().unwrap_or(451);
        return Trouble::from_smtp(code, &said, step);
    }
    if error.is_timeout() {
        return Trouble::passing(Cause::Timeout, words::MAIL_SILENT);
    }
    let lower = said.to_lowercase();
    if error.is_tls() || lower.contains("certificate") || lower.contains("invalidcertificate") {
        let phrase = if lower.contains("unknownissuer") {
            words::MAIL_CERTIFICATE_UNKNOWN
        } else {
            words::MAIL_CERTIFICATE_INVALID
        };
        return Trouble::lasting(Cause::Certificate, phrase).answered(&said);
    }
    if error.is_response() {
        return Trouble::lasting(Cause::Protocol, words::NOT_A_MAIL_SERVER).answered(&said);
    }
    if error.is_client() {
        return Trouble::lasting(Cause::Protocol, words::MAIL_UNABLE).answered(&said);
    }
    Trouble::passing(Cause::Broken, words::MAIL_BROKE).answered(&said)
}

#[cfg(test)]
#[path = "smtp_tests.rs"]
mod tests;
