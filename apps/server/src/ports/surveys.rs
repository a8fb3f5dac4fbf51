//! Surveys of `feedback` go out by the outgoing mail of `channels`, as mail to many: with a way to unsubscribe, within its limits.

use std::time::Duration;

use channels::Post;
use channels::mail::address::Address;
use channels::outgoing::commands::{BulkMail, queue_bulk_mail};
use db::{Tx, p};
use feedback::{Hours, Letter, Letters, Posted};
use kernel::{MailboxId, Result, Timestamp};

/// What customers unsubscribe from.
const LIST: &str = "survey";
const SENDERS: &str = "select id from pub_channels_mailboxes where active and can_send order by id";

/// The outgoing mail as the way to customers.
pub(crate) struct MailedSurveys(pub(crate) Post);

impl Letters for MailedSurveys {
    fn post(&self, tx: &mut Tx<'_>, source: &str, letter: &Letter) -> Result<Posted> {
        let senders: Vec<MailboxId> = tx.all(SENDERS, p![], |row| row.take())?;
        if senders.is_empty() {
            return Ok(Posted::NoMailbox);
        }
        let Some(to) = Address::parse(&letter.to) else { return Ok(Posted::NoAddress) };
        let mail = BulkMail {
            to: to.named(&letter.name),
            list: LIST.to_owned(),
            mailbox: letter.mailbox.filter(|mailbox| senders.contains(mailbox)),
            subject: letter.subject.clone(),
            html: letter.html.clone(),
            text: letter.text.clone(),
        };
        Ok(if queue_bulk_mail(tx, &self.0, source, &mail)? { Posted::Queued } else { Posted::Unwanted })
    }

    fn stop(&self, tx: &mut Tx<'_>, address: &str) -> Result<()> {
        let key = Address::parse(address).map_or_else(|| address.to_owned(), |address| address.key());
        self.0.desk().unsubscribed(tx, &key, LIST, true)
    }

    fn has_stopped(&self, tx: &mut Tx<'_>, address: &str) -> Result<bool> {
        let Some(address) = Address::parse(address) else { return Ok(false) };
        Ok(self.0.desk().reach(tx, &address.key(), LIST)?.unsubscribed)
    }
}

/// Business time by the department's calendar.
pub(crate) struct DepartmentHours;

impl Hours for DepartmentHours {
    fn after(&self, tx: &mut Tx<'_>, from: Timestamp, business: Duration) -> Result<Timestamp> {
        let calendar = service_levels::calendars::queries::default_calendar(tx)?;
        let micros = i64::try_from(business.as_micros()).unwrap_or(i64::MAX);
        // For a department that never works every hour counts.
        Ok(calendar.add_business_time(from, micros).unwrap_or_else(|| from.plus(business)))
    }
}
