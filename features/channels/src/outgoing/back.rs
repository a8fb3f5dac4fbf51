//! A mail that a server took and that came back all the same.

use db::Tx;
use delivery::{Cause, Trouble};
use kernel::{ConversationId, Phrase, Result};

use super::model::{Outgoing, State};
use super::send::tell_failed;
use super::store;
use crate::mail::report::Report;
use crate::post::Post;
use crate::why::Why;
use crate::words;

/// The mail of ours that a report is about: by its Message-ID, else the newest of a conversation that went to one of the recipients.
pub(crate) fn find(tx: &mut Tx<'_>, report: &Report, conversation: Option<ConversationId>) -> Result<Option<Outgoing>> {
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
    let trouble = trouble(report);
    let (words, why) = (trouble.to_string(), Why::from(&trouble).stored());
    if !store::came_back(tx, mail.id, &words, trouble.hint().english, &why)? {
        return Ok(false);
    }
    let failed = Outgoing { state: State::Failed.code().to_owned(), ..mail.clone() };
    tell_failed(tx, post, &failed, words)?;
    Ok(true)
}

/// Why it came back, in words, from the status of RFC 3463 (subject and detail).
fn trouble(report: &Report) -> Trouble {
    let status = report.status.as_deref().unwrap_or_default();
    let (cause, phrase) = reason(status);
    let addresses = report.recipients.iter().take(5).map(String::as_str).collect::<Vec<_>>().join(", ");
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
