//! A mail of an archive that we wrote ourselves: it is our side of a conversation.

use db::Tx;
use kernel::{FaultKind, Result, Said, TypedId};

use crate::desk::{Appended, Opening};
use crate::intake::arriving::{Arriving, Way};
use crate::intake::model::{Intake, Reason};
use crate::intake::place::{Fate, arrival, attach, clues, finish, settle_without_place};
use crate::intake::prepare::Draft;
use crate::mail::thread::{Place, place as decide};
use crate::mailboxes::queries::OwnAddresses;
use crate::post::Post;

/// Places a mail whose author is one of our own mailboxes. Without a customer among its recipients it has no place.
pub(crate) fn place(tx: &mut Tx<'_>, post: &Post, intake: &Intake, draft: &Draft, own: &OwnAddresses) -> Result<Fate> {
    let customer = draft.letter.recipients().find(|address| !own.contains(&address.base_key())).cloned();
    let (Some(author), Some(customer)) = (draft.author.clone(), customer) else {
        return settle_without_place(tx, intake, Reason::OwnAddress, &Said::default());
    };
    let known = match decide(&clues(tx, post, &Arriving { intake, draft, way: &Way::default(), author: &author, own })?)
    {
        Place::Into(conversation, clue) => Some((TypedId::from_raw(conversation), clue)),
        Place::New { .. } => None,
    };
    let contact = post.desk().contact(tx, &customer)?;
    let attachments = attach(tx, post, draft)?;
    let arrival = arrival(intake, draft, &author, contact, attachments);
    if let Some((conversation, clue)) = known {
        match post.desk().record_ours(tx, conversation, &arrival) {
            Ok(message) => {
                finish(tx, intake, draft, Appended { conversation, message }, Some(clue))?;
                return Ok(Fate::Placed { conversation, opened: false });
            }
            // A closed conversation is left as it is, before anything is written; this mail begins another.
            Err(fault) if fault.kind() == FaultKind::Conflict => {}
            Err(fault) => return Err(fault),
        }
    }
    let opening = Opening {
        mailbox: intake.mailbox,
        team: own.team_of(intake.mailbox),
        contact,
        subject: draft.letter.subject.clone(),
        at: intake.arrived_at,
        hint: None,
    };
    let conversation = post.desk().open(tx, &opening)?;
    let message = post.desk().record_ours(tx, conversation, &arrival)?;
    finish(tx, intake, draft, Appended { conversation, message }, None)?;
    Ok(Fate::Placed { conversation, opened: true })
}
