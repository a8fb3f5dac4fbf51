//! A mail on its way to its place, with all that is known about it, and whether it may go where it points.

use db::Tx;
use kernel::{ConversationId, Result, TypedId};

use super::envelope::Envelope;
use super::model::Intake;
use super::prepare::Draft;
use crate::authenticity::model::Findings;
use crate::authenticity::store;
use crate::mail::address::Address;
use crate::mail::thread::Place;
use crate::mailboxes::queries::OwnAddresses;

/// How the mail came in, and what that says about its sender.
#[derive(Debug, Clone, Default)]
pub(super) struct Way {
    /// What the mail server said; empty when none did.
    pub(super) envelope: Envelope,
    /// What was found out about the sender; none when senders are not checked.
    pub(super) findings: Option<Findings>,
}

/// A mail whose author is known.
#[derive(Debug, Clone, Copy)]
pub(super) struct Arriving<'a> {
    pub(super) intake: &'a Intake,
    pub(super) draft: &'a Draft,
    pub(super) way: &'a Way,
    pub(super) author: &'a Address,
    pub(super) own: &'a OwnAddresses,
}

/// The place after a look at the sender, the findings as they count for this author, and the conversation it was kept out of.
type Admitted = (Place, Option<Findings>, Option<ConversationId>);

impl Arriving<'_> {
    /// Whoever cannot be told from a forger joins no conversation: the mail opens its own, with a hint for the reader.
    pub(super) fn admit(&self, tx: &mut Tx<'_>, pointed_at: Place) -> Result<Admitted> {
        let Some(findings) = self.way.findings.clone() else { return Ok((pointed_at, None, None)) };
        let findings = findings.for_author(self.author);
        let Place::Into(conversation, _) = pointed_at else { return Ok((pointed_at, Some(findings), None)) };
        let was_verified = store::verified_before(tx, self.intake.id, &findings)?;
        if findings.may_join(was_verified) {
            return Ok((pointed_at, Some(findings), None));
        }
        let hint = Place::New { hint: Some(conversation) };
        Ok((hint, Some(findings), Some(ConversationId::from_raw(conversation))))
    }
}
