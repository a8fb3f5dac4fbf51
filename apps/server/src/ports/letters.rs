//! Letters of `access` (invitations, new passwords) go out by the outgoing mail of `channels`.

use access::{Letter, Posted};
use channels::mail::address::Address;
use channels::outgoing::commands::{SystemMail, queue_system_mail};
use db::{Tx, p};
use kernel::{Result, ThingId};

/// The outgoing mail as a letter box.
pub(crate) struct MailedLetters;

const SENDERS: &str = "select count(*) from pub_channels_mailboxes where active and can_send";

impl access::Post for MailedLetters {
    fn post(&self, tx: &mut Tx<'_>, letter: &Letter) -> Result<Posted> {
        if tx.one(SENDERS, p![], |row| row.take::<i64>())? == 0 {
            return Ok(Posted::NoMailbox);
        }
        let Some(to) = Address::parse(&letter.to) else { return Ok(Posted::NoMailbox) };
        let mail = SystemMail {
            to: to.named(&letter.name),
            subject: letter.subject.clone(),
            html: inbox::messages::markup::from_text(&letter.text),
            text: letter.text.clone(),
            files: Vec::new(),
        };
        // Every letter is a cause of its own: asking twice sends two, with two links.
        let cause = ThingId::from(tx.id::<kernel::MessageId>());
        queue_system_mail(tx, &format!("letter:{}", cause.0), &mail)?;
        Ok(Posted::Queued)
    }
}
