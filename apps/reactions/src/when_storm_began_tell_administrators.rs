//! When a flood of mail began, whoever may decide about it is told by mail. By the event, each person is told once.

use access::people::readers::{Reader, who_may};
use channels::mail::address::Address;
use channels::outgoing::commands::{SystemMail, queue_system_mail};
use channels::permissions::MANAGE_UNPLACED;
use channels::storms::commands::one;
use channels::storms::model::{Scope, Storm, StormId};
use db::Tx;
use kernel::{Event, Fault, Result};

pub(crate) fn react(tx: &mut Tx<'_>, event: &Event) -> Result<()> {
    if event.name != "channels.storm.began" {
        return Ok(());
    }
    let id: StormId = event.thing.0.parse().map_err(Fault::internal)?;
    let (storm, whose) = one(tx, id)?;
    for reader in who_may(tx, MANAGE_UNPLACED)? {
        let Some(to) = Address::parse(&reader.email) else { continue };
        let (subject, text) = words(&reader, &storm, &whose);
        let html = inbox::messages::markup::from_text(&text);
        let mail = SystemMail { to: to.named(&reader.name), subject, html, text, files: Vec::new() };
        queue_system_mail(tx, &format!("storm-alarm:{id}:{}", reader.email), &mail)?;
    }
    Ok(())
}

fn words(reader: &Reader, storm: &Storm, whose: &str) -> (String, String) {
    let (name, seen, usual) = (&reader.name, storm.seen, storm.usual);
    if reader.language == "de" {
        let whose = match storm.scope {
            Scope::Sender | Scope::Domain => format!("von {whose}"),
            Scope::Mailbox => format!("an {whose}"),
        };
        return (
            format!("Ungewöhnlich viel Post {whose}"),
            format!(
                "Hallo {name},\n\nin zehn Minuten kamen {seen} Mails {whose}; üblich sind {usual}. Sie werden alle behalten, nur langsam \
                 einsortiert und nicht automatisch beantwortet.\n\nUnter Verwaltung, Nicht zugeordnet kannst du sie ganz anhalten oder \
                 freigeben.\n"
            ),
        );
    }
    let whose = match storm.scope {
        Scope::Sender | Scope::Domain => format!("from {whose}"),
        Scope::Mailbox => format!("to {whose}"),
    };
    (
        format!("Unusually much mail {whose}"),
        format!(
            "Hello {name},\n\n{seen} mails {whose} came within ten minutes; {usual} are usual. All of them are kept, but placed slowly, and \
             nothing answers them by itself.\n\nUnder Administration, Could not be placed, you can hold them altogether or release them.\n"
        ),
    )
}

#[cfg(test)]
mod tests {
    use channels::storms::model::Course;
    use kernel::{Timestamp, TypedId as _};

    use super::*;

    #[test]
    fn a_letter_says_whose_mail_it_is_in_the_readers_language() {
        let reader =
            |language: &str| Reader { name: "Mia".into(), email: "mia@our.example".into(), language: language.into() };
        let storm = |scope| Storm {
            id: StormId::from_raw(1),
            scope,
            who: String::new(),
            course: Course::Slowed,
            seen: 240,
            usual: 3,
            began_at: Timestamp::NEVER,
            last_at: Timestamp::NEVER,
            ended_at: Timestamp::NEVER,
            next_at: Timestamp::NEVER,
        };
        let (subject, text) = words(&reader("de"), &storm(Scope::Domain), "shop.example");
        assert_eq!(subject, "Ungewöhnlich viel Post von shop.example");
        assert!(text.contains("Hallo Mia") && text.contains("240 Mails") && text.contains("üblich sind 3"));
        let (subject, _) = words(&reader("en"), &storm(Scope::Mailbox), "Support");
        assert_eq!(subject, "Unusually much mail to Support");
    }
}
