//! What each command means at each moment, without a socket: lines in, steps out.

use std::borrow::Cow;

use kernel::MailboxId;
use smtp_proto::{Error, MAIL_BODY_7BIT, MAIL_BODY_8BITMIME, MAIL_SMTPUTF8, MailFrom, RcptTo, Request};

use super::Protocol;
use super::reply::{self, Reply};
use crate::mail::address::Address;

/// Recipients of one mail; RFC 5321 asks for at least so many.
const MOST_RECIPIENTS: usize = 100;
/// Refusals after which a client is sent away.
const MOST_ERRORS: u32 = 10;

/// What the server offers.
#[derive(Debug, Clone)]
pub(super) struct Offer {
    pub(super) protocol: Protocol,
    pub(super) name: String,
    pub(super) max_bytes: usize,
    pub(super) can_tls: bool,
    pub(super) must_tls: bool,
}

/// What is to be done after a command.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Say this.
    Say(Reply),
    /// Say this and close the connection.
    Close(Reply),
    /// Look the recipient up, then [`Session::found`].
    Find(Address),
    /// Read the mail, then [`Session::finish`].
    Mail,
    /// Read so many bytes. They count only when the chunk was in place.
    Chunk { size: usize, last: bool, in_place: bool },
    /// Begin TLS, then [`Session::secured`].
    Secure,
}

/// A recipient that was accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Recipient {
    pub(super) address: String,
    pub(super) mailbox: MailboxId,
}

/// From whom and to whom.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Addressed {
    pub(super) sender: String,
    pub(super) recipients: Vec<Recipient>,
}

/// One client's session.
#[derive(Debug)]
pub(super) struct Session {
    offer: Offer,
    hello: Option<String>,
    secure: bool,
    addressed: Option<Addressed>,
    chunked: bool,
    errors: u32,
}

impl Session {
    pub(super) fn new(offer: Offer) -> Self {
        Self { offer, hello: None, secure: false, addressed: None, chunked: false, errors: 0 }
    }

    pub(super) fn greeting(&self) -> Reply {
        let kind = if self.offer.protocol == Protocol::Smtp { "ESMTP" } else { "LMTP" };
        Reply::saying(220, "", format!("{} {kind} Quarterdeck", self.offer.name))
    }

    /// The name the client gave itself.
    pub(super) fn hello(&self) -> &str {
        self.hello.as_deref().unwrap_or_default()
    }

    pub(super) fn is_secure(&self) -> bool {
        self.secure
    }

    pub(super) fn protocol(&self) -> Protocol {
        self.offer.protocol
    }

    /// One command, with its CR LF.
    pub(super) fn step(&mut self, line: &[u8]) -> Step {
        let step = match Request::parse(&mut line.iter()) {
            Ok(request) => self.request(request),
            Err(error) => Step::Say(misread(&error)),
        };
        self.counted(step)
    }

    /// Counts what went wrong; after too much of it the client is sent away.
    pub(super) fn counted(&mut self, step: Step) -> Step {
        if let Step::Say(said) = &step
            && said.is_refusal()
        {
            self.errors += 1;
        }
        if self.errors > MOST_ERRORS { Step::Close(reply::TOO_MANY_ERRORS) } else { step }
    }

    fn request(&mut self, request: Request<Cow<'_, str>>) -> Step {
        match request {
            Request::Ehlo { host } if self.offer.protocol == Protocol::Smtp => self.introduced(&host, true),
            Request::Helo { host } if self.offer.protocol == Protocol::Smtp => self.introduced(&host, false),
            Request::Lhlo { host } if self.offer.protocol == Protocol::Lmtp => self.introduced(&host, true),
            Request::Lhlo { .. } => Step::Say(reply::WRONG_HELLO_SMTP),
            Request::Ehlo { .. } | Request::Helo { .. } => Step::Say(reply::WRONG_HELLO_LMTP),
            Request::Noop { .. } => Step::Say(reply::OK),
            Request::Help { .. } => Step::Say(reply::HELP),
            Request::Vrfy { .. } => Step::Say(reply::CANNOT_VERIFY),
            Request::Quit => Step::Close(reply::BYE),
            Request::Rset => {
                self.begin_anew();
                Step::Say(reply::OK)
            }
            Request::StartTls => self.start_tls(),
            Request::Mail { .. } | Request::Rcpt { .. } | Request::Data if self.offer.must_tls && !self.secure => {
                Step::Say(reply::TLS_FIRST)
            }
            Request::Mail { from } => Step::Say(self.mail(&from)),
            Request::Rcpt { to } => self.recipient(&to),
            Request::Data => self.data(),
            Request::Bdat { chunk_size, is_last } => self.chunk(chunk_size, is_last),
            _ => Step::Say(reply::NOT_HERE),
        }
    }

    fn introduced(&mut self, host: &str, extended: bool) -> Step {
        self.hello = Some(host.chars().take(255).collect());
        self.begin_anew();
        let mut greeting = Reply::saying(250, "", self.offer.name.clone());
        if extended {
            greeting.more = vec![
                format!("SIZE {}", self.offer.max_bytes).into(),
                "8BITMIME".into(),
                "SMTPUTF8".into(),
                "PIPELINING".into(),
                "CHUNKING".into(),
                "ENHANCEDSTATUSCODES".into(),
            ];
            if self.offer.can_tls && !self.secure {
                greeting.more.push("STARTTLS".into());
            }
        }
        Step::Say(greeting)
    }

    fn start_tls(&self) -> Step {
        if self.secure {
            return Step::Say(reply::TLS_ALREADY);
        }
        if self.offer.can_tls { Step::Secure } else { Step::Say(reply::NOT_HERE) }
    }

    /// TLS is on. Whatever was said before may have come from anybody, and is forgotten.
    pub(super) fn secured(&mut self) {
        self.secure = true;
        self.hello = None;
        self.begin_anew();
    }

    fn mail(&mut self, from: &MailFrom<Cow<'_, str>>) -> Reply {
        let known = MAIL_BODY_7BIT | MAIL_BODY_8BITMIME | MAIL_SMTPUTF8;
        if self.hello.is_none() {
            return reply::HELLO_FIRST;
        }
        if self.addressed.is_some() {
            return reply::SENDER_TWICE;
        }
        if from.flags & !known != 0 || from.env_id.is_some() || from.hold_for != 0 || from.hold_until != 0 {
            return reply::BAD_PARAMETER;
        }
        if from.size > self.offer.max_bytes {
            return reply::TOO_LARGE;
        }
        let sender = match &*from.address {
            "" => String::new(),
            address => match Address::parse(address) {
                Some(address) => address.address,
                None => return reply::BAD_SENDER,
            },
        };
        self.addressed = Some(Addressed { sender, recipients: Vec::new() });
        reply::SENDER_OK
    }

    fn recipient(&mut self, to: &RcptTo<Cow<'_, str>>) -> Step {
        let Some(addressed) = &self.addressed else { return Step::Say(reply::SENDER_FIRST) };
        if self.chunked {
            return Step::Say(reply::CHUNKS_BEGUN);
        }
        if to.flags != 0 || to.orcpt.is_some() {
            return Step::Say(reply::BAD_PARAMETER);
        }
        if addressed.recipients.len() >= MOST_RECIPIENTS {
            return Step::Say(reply::TOO_MANY_RECIPIENTS);
        }
        Address::parse(&to.address).map_or(Step::Say(reply::BAD_RECIPIENT), Step::Find)
    }

    /// What the look-up of a recipient found; `Err` when the store does not answer.
    pub(super) fn found(&mut self, address: &Address, found: Result<Option<MailboxId>, ()>) -> Step {
        let said = match (found, &mut self.addressed) {
            (Ok(Some(mailbox)), Some(addressed)) => {
                let recipient = Recipient { address: address.address.clone(), mailbox };
                addressed.recipients.push(recipient);
                reply::RECIPIENT_OK
            }
            (Ok(_), _) => reply::NO_SUCH_MAILBOX,
            (Err(()), _) => reply::TRY_LATER,
        };
        self.counted(Step::Say(said))
    }

    fn data(&mut self) -> Step {
        match &self.addressed {
            _ if self.chunked => Step::Say(reply::CHUNKS_BEGUN),
            None => Step::Say(reply::SENDER_FIRST),
            Some(addressed) if addressed.recipients.is_empty() => Step::Say(reply::RECIPIENT_FIRST),
            Some(_) => Step::Mail,
        }
    }

    fn chunk(&mut self, size: usize, last: bool) -> Step {
        let in_place = self.addressed.as_ref().is_some_and(|addressed| !addressed.recipients.is_empty());
        self.chunked = in_place && !last;
        Step::Chunk { size, last, in_place }
    }

    /// The mail was read: hands out its addresses; the next one may follow.
    pub(super) fn finish(&mut self) -> Addressed {
        self.chunked = false;
        self.addressed.take().unwrap_or_default()
    }

    fn begin_anew(&mut self) {
        self.addressed = None;
        self.chunked = false;
    }

    /// Whether a mail is being sent in chunks.
    pub(super) fn is_chunked(&self) -> bool {
        self.chunked
    }
}

/// Why a line is no command.
fn misread(error: &Error) -> Reply {
    match error {
        Error::UnknownCommand => reply::UNKNOWN,
        Error::InvalidSenderAddress => reply::BAD_SENDER,
        Error::InvalidRecipientAddress => reply::BAD_RECIPIENT,
        Error::InvalidParameter { .. } | Error::UnsupportedParameter { .. } => reply::BAD_PARAMETER,
        _ => reply::BAD_SYNTAX,
    }
}
