//! A mail that a server took and that came back all the same.

use db::Tx;
use delivery::{Cause, Trouble};
use kernel::{ConversationId, Phrase, Result};

use super::model::{Outgoing, OutgoingId, State};
use super::recipients::{self, Fate, Recipient};
use super::send::tell_failed;
use super::store;
use crate::desk::Bounced;
use crate::mail::report::Report;
use crate::post::Post;
use crate::rules::store as rules;
use crate::why::Why;
use crate::words;

/// The mail of ours that a report is about: that of the return path it came to, else by its Message-ID, else the newest of a conversation that went to one of the recipients.
pub(crate) fn find(
    tx: &mut Tx<'_>,
    report: &Report,
    path: Option<OutgoingId>,
    conversation: Option<ConversationId>,
) -> Result<Option<Outgoing>> {
    if let Some(mail) = path.map(|path| store::maybe(tx, path)).transpose()?.flatten() {
        return Ok(Some(mail));
    }
    for message_id in &report.message_ids {
        if let Some(mail) = store::by_message_id(tx, message_id)? {
            return Ok(Some(mail));
        }
    }
    let Some(conversation) = conversation else { return Ok(None) };
    let went_to = |mail: &Outgoing| {
        let mut to = mail.recipients.split(", ").map(str::to_lowercase);
        to.any(|address| report.recipients.iter().any(|recipient| recipient.to_lowercase() == address))
    };
    Ok(store::of_conversation(tx, conversation)?.into_iter().find(went_to))
}

/// Marks the mail as failed, with the reason; says whether it had been on its way.
pub(crate) fn came_back(tx: &mut Tx<'_>, post: &Post, mail: &Outgoing, report: &Report) -> Result<bool> {
    let lost = lost(recipients::of_mail(tx, mail.id)?, report);
    let trouble = trouble(report, &lost);
    let (words, why) = (trouble.to_string(), Why::from(&trouble).stored());
    if !store::came_back(tx, mail.id, &words, trouble.hint().english, &why)? {
        return Ok(false);
    }
    for recipient in &lost {
        recipients::settle(tx, mail.id, &recipient.address, Fate::Bounced, Some(&trouble))?;
        tell_bounced(tx, post, &recipient.address, report)?;
    }
    let failed = Outgoing { state: State::Failed.code().to_owned(), ..mail.clone() };
    tell_failed(tx, post, &failed, words)?;
    Ok(true)
}

/// Whom it did not reach. A report may name an address the mail was only passed on to: then the one recipient it can be is meant,
/// or nobody knows better and all are.
fn lost(all: Vec<Recipient>, report: &Report) -> Vec<Recipient> {
    let named = |one: &Recipient| report.recipients.iter().any(|name| name.eq_ignore_ascii_case(&one.address));
    let near = |one: &Recipient| {
        report.recipients.iter().any(|name| name.to_lowercase().ends_with(&format!("@{}", one.domain)))
    };
    let exact: Vec<Recipient> = all.iter().filter(|one| named(one)).cloned().collect();
    if !exact.is_empty() {
        return exact;
    }
    let close: Vec<Recipient> = all.iter().filter(|one| near(one)).cloned().collect();
    if close.is_empty() { all } else { close }
}

/// Whether the other system says that it will never work. Without a status its words decide nothing: it is counted as passing.
fn is_hard(status: &str) -> bool {
    // A full mailbox, a mail too large, a rule and a server away say nothing about the address.
    let detail = status.split_once('.').map_or("", |(_, detail)| detail);
    status.starts_with('5')
        && !matches!(detail, "2.2" | "2.3" | "3.4" | "3.1" | "4.4" | "4.1")
        && !detail.starts_with("7.")
}

fn tell_bounced(tx: &mut Tx<'_>, post: &Post, address: &str, report: &Report) -> Result<()> {
    let (rules, _) = rules::rules(tx)?;
    let status = report.status.clone().unwrap_or_default();
    let bounced = Bounced {
        address: address.to_lowercase(),
        hard: is_hard(&status),
        answer: report.answer.clone(),
        status,
        soft_limit: rules.soft_bounces,
        soft_days: rules.soft_days,
    };
    post.desk().bounced(tx, &bounced)
}

/// Somebody called a mail of ours unwanted: they get nothing any more that no person wrote.
pub(crate) fn complained(tx: &mut Tx<'_>, post: &Post, mail: &Outgoing, report: &Report) -> Result<()> {
    for recipient in lost(recipients::of_mail(tx, mail.id)?, report) {
        post.desk().complained(tx, &recipient.address.to_lowercase())?;
    }
    Ok(())
}

/// Why it came back, in words, from the status of RFC 3463 (subject and detail).
fn trouble(report: &Report, lost: &[Recipient]) -> Trouble {
    let status = report.status.as_deref().unwrap_or_default();
    let (cause, phrase) = reason(status);
    let named: Vec<&str> = if lost.is_empty() {
        report.recipients.iter().map(String::as_str).collect()
    } else {
        lost.iter().map(|recipient| recipient.address.as_str()).collect()
    };
    let addresses = named.into_iter().take(5).collect::<Vec<_>>().join(", ");
    Trouble::lasting(cause, phrase.said([("addresses", &addresses)])).answered(&report.answer)
}

fn reason(status: &str) -> (Cause, Phrase) {
    match status.split_once('.').map_or("", |(_, detail)| detail) {
        "1.1" | "1.0" | "1.6" | "1.10" | "2.1" => (Cause::RecipientRefused, words::BACK_NO_MAILBOX),
        "2.2" => (Cause::RecipientRefused, words::BACK_FULL),
        "2.3" | "3.4" => (Cause::TooLarge, words::BACK_LARGE),
        "1.2" | "4.1" | "4.3" | "4.4" | "4.7" => (Cause::RecipientRefused, words::BACK_NO_SERVER),
        detail if detail.starts_with("7.") => (Cause::Policy, words::BACK_RULES),
        _ => (Cause::RecipientRefused, words::BACK),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_status_tells_why() {
        for (status, want) in [
            ("5.1.1", words::BACK_NO_MAILBOX),
            ("4.2.2", words::BACK_FULL),
            ("5.3.4", words::BACK_LARGE),
            ("5.4.4", words::BACK_NO_SERVER),
            ("5.7.26", words::BACK_RULES),
            ("5.0.0", words::BACK),
            ("", words::BACK),
        ] {
            assert_eq!(reason(status).1, want, "{status}");
        }
    }
}
