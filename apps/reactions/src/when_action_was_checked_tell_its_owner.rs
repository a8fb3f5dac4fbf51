//! When it was looked at whether an action worked, whoever sees to it is told by mail. By the event, once.

use access::people::readers::{Reader, active};
use channels::mail::address::Address;
use channels::outgoing::commands::{SystemMail, queue_system_mail};
use db::Tx;
use insight::actions::{ActionId, ActionLetter, Word, letter};
use insight::metrics::{Metric, Unit};
use insight::reports::Language;
use kernel::{Event, Fault, Result};

pub(crate) fn react(tx: &mut Tx<'_>, event: &Event) -> Result<()> {
    if event.name != "insight.action.checked" {
        return Ok(());
    }
    let id: ActionId = event.thing.0.parse().map_err(Fault::internal)?;
    let told = letter(tx, id)?;
    for reader in active(tx, &[told.owner])? {
        let Some(to) = Address::parse(&reader.email) else { continue };
        let (subject, text) = words(&reader, &told);
        let html = inbox::messages::markup::from_text(&text);
        let mail = SystemMail { to: to.named(&reader.name), subject, html, text, files: Vec::new() };
        queue_system_mail(tx, &format!("action-checked:{id}:{}", event.id.number), &mail)?;
    }
    Ok(())
}

fn words(reader: &Reader, told: &ActionLetter) -> (String, String) {
    let (name, title, effect) = (&reader.name, &told.title, &told.effect);
    let is_german = reader.language == "de";
    let unit = Metric::named(&told.metric).map_or(Unit::Count, |metric| metric.definition().unit);
    let language = if is_german { Language::De } else { Language::En };
    let number = |value: Option<f64>| value.map_or("–".to_owned(), |value| language.figure(unit, value));
    let (before, after) = (number(effect.comparison.before.value), number(effect.comparison.after.value));
    if is_german {
        let word = match effect.verdict {
            Word::Worked => "Sie hat gewirkt.",
            Word::DidNot => "Sie hat nicht so gewirkt, wie sie sollte.",
            Word::TooEarly => "Es ist noch zu früh, um das zu sagen.",
            Word::CannotTell => "Ob sie gewirkt hat, lässt sich nicht sagen: Es waren zu wenige.",
        };
        return (
            format!("Hat es gewirkt? {title}"),
            format!(
                "Hallo {name},\n\ndie Tage nach der Maßnahme «{title}» sind vorbei. {word}\n\nVorher: {before}\nNachher: {after}\n\nUnter \
                 Auswertung, Maßnahmen steht, wie sicher das ist.\n"
            ),
        );
    }
    let word = match effect.verdict {
        Word::Worked => "It worked.",
        Word::DidNot => "It did not work as far as it should.",
        Word::TooEarly => "It is too early to say.",
        Word::CannotTell => "Whether it worked cannot be told: there were too few.",
    };
    (
        format!("Did it work? {title}"),
        format!(
            "Hello {name},\n\nthe days after the action “{title}” are over. {word}\n\nBefore: {before}\nAfter: {after}\n\nUnder Insight, \
             Actions, it says how sure that is.\n"
        ),
    )
}

#[cfg(test)]
mod tests {
    use insight::actions::{Days, Effect, Why};
    use insight::measures::{Comparison, Reading};
    use kernel::{PersonId, TypedId as _};

    use super::*;

    #[test]
    fn a_letter_says_plainly_whether_it_worked() {
        let reader =
            |language: &str| Reader { name: "Mia".into(), email: "mia@our.example".into(), language: language.into() };
        let of = |value: f64| Reading { value: Some(value), interval: None, count: 40, small: false };
        let days = |from: &str, to: &str| Days { from: from.into(), to: to.into() };
        let effect = Effect {
            verdict: Word::Worked,
            why: Why::MovedEnough,
            before: days("2026-02-01", "2026-02-28"),
            after: days("2026-03-09", "2026-04-05"),
            comparison: Comparison { before: of(0.12), after: of(0.075), difference: Some(-0.045), interval: None },
            change: -0.03,
        };
        let told = ActionLetter {
            owner: PersonId::from_raw(1),
            title: "Pair on refunds".into(),
            metric: "reopen_rate".into(),
            effect,
        };
        let (subject, text) = words(&reader("en"), &told);
        assert_eq!(subject, "Did it work? Pair on refunds");
        assert!(
            text.contains("It worked.") && text.contains("Before: 12.0 %") && text.contains("After: 7.5 %"),
            "{text}"
        );
        let (_, text) = words(&reader("de"), &told);
        assert!(text.contains("Sie hat gewirkt.") && text.contains("Nachher: 7,5 %"), "{text}");
        let unsure = ActionLetter { effect: Effect { verdict: Word::CannotTell, ..told.effect.clone() }, ..told };
        assert!(words(&reader("en"), &unsure).1.contains("cannot be told"));
    }
}
