//! When an insight was shared with a department that has a mail address, it is written to; and once more when the matter ends, with
//! what came of it. By the event, once.

use access::people::readers::{Reader, active};
use channels::mail::address::Address;
use channels::outgoing::commands::{SystemMail, queue_system_mail};
use db::Tx;
use feedback::Feedback;
use feedback::insights::commands::{InsightLetter, letter};
use feedback::insights::model::{InsightId, State};
use kernel::{Event, Fault, Result};

pub(crate) fn react(tx: &mut Tx<'_>, event: &Event, feedback: &Feedback) -> Result<()> {
    let ends = |key: &str| event.facts[key].as_str().is_some_and(|state| State::of(state).is_ended());
    let is_news = match event.name.as_str() {
        "feedback.insight.shared" => true,
        "feedback.insight.changed" => ends("state") && !ends("state_before"),
        _ => return Ok(()),
    };
    let id: InsightId = event.thing.0.parse().map_err(Fault::internal)?;
    let Some(told) = letter(tx, feedback, id)?.filter(|_| is_news) else { return Ok(()) };
    let Some(to) = Address::parse(&told.insight.address) else { return Ok(()) };
    let by = told.insight.owner.or(told.insight.shared_by);
    let by = active(tx, &by.into_iter().collect::<Vec<_>>())?.into_iter().next();
    let (subject, text) = words(by.as_ref(), &told, ends("state"));
    let html = inbox::messages::markup::from_text(&text);
    let mail = SystemMail { to: to.named(&told.insight.department), subject, html, text };
    queue_system_mail(tx, &format!("insight:{id}:{}", event.id.number), &mail)
}

/// In the language of whoever of us follows it.
fn words(by: Option<&Reader>, told: &InsightLetter, is_ended: bool) -> (String, String) {
    let InsightLetter { insight, link } = told;
    let (title, body, outcome) = (&insight.title, &insight.text, &insight.outcome);
    let is_german = by.is_some_and(|by| by.language == "de");
    let who = by.map(|by| format!("{} <{}>", by.name, by.email)).unwrap_or_default();
    let due = insight.due_at.map(|at| at.to_string().chars().take(10).collect::<String>()).unwrap_or_default();
    let is_done = insight.state == State::Done;
    match (is_german, is_ended) {
        (false, false) => (
            format!("What customers tell us: {title}"),
            format!(
                "To {}\n\n{body}\n\n{}{}Where it stands, and what came of it: {link}\n",
                insight.department,
                line("We look forward to an answer by ", &due),
                line("Asked by ", &who),
            ),
        ),
        (true, false) => (
            format!("Was Kunden uns sagen: {title}"),
            format!(
                "An {}\n\n{body}\n\n{}{}Wo es steht und was daraus wurde: {link}\n",
                insight.department,
                line("Wir freuen uns auf eine Antwort bis ", &due),
                line("Es fragt ", &who),
            ),
        ),
        (false, true) => (
            format!("{}: {title}", if is_done { "Done" } else { "Declined" }),
            format!("What came of “{title}”:\n\n{outcome}\n\n{}{link}\n", line("Followed by ", &who)),
        ),
        (true, true) => (
            format!("{}: {title}", if is_done { "Erledigt" } else { "Abgelehnt" }),
            format!("Was aus «{title}» wurde:\n\n{outcome}\n\n{}{link}\n", line("Darum kümmert sich ", &who)),
        ),
    }
}

/// A line of its own when there is something to say.
fn line(before: &str, said: &str) -> String {
    if said.is_empty() { String::new() } else { format!("{before}{said}.\n\n") }
}

#[cfg(test)]
mod tests {
    use feedback::insights::model::Insight;
    use kernel::{Timestamp, TypedId as _};

    use super::*;

    #[test]
    fn a_department_reads_what_customers_say_and_later_what_came_of_it() {
        let reader =
            |language: &str| Reader { name: "Lea".into(), email: "lea@our.example".into(), language: language.into() };
        let insight = Insight {
            id: InsightId::from_raw(1),
            title: "Pads wear out".into(),
            text: "14 customers in March".into(),
            department: "Product".into(),
            address: "product@our.example".into(),
            owner: None,
            theme: None,
            state: State::Shared,
            outcome: String::new(),
            due_at: Some(Timestamp::from_micros(1_775_001_600_000_000)),
            shared_by: None,
            shared_at: Timestamp::from_micros(0),
            changed_at: Timestamp::from_micros(0),
            version: 1,
        };
        let link = "https://desk.example/surveys/insights?insight=insi_1".to_owned();
        let told = InsightLetter { insight: insight.clone(), link: link.clone() };
        let (subject, text) = words(Some(&reader("en")), &told, false);
        assert_eq!(subject, "What customers tell us: Pads wear out");
        assert!(
            text.contains("14 customers in March") && text.contains("by 2026-04-01") && text.contains(&link),
            "{text}"
        );
        assert!(words(None, &told, false).1.contains(&link));
        let ended = Insight { state: State::Declined, outcome: "Too dear".into(), ..insight };
        let (subject, text) = words(Some(&reader("de")), &InsightLetter { insight: ended, link }, true);
        assert_eq!(subject, "Abgelehnt: Pads wear out");
        assert!(text.contains("Too dear") && text.contains("Lea <lea@our.example>"), "{text}");
    }
}
