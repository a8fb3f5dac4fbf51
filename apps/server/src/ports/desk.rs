//! Mail of `channels` becomes conversations of `inbox` with contacts of `customers`, all in one unit of work.

use channels::desk::{
    Appended, Arrival, Attached, Attachment, AutomaticNote, Bounced, DeliveryState, Desk, Opening, Reach, Reply,
    ReplyFile,
};
use channels::mail::address::Address;
use customers::contacts::Correspondent;
use customers::contacts::intake::find_or_create;
use customers::marks;
use db::{Tx, p};
use inbox::attachments::{self, AttachmentId, NewFile};
use inbox::conversations::{open, queries};
use inbox::messages::history::{self, Ours};
use inbox::messages::receive::{Incoming, receive, takes_part};
use inbox::messages::{Recipients, delivery, findings};
use inbox::{Priority, Status};
use kernel::{Actor, ContactId, ConversationId, MessageId, Result, Timestamp, TypedId};

const LANGUAGE: &str = "select language from pub_customers_contacts where id = $1";

/// The desk, as mail sees it.
pub(crate) struct InboxDesk;

pub(super) fn to_inbox(address: &Address) -> inbox::messages::Address {
    inbox::messages::Address { address: address.address.clone(), name: address.name.clone().unwrap_or_default() }
}

fn list(addresses: &[Address]) -> Vec<inbox::messages::Address> {
    addresses.iter().map(to_inbox).collect()
}

fn to_mail(addresses: &[inbox::messages::Address]) -> Vec<Address> {
    addresses.iter().filter_map(|address| Some(Address::parse(&address.address)?.named(&address.name))).collect()
}

fn recipients(arrival: &Arrival) -> Recipients {
    Recipients {
        to: list(&arrival.to),
        cc: list(&arrival.cc),
        bcc: Vec::new(),
        reply_to: arrival.reply_to.iter().map(to_inbox).collect(),
    }
}

fn files(arrival: &Arrival) -> Vec<AttachmentId> {
    arrival.attachments.iter().map(|file| AttachmentId::from_raw(file.id)).collect()
}

impl Desk for InboxDesk {
    fn contact(&self, tx: &mut Tx<'_>, who: &Address) -> Result<ContactId> {
        let correspondent = Correspondent { address: who.address.clone(), name: who.name.clone().unwrap_or_default() };
        Ok(find_or_create(tx, &Actor::system(), &correspondent)?.id)
    }

    fn conversation_by_number(&self, tx: &mut Tx<'_>, number: i64) -> Result<Option<ConversationId>> {
        queries::by_number(tx, number)
    }

    fn exists(&self, tx: &mut Tx<'_>, conversation: ConversationId) -> Result<bool> {
        queries::exists(tx, conversation)
    }

    fn takes_part(&self, tx: &mut Tx<'_>, conversation: ConversationId, key: &str) -> Result<Option<bool>> {
        takes_part(tx, conversation, key)
    }

    fn open(&self, tx: &mut Tx<'_>, opening: &Opening) -> Result<ConversationId> {
        let plan = open::Opening {
            subject: opening.subject.clone(),
            channel: "mail",
            contact_id: opening.contact,
            mailbox_id: opening.mailbox,
            team_id: opening.team,
            assignee_id: None,
            topic_id: None,
            status: Status::New,
            priority: Priority::Normal,
            automatic: false,
            follows: opening.hint,
            tags: Vec::new(),
        };
        Ok(open::open(tx, &Actor::system(), &plan, opening.at)?.id)
    }

    fn attach(&self, tx: &mut Tx<'_>, attachment: &Attachment) -> Result<Attached> {
        let file = NewFile {
            name: attachment.name.clone(),
            media_type: attachment.media_type.clone(),
            size: attachment.size,
            hash: attachment.blob.clone(),
            content_id: attachment.content_id.clone(),
            inline: attachment.inline,
        };
        let id = attachments::record(tx, None, &file)?;
        Ok(Attached { id: id.raw(), url: attachments::url(id) })
    }

    fn append(&self, tx: &mut Tx<'_>, conversation: ConversationId, arrival: &Arrival) -> Result<Appended> {
        let incoming = Incoming {
            contact_id: arrival.contact,
            from: to_inbox(&arrival.from),
            recipients: recipients(arrival),
            subject: arrival.subject.clone(),
            text: arrival.text.clone(),
            html: arrival.html.clone(),
            quoted_html: arrival.quoted_html.clone(),
            has_remote_images: arrival.has_remote_images,
            attachments: files(arrival),
            written_at: arrival.sent_at.unwrap_or(arrival.arrived_at),
            arrived_at: Some(arrival.arrived_at),
            raw_hash: Some(arrival.raw_blob.clone()),
            automatic: arrival.auto.is_some(),
        };
        let received = receive(tx, &Actor::system(), conversation, &incoming)?;
        findings::save(tx, received.message, &super::findings::told(&arrival.findings, &arrival.attachments))?;
        Ok(Appended { conversation: received.conversation, message: received.message })
    }

    fn record_ours(&self, tx: &mut Tx<'_>, conversation: ConversationId, arrival: &Arrival) -> Result<MessageId> {
        let ours = Ours {
            from: to_inbox(&arrival.from),
            recipients: recipients(arrival),
            subject: arrival.subject.clone(),
            text: arrival.text.clone(),
            html: arrival.html.clone(),
            quoted_html: arrival.quoted_html.clone(),
            has_remote_images: arrival.has_remote_images,
            attachments: files(arrival),
            raw_hash: Some(arrival.raw_blob.clone()),
        };
        history::record_ours(tx, &Actor::system(), conversation, &ours)
    }

    fn settle_if_old(&self, tx: &mut Tx<'_>, conversation: ConversationId, before: Timestamp) -> Result<()> {
        history::settle_if_old(tx, &Actor::system(), conversation, before)
    }

    fn reply(&self, tx: &mut Tx<'_>, message: MessageId) -> Result<Option<Reply>> {
        let Some(reply) = delivery::outgoing(tx, message)? else { return Ok(None) };
        let Some(mailbox) = reply.mailbox else { return Ok(None) };
        let files = reply.files.into_iter().map(|file| {
            let url = attachments::url(file.id);
            ReplyFile {
                shown_as: reply.html.contains(&url).then_some(url),
                name: file.name,
                media_type: file.media_type,
                blob: file.hash,
            }
        });
        Ok(Some(Reply {
            conversation: reply.conversation,
            number: reply.number,
            mailbox,
            author: reply.author,
            to: to_mail(&reply.recipients.to),
            cc: to_mail(&reply.recipients.cc),
            bcc: to_mail(&reply.recipients.bcc),
            subject: reply.subject,
            files: files.collect(),
            html: reply.html,
            at: reply.at,
        }))
    }

    fn require_sight(&self, tx: &mut Tx<'_>, actor: &Actor, conversation: ConversationId) -> Result<()> {
        queries::detail(tx, actor, conversation).map(drop)
    }

    fn require_answering(&self, tx: &mut Tx<'_>, actor: &Actor, message: MessageId) -> Result<()> {
        delivery::require_answering(tx, actor, message)
    }

    fn reach(&self, tx: &mut Tx<'_>, address: &str, list: &str) -> Result<Reach> {
        let reach = marks::queries::reach(tx, address, list)?;
        let marks::Reach { undeliverable, complained, unsubscribed } = reach;
        Ok(Reach { undeliverable, complained, unsubscribed })
    }

    fn bounced(&self, tx: &mut Tx<'_>, bounced: &Bounced) -> Result<()> {
        let Bounced { address, hard, status, answer, soft_limit, soft_days } = bounced.clone();
        marks::commands::bounced(tx, &marks::Bounce { address, hard, status, answer, soft_limit, soft_days })
    }

    fn complained(&self, tx: &mut Tx<'_>, address: &str) -> Result<()> {
        marks::commands::complained(tx, address)
    }

    fn unsubscribed(&self, tx: &mut Tx<'_>, address: &str, list: &str, gone: bool) -> Result<()> {
        marks::commands::set_unsubscribed(tx, address, list, gone).map(drop)
    }

    fn number(&self, tx: &mut Tx<'_>, conversation: ConversationId) -> Result<i64> {
        queries::number(tx, conversation)
    }

    fn language(&self, tx: &mut Tx<'_>, contact: ContactId) -> Result<Option<String>> {
        Ok(tx.opt(LANGUAGE, p![contact], |row| row.take::<String>())?.filter(|language| !language.is_empty()))
    }

    fn note_automatic(&self, tx: &mut Tx<'_>, conversation: ConversationId, note: &AutomaticNote) -> Result<()> {
        delivery::note_automatic(tx, conversation, note.held)
    }

    fn delivery(&self, tx: &mut Tx<'_>, message: MessageId, state: &DeliveryState) -> Result<()> {
        let known = inbox::DeliveryState::from_word(state.state).unwrap_or(inbox::DeliveryState::Waiting);
        delivery::set_delivery(tx, message, known, state.reason.as_deref(), state.attempts)
    }
}
