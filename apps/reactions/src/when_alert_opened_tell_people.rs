//! When a figure that is watched is not normal, those whom its rule names are told by mail. By the event, each person is told once.

use access::people::readers::{Reader, active};
use channels::mail::address::Address;
use channels::outgoing::commands::{SystemMail, queue_system_mail};
use db::Tx;
use insight::alerts::{AlertId, Letter, Reason, letter};
use insight::metrics::{Metric, Unit};
use insight::reports::Language;
use kernel::{Event, Fault, Result};

pub(crate) fn react(tx: &mut Tx<'_>, event: &Event) -> Result<()> {
    if event.name != "insight.alert.opened" {
        return Ok(());
    }
    let id: AlertId = event.thing.0.parse().map_err(Fault::internal)?;
    let Some(told) = letter(tx, id)?.filter(|told| !told.people.is_empty()) else { return Ok(()) };
    for reader in active(tx, &told.people)? {
        let Some(to) = Address::parse(&reader.email) else { continue };
        let (subject, text) = words(&reader, &told);
        let html = inbox::messages::markup::from_text(&text);
        let mail = SystemMail { to: to.named(&reader.name), subject, html, text, files: Vec::new() };
        queue_system_mail(tx, &format!("figure-alarm:{id}:{}", reader.email), &mail)?;
    }
    Ok(())
}

fn words(reader: &Reader, told: &Letter) -> (String, String) {
    let (name, rule, finding) = (&reader.name, &told.name, &told.finding);
    let is_german = reader.language == "de";
    let unit = Metric::named(&told.metric).map_or(Unit::Count, |metric| metric.definition().unit);
    let language = if is_german { Language::De } else { Language::En };
    let number = |value: f64| language.figure(unit, value);
    let value = finding.reading.value.map(number).unwrap_or_default();
    let limit = match finding.reason {
        Reason::Above => finding.high.map(number),
        Reason::Below => finding.low.map(number),
        Reason::Pattern => None,
    };
    let limit = limit.unwrap_or_default();
    let (from, to) = (&finding.from, &finding.to);
    if is_german {
        let what = match finding.reason {
            Reason::Above => format!("liegt mit {value} über {limit}"),
            Reason::Below => format!("liegt mit {value} unter {limit}"),
            Reason::Pattern => format!("steht bei {value} und verläuft seit einer Weile nicht mehr zufällig"),
        };
        return (
            format!("Auffällige Kennzahl: {rule}"),
            format!(
                "Hallo {name},\n\n«{rule}» {what} (vom {from} bis zum {to}).\n\nUnter Auswertung, Warnungen kannst du sie übernehmen und eine \
                 Maßnahme beginnen. Solange sie auffällig ist, kommt keine weitere Mail dazu.\n"
            ),
        );
    }
    let what = match finding.reason {
        Reason::Above => format!("is {value}, above {limit}"),
        Reason::Below => format!("is {value}, below {limit}"),
        Reason::Pattern => format!("is {value}, and its last values together are no chance"),
    };
    (
        format!("A figure is not normal: {rule}"),
        format!(
            "Hello {name},\n\n“{rule}” {what} (from {from} to {to}).\n\nUnder Insight, Alerts, you can look after it and take an action. No \
             further mail comes about it while it lasts.\n"
        ),
    )
}

#[cfg(test)]
mod tests {
    use insight::alerts::Finding;
    use insight::measures::Reading;

    use super::*;

    #[test]
    fn a_letter_says_what_is_not_normal_in_the_readers_language() {
        let reader =
            |language: &str| Reader { name: "Mia".into(), email: "mia@our.example".into(), language: language.into() };
        let reading = Reading { value: Some(5430.0), interval: None, count: 40, small: false };
        let (from, to) = ("2026-03-09".to_owned(), "2026-03-15".to_owned());
        let finding =
            Finding { reason: Reason::Above, reading, low: None, high: Some(3600.0), signals: vec![], from, to };
        let told =
            Letter { name: "Slow answers".into(), metric: "first_response_time".into(), finding, people: Vec::new() };
        let (subject, text) = words(&reader("en"), &told);
        assert_eq!(subject, "A figure is not normal: Slow answers");
        assert!(text.contains("is 1 h 31 min, above 1 h") && text.contains("from 2026-03-09 to 2026-03-15"), "{text}");
        let (_, text) = words(&reader("de"), &told);
        assert!(text.contains("Hallo Mia") && text.contains("liegt mit 1 h 31 min über 1 h"), "{text}");
        let pattern = Letter { finding: Finding { reason: Reason::Pattern, ..told.finding.clone() }, ..told };
        assert!(words(&reader("en"), &pattern).1.contains("no chance"));
    }
}
