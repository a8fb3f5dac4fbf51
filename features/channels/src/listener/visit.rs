//! One client from greeting to good-bye.

use std::io::{ErrorKind, Result};
use std::net::IpAddr;

use kernel::MailboxId;
use tokio::sync::watch;

use super::depot::{Depot, Parcel, refusal};
use super::reply::{self, Reply};
use super::session::{Addressed, Offer, Session, Step};
use super::wire::{Content, Growing, Line, Memory, Wire};
use super::{Protocol, Rules, told};
use crate::intake::model::Received;

/// Who is there, and whether we are about to close.
pub(super) struct Guest {
    pub(super) protocol: Protocol,
    pub(super) address: IpAddr,
    pub(super) closing: watch::Receiver<bool>,
}

/// Serves a client until it leaves, is sent away, or we close.
pub(super) async fn visit(
    depot: &dyn Depot,
    rules: &Rules,
    memory: &Memory,
    guest: Guest,
    mut wire: Wire,
) -> Result<()> {
    let offer = Offer {
        protocol: guest.protocol,
        name: rules.name.clone(),
        max_bytes: rules.max_bytes,
        can_tls: rules.certificate.is_some(),
        must_tls: rules.tls_required,
    };
    let mut visit = Visit { depot, rules, memory, guest, session: Session::new(offer), growing: None };
    wire.say(&visit.session.greeting()).await?;
    loop {
        let step = match visit.next_line(&mut wire).await? {
            Ok(line) => visit.session.step(&line),
            Err(last_words) => Step::Close(last_words),
        };
        // What was sent in chunks is forgotten with everything else about a mail.
        if !visit.session.is_chunked() && !matches!(step, Step::Chunk { .. }) {
            visit.growing = None;
        }
        match visit.take(step, wire).await? {
            Some(open) => wire = open,
            None => return Ok(()),
        }
    }
}

struct Visit<'a> {
    depot: &'a dyn Depot,
    rules: &'a Rules,
    memory: &'a Memory,
    guest: Guest,
    session: Session,
    growing: Option<Growing>,
}

impl Visit<'_> {
    /// The next command, or what is said when there will be none.
    async fn next_line(&mut self, wire: &mut Wire) -> Result<std::result::Result<Vec<u8>, Reply>> {
        let mut closing = self.guest.closing.clone();
        let line = tokio::select! {
            line = wire.line() => line,
            // Between two commands nothing is owed to the client.
            () = told(&mut closing) => return Ok(Err(reply::CLOSING)),
        };
        match line {
            Ok(Line::Whole(line)) => Ok(Ok(line)),
            Ok(Line::TooLong) => Ok(Err(reply::LINE_TOO_LONG)),
            Ok(Line::Unclean) => Ok(Err(reply::LINE_UNCLEAN)),
            Err(error) if error.kind() == ErrorKind::TimedOut => Ok(Err(reply::TOO_SLOW)),
            Err(error) => Err(error),
        }
    }

    /// Does what a command asks for; gives the connection back when it goes on.
    async fn take(&mut self, step: Step, mut wire: Wire) -> Result<Option<Wire>> {
        match step {
            Step::Say(said) => wire.say(&said).await?,
            Step::Close(said) => {
                wire.say(&said).await?;
                return Ok(None);
            }
            Step::Find(address) => {
                let found = self.depot.mailbox(&address).await.map_err(|fault| {
                    tracing::warn!(
                        cause = fault.causes(),
                        "A recipient cannot be looked up; the mail server will try again."
                    );
                });
                match self.session.found(&address, found) {
                    Step::Close(said) => {
                        wire.say(&said).await?;
                        return Ok(None);
                    }
                    Step::Say(said) => wire.say(&said).await?,
                    _ => {}
                }
            }
            Step::Mail => {
                wire.say(&reply::GO_AHEAD).await?;
                let content = wire.mail(Growing::new(self.rules.max_bytes, self.memory)).await?;
                self.hand_over(content, &mut wire).await?;
            }
            Step::Chunk { size, last, in_place } => return self.chunk(wire, size, last, in_place).await,
            Step::Secure => return self.secure(wire).await,
        }
        Ok(Some(wire))
    }

    async fn chunk(&mut self, mut wire: Wire, size: usize, last: bool, in_place: bool) -> Result<Option<Wire>> {
        if !in_place {
            // What cannot be taken is read past only within reason.
            if size > self.rules.max_bytes {
                wire.say(&reply::TOO_LARGE).await?;
                return Ok(None);
            }
            wire.chunk(size, |_| {}).await?;
            return match self.session.counted(Step::Say(reply::RECIPIENT_FIRST)) {
                Step::Close(said) => wire.say(&said).await.map(|()| None),
                _ => wire.say(&reply::RECIPIENT_FIRST).await.map(|()| Some(wire)),
            };
        }
        let mut growing = self.growing.take().unwrap_or_else(|| Growing::new(self.rules.max_bytes, self.memory));
        wire.chunk(size, |bytes| growing.push(bytes)).await?;
        if last {
            self.hand_over(growing.finish(), &mut wire).await?;
        } else {
            self.growing = Some(growing);
            wire.say(&reply::OK).await?;
        }
        Ok(Some(wire))
    }

    async fn secure(&mut self, mut wire: Wire) -> Result<Option<Wire>> {
        // Commands that came with STARTTLS may have been slipped in by somebody between us.
        if wire.has_more() {
            return wire.say(&reply::AFTER_START_TLS).await.map(|()| None);
        }
        let Some(certificate) = &self.rules.certificate else {
            return wire.say(&reply::TLS_UNREADY).await.map(|()| Some(wire));
        };
        let acceptor = certificate.acceptor().await;
        wire.say(&reply::START_TLS).await?;
        let shaken = tokio::time::timeout(self.rules.patience, acceptor.accept(wire.into_stream())).await;
        let stream = shaken.map_err(|_| std::io::Error::from(ErrorKind::TimedOut))??;
        self.session.secured();
        Ok(Some(Wire::new(Box::new(stream), self.rules.patience)))
    }

    /// Keeps a mail that was read and answers for it: once by SMTP, once for each recipient by LMTP.
    async fn hand_over(&mut self, content: Content, wire: &mut Wire) -> Result<()> {
        let addressed = self.session.finish();
        let said = match content {
            Content::Refused(said) => vec![said; addressed.recipients.len()],
            Content::Whole(raw, _held) => self.keep(&addressed, raw).await,
        };
        match self.session.protocol() {
            Protocol::Lmtp => {
                for said in &said {
                    wire.say(said).await?;
                }
            }
            // When one mailbox did not take it, the client keeps it for all of them; the others know it again.
            Protocol::Smtp => {
                let worst = said.iter().max_by_key(|said| said.code);
                wire.say(worst.unwrap_or(&reply::TRY_LATER)).await?;
            }
        }
        Ok(())
    }

    /// Keeps a mail for each mailbox among the recipients; the answer for each recipient.
    async fn keep(&self, addressed: &Addressed, raw: Vec<u8>) -> Vec<Reply> {
        let mut done: Vec<(MailboxId, Reply)> = Vec::new();
        for recipient in &addressed.recipients {
            let mailbox = recipient.mailbox;
            if done.iter().any(|(known, _)| *known == mailbox) {
                continue;
            }
            let same = addressed.recipients.iter().filter(|other| other.mailbox == mailbox);
            let parcel = Parcel {
                protocol: self.session.protocol(),
                client: self.guest.address,
                hello: self.session.hello().to_owned(),
                secure: self.session.is_secure(),
                sender: addressed.sender.clone(),
                recipients: same.map(|other| other.address.clone()).collect(),
                raw: raw.clone(),
            };
            let said = match self.depot.keep(mailbox, parcel).await {
                Ok(Received::New(id) | Received::Duplicate(id)) => Reply::saying(250, "2.0.0", format!("Kept as {id}")),
                Err(fault) => {
                    tracing::warn!(cause = fault.causes(), "A mail cannot be kept; the mail server still has it.");
                    refusal(&fault)
                }
            };
            done.push((mailbox, said));
        }
        let answer =
            |mailbox: MailboxId| done.iter().find(|(known, _)| *known == mailbox).map(|(_, said)| said.clone());
        addressed.recipients.iter().map(|one| answer(one.mailbox).unwrap_or(reply::TRY_LATER)).collect()
    }
}
