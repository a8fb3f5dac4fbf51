//! What becomes of a report about a mail of ours: it marks that mail and needs no conversation of its own.

use db::Tx;
use kernel::{Actor, ConversationId, Phrase, Result, TypedId};

use super::model::{Intake, Reason};
use super::prepare::Draft;
use super::store::{self, Settled};
use crate::events;
use crate::mail::reply_address::Returned;
use crate::mail::report::{Kind, Report};
use crate::mailboxes::queries::OwnAddresses;
use crate::outgoing::back;
use crate::outgoing::model::{Outgoing, OutgoingId};
use crate::post::Post;
use crate::why::Why;
use crate::words;

/// Settles a report and says with what reason; none when the mail only reads like one and is about nothing that we know: it is placed as any other.
pub(crate) fn settle(
    tx: &mut Tx<'_>,
    post: &Post,
    intake: &Intake,
    draft: &Draft,
    report: &Report,
    own: &OwnAddresses,
) -> Result<Option<Reason>> {
    let conversation = signed_conversation(draft, report, post, own);
    let path = match returned(draft, post, own) {
        // Whoever makes up a return path knows no more of our mail than its address.
        Returned::Forged => return forged(tx, intake, report).map(|()| Some(Reason::ReportUnmatched)),
        Returned::Mail(mail) => Some(OutgoingId::from_raw(mail)),
        Returned::No => None,
    };
    let mail = back::find(tx, report, path, conversation)?;
    let (reason, phrase) = match (report.kind, &mail) {
        (Kind::Complaint, mail) => {
            mail.iter().try_for_each(|mail| back::complained(tx, post, mail, report))?;
            (Reason::Complaint, Some(words::COMPLAINED))
        }
        (Kind::Delivered, _) => (Reason::DeliveryNotice, None),
        (Kind::Delayed, Some(_)) => (Reason::DeliveryDelayed, None),
        (Kind::Failed, Some(mail)) => {
            back::came_back(tx, post, mail, report)?;
            (Reason::DeliveryReport, None)
        }
        (_, None) if report.is_certain || draft.author.is_none() => (Reason::ReportUnmatched, Some(words::BACK)),
        (_, None) => return Ok(None),
    };
    finish(tx, intake, reason, phrase, report, mail.as_ref())?;
    Ok(Some(reason))
}

/// The return path the mail came to.
pub(crate) fn returned(draft: &Draft, post: &Post, own: &OwnAddresses) -> Returned {
    let delivered = draft.letter.delivered_to();
    post.signer().returned(draft.letter.recipients().chain(&delivered), |base| own.contains(base))
}

fn forged(tx: &mut Tx<'_>, intake: &Intake, report: &Report) -> Result<()> {
    finish(tx, intake, Reason::ReportUnmatched, Some(words::BACK), report, None)
}

/// The conversation of the signed reply address the report came to, or that the returned mail was written from.
fn signed_conversation(draft: &Draft, report: &Report, post: &Post, own: &OwnAddresses) -> Option<ConversationId> {
    let delivered = draft.letter.delivered_to();
    let addresses = draft.letter.recipients().chain(&delivered).chain(&report.senders);
    post.signer().find(addresses, |base| own.contains(base)).map(TypedId::from_raw)
}

fn finish(
    tx: &mut Tx<'_>,
    intake: &Intake,
    reason: Reason,
    phrase: Option<Phrase>,
    report: &Report,
    mail: Option<&Outgoing>,
) -> Result<()> {
    let addresses = report.recipients.iter().take(5).map(String::as_str).collect::<Vec<_>>().join(", ");
    let said = phrase.map(|phrase| phrase.said([("addresses", &addresses)]));
    let detail = said.as_ref().map(|said| said.text.clone()).unwrap_or_default();
    let settled = Settled {
        state: reason.state(),
        reason: reason.code(),
        detail: &detail,
        why: said.map(|said| Why::of(said, None).stored()).unwrap_or_default(),
        conversation: mail.and_then(|mail| mail.conversation),
        message: mail.and_then(|mail| mail.message),
    };
    let (id, mailbox, code, needs_look) = (intake.id, intake.mailbox, reason.code(), reason.needs_look());
    store::settle(tx, id, settled)?;
    let event = if needs_look { events::kept(id, mailbox, code) } else { events::ignored(id, mailbox, code) };
    tx.emit(&Actor::system(), event)
}
