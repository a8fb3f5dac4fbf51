//! When a mailbox stopped fetching, or fetches again, whoever may see to it is told by mail. By the event, each person is told once.

use access::people::readers::{Reader, who_may};
use channels::mail::address::Address;
use channels::mailboxes::queries;
use channels::outgoing::commands::{SystemMail, queue_system_mail};
use channels::permissions::MANAGE_MAILBOXES;
use db::Tx;
use kernel::{Event, Fault, FaultKind, MailboxId, Result};

pub(crate) fn react(tx: &mut Tx<'_>, event: &Event) -> Result<()> {
    let stopped = match event.name.as_str() {
        "channels.mailbox.stopped" => true,
        "channels.mailbox.recovered" => false,
        _ => return Ok(()),
    };
    let id: MailboxId = event.thing.0.parse().map_err(Fault::internal)?;
    let (mailbox, standing) = match queries::one(tx, id) {
        Ok(found) => found,
        // Removed meanwhile: there is nothing to see to any more.
        Err(fault) if fault.kind() == FaultKind::NotFound => return Ok(()),
        Err(fault) => return Err(fault),
    };
    for reader in who_may(tx, MANAGE_MAILBOXES)? {
        let Some(to) = Address::parse(&reader.email) else { continue };
        let name = format!("{} ({})", mailbox.name, mailbox.address.address);
        let (subject, text) = words(&reader, stopped, &name, &standing.state.error);
        let html = inbox::messages::markup::from_text(&text);
        let mail = SystemMail { to: to.named(&reader.name), subject, html, text, files: Vec::new() };
        queue_system_mail(tx, &format!("mailbox-alarm:{}:{}:{}", event.id.tx, event.id.number, reader.email), &mail)?;
    }
    Ok(())
}

fn words(reader: &Reader, stopped: bool, mailbox: &str, reason: &str) -> (String, String) {
    let name = &reader.name;
    match (reader.language.as_str(), stopped) {
        ("de", true) => {
            let why = if reason.is_empty() { String::new() } else { format!("Die letzte Meldung war:\n{reason}\n\n") };
            (
                format!("Es kommt keine Post mehr an: {mailbox}"),
                format!(
                    "Hallo {name},\n\nQuarterdeck kann das Postfach {mailbox} seit einiger Zeit nicht mehr abholen.\n\n{why}\
                     Was zu tun ist, steht unter Verwaltung, Postfächer. Verloren ist nichts: die Post wartet beim Anbieter.\n"
                ),
            )
        }
        ("de", false) => (
            format!("Die Post kommt wieder an: {mailbox}"),
            format!("Hallo {name},\n\ndas Postfach {mailbox} wird wieder abgeholt. Es ist nichts weiter zu tun.\n"),
        ),
        (_, true) => {
            let why = if reason.is_empty() { String::new() } else { format!("The last message was:\n{reason}\n\n") };
            (
                format!("No mail comes in any more: {mailbox}"),
                format!(
                    "Hello {name},\n\nQuarterdeck has not been able to fetch the mailbox {mailbox} for some time.\n\n{why}\
                     What to do is said under Administration, Mailboxes. Nothing is lost: the mail waits at your provider.\n"
                ),
            )
        }
        (_, false) => (
            format!("Mail comes in again: {mailbox}"),
            format!("Hello {name},\n\nthe mailbox {mailbox} is fetched again. There is nothing else to do.\n"),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_says_what_happened_in_the_readers_language() {
        let reader =
            |language: &str| Reader { name: "Mia".into(), email: "mia@our.example".into(), language: language.into() };
        let (subject, text) = words(&reader("de"), true, "Support (help@our.example)", "Kein Zutritt");
        assert_eq!(subject, "Es kommt keine Post mehr an: Support (help@our.example)");
        assert!(text.contains("Hallo Mia") && text.contains("Kein Zutritt"));
        let (_, text) = words(&reader("en"), true, "Support", "");
        assert!(text.contains("Nothing is lost") && !text.contains("last message"));
        let (subject, _) = words(&reader("en"), false, "Support", "");
        assert_eq!(subject, "Mail comes in again: Support");
    }
}
