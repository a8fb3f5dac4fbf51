//! Answering the first message of a conversation, or noting why not.

use db::Tx;
use kernel::{ContactId, Result};

use super::model::{Decision, Facts, Held, decide, fill};
use super::store;
use crate::desk::{Appended, AutomaticNote};
use crate::intake::model::Intake;
use crate::intake::prepare::Draft;
use crate::mail::address::Address;
use crate::mail::text;
use crate::mailboxes::model::Mailbox;
use crate::mailboxes::store as mailboxes;
use crate::outgoing::commands::{AutomaticMail, queue_automatic};
use crate::post::Post;
use crate::rules::model::AnswerText;
use crate::rules::store as rules;

/// A mail that was just placed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Placed<'a> {
    pub intake: &'a Intake,
    pub draft: &'a Draft,
    pub author: &'a Address,
    pub contact: ContactId,
    pub appended: Appended,
    /// It is not from whom it says.
    pub is_spoofed: bool,
    /// It began its conversation.
    pub is_first: bool,
}

/// Answers it, if an answer is due.
pub(crate) fn answer(tx: &mut Tx<'_>, post: &Post, placed: Placed<'_>) -> Result<()> {
    let (intake, draft) = (placed.intake, placed.draft);
    let Some(mailbox) = intake.mailbox.filter(|_| placed.is_first && !intake.historic) else { return Ok(()) };
    let (chosen, _) = rules::of_mailbox(tx, mailbox)?;
    if !chosen.answer {
        return Ok(());
    }
    let mailbox = mailboxes::find(tx, mailbox)?;
    let (limits, _) = rules::rules(tx)?;
    // A plus address is the same mailbox as its base: a machine may use a new one for every mail.
    let address = placed.author.base_key();
    let recent = store::recent(tx, &address)?;
    let facts = Facts {
        is_on: mailbox.active && mailbox.smtp.is_some(),
        is_first: placed.is_first,
        needs_none: intake.historic,
        robot: draft.robot,
        is_spoofed: placed.is_spoofed,
        is_storm: intake.storm.is_some(),
        reach: post.desk().reach(tx, &placed.author.key(), "")?,
        sent_in_hour: recent.sent_in_hour,
        sent_in_day: recent.sent_in_day,
        was_stopped: recent.was_stopped,
        per_hour: limits.automatic_per_hour,
    };
    match decide(&facts) {
        Decision::Nothing => Ok(()),
        Decision::Held(why) => note(tx, post, &address, placed, Some(why)),
        Decision::Answer => {
            let language = post.desk().language(tx, placed.contact)?.unwrap_or_default();
            let Some(wording) = chosen.text_for(&language) else { return Ok(()) };
            let mail = write(tx, post, &mailbox, placed, wording)?;
            queue_automatic(tx, mailbox.id, placed.appended.conversation, placed.appended.message, &mail)?;
            note(tx, post, &address, placed, None)
        }
    }
}

fn note(tx: &mut Tx<'_>, post: &Post, address: &str, placed: Placed<'_>, held: Option<Held>) -> Result<()> {
    let conversation = placed.appended.conversation;
    store::note(tx, address, conversation, held)?;
    post.desk().note_automatic(tx, conversation, &AutomaticNote { held: held.map(Held::code) })
}

fn write(
    tx: &mut Tx<'_>,
    post: &Post,
    mailbox: &Mailbox,
    placed: Placed<'_>,
    wording: &AnswerText,
) -> Result<AutomaticMail> {
    let number = post.desk().number(tx, placed.appended.conversation)?;
    let letter = &placed.draft.letter;
    let about = text::one_line(&letter.subject, 200);
    let name = placed.author.name.clone().unwrap_or_default();
    let mut subject = text::one_line(&fill(&wording.subject, number, &about, &name), 300);
    let mark = format!("[#{number}]");
    if mailbox.subject_number && !subject.contains(&mark) {
        subject = format!("{subject} {mark}");
    }
    let words = fill(&wording.text, number, &about, &name);
    let mut references = letter.references.clone();
    references.push(letter.message_id.clone());
    Ok(AutomaticMail {
        to: placed.author.clone(),
        subject,
        html: text::to_html(&words),
        text: words,
        in_reply_to: letter.message_id.clone(),
        references,
    })
}
