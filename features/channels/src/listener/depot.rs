//! Where a visit's mail goes: the mailboxes, and the same intake as for mail that is fetched or piped in.

use std::net::IpAddr;

use async_trait::async_trait;
use kernel::{FaultKind, MailboxId, Result};

use super::Protocol;
use crate::error;
use crate::intake::envelope::Envelope;
use crate::intake::model::Received;
use crate::intake::receive::{Incoming, receive_enveloped};
use crate::mail::address::Address;
use crate::mailboxes::store;
use crate::post::Post;

/// What a visit needs of the house.
#[async_trait]
pub(super) trait Depot: Send + Sync {
    /// The mailbox an address belongs to: its own, a signed reply address, or any other with a plus.
    async fn mailbox(&self, address: &Address) -> Result<Option<MailboxId>>;

    /// Keeps a mail for one mailbox. When this returns without a fault, the mail is safe.
    async fn keep(&self, mailbox: MailboxId, mail: Parcel) -> Result<Received>;
}

/// A mail as it is handed over, and by whom.
#[derive(Debug, Clone)]
pub(super) struct Parcel {
    pub(super) protocol: Protocol,
    pub(super) client: IpAddr,
    pub(super) hello: String,
    pub(super) secure: bool,
    /// Empty for mail nobody should answer.
    pub(super) sender: String,
    pub(super) recipients: Vec<String>,
    pub(super) raw: Vec<u8>,
}

/// The real one.
pub(super) struct PostDepot {
    post: Post,
}

impl PostDepot {
    pub(super) fn new(post: Post) -> Self {
        Self { post }
    }
}

#[async_trait]
impl Depot for PostDepot {
    async fn mailbox(&self, address: &Address) -> Result<Option<MailboxId>> {
        let base = address.base_key();
        self.post.db().read(move |tx| store::by_base(tx, &base)).await
    }

    async fn keep(&self, mailbox: MailboxId, parcel: Parcel) -> Result<Received> {
        let source = match parcel.protocol {
            Protocol::Smtp => "smtp",
            Protocol::Lmtp => "lmtp",
        };
        let envelope = Envelope {
            client: parcel.client.to_string(),
            hello: parcel.hello,
            secure: parcel.secure,
            sender: parcel.sender,
            recipients: parcel.recipients,
        };
        let incoming = Incoming {
            mailbox: Some(mailbox),
            source,
            raw: parcel.raw,
            arrived_at: None,
            historic: false,
            refused: None,
        };
        receive_enveloped(&self.post, incoming, Some(envelope), |_| Ok(())).await
    }
}

/// What a client is told when a mail could not be kept. Only a mail that will never fit is refused for good: everything else,
/// a bug of ours included, is worth another try, and the client has the mail until then.
pub(super) fn refusal(fault: &kernel::Fault) -> super::reply::Reply {
    if fault.is(error::MAIL_TOO_LARGE) {
        return super::reply::TOO_LARGE;
    }
    if fault.kind() == FaultKind::Unavailable && is_full(fault) {
        super::reply::NO_ROOM
    } else {
        super::reply::TRY_LATER
    }
}

/// Whether the disk is full, as far as the causes tell.
fn is_full(fault: &kernel::Fault) -> bool {
    let causes = fault.causes().to_lowercase();
    ["disk is full", "no space left", "disk full", "storagefull"].iter().any(|words| causes.contains(words))
}
