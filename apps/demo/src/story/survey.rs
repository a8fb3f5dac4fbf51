//! What customers say of us afterwards: who is asked, who answers, how well they think of us, and in what words.
//!
//! Two stories are in it. While the firmware 4.2 went wrong, whoever wrote about the app or the account was unhappy with us, and
//! since the team has its known answers ready they are content again. And for some weeks deliveries disappoint: the carrier says
//! nothing, and so do we.

use std::sync::Arc;

use super::case::awake;
use super::step::{Act, Status, Step};
use super::words;
use crate::chance::Chance;
use crate::clock::{DAY, HOUR, Instant};
use crate::lang::Lang;
use crate::season::Year;
use crate::staff::Staff;
use crate::world::{Customer, Team, Tone, topic};

/// So long after the last word a customer is asked.
const DELAY: i64 = 3 * HOUR;
/// For so long deliveries have disappointed.
const SILENCE: i64 = 24 * DAY;
/// How many of those who are asked answer.
const ANSWERING: f64 = 0.44;

/// A conversation as far as a rating goes.
struct Lived<'s> {
    customer: &'s Customer,
    /// Its topic, `group.reason`.
    topic: &'static str,
    /// How long the customer waited for the first answer.
    waited: i64,
    solved_at: Instant,
}

/// What follows a conversation: being asked, answering, being called back.
pub fn after(steps: &[Step], people: &[Arc<Customer>], year: &Year, seed: u64, number: u32) -> Vec<Step> {
    let Some(lived) = lived(steps, people) else { return Vec::new() };
    // Chance of its own: whoever is asked changes nothing of what was written.
    let mut chance = Chance::new(seed ^ u64::from(number).wrapping_mul(0x9E37_79B9_7F4A_7C15)).fork("survey");
    let mut told = Vec::new();
    let mut tell = |at: Instant, act: Act| told.push(Step { at, conversation: number, act });
    let asked_at = awake(lived.solved_at + DELAY, &mut chance);
    tell(asked_at, Act::Surveyed);
    if !chance.happens(ANSWERING) {
        return told;
    }
    let answered_at = awake(asked_at + chance.around(5.0 * HOUR as f64, 1.1).min(9.0 * DAY as f64) as i64, &mut chance);
    let is_content = chance.happens(content(&lived, year));
    let mood = if is_content { chance.between(62, 99) } else { chance.between(0, 61) };
    let words =
        if chance.happens(if is_content { 0.3 } else { 0.7 }) { words(&lived, is_content, &mut chance) } else { "" };
    tell(answered_at, Act::Rates { mood: mood as u8, words });
    if is_content {
        return told;
    }
    if lived.topic.starts_with("delivery.") && chance.happens(0.08) {
        let reason = "The customer rated the carrier, not us.";
        tell(answered_at + chance.between(HOUR, DAY), Act::LeavesOut { reason });
    } else if chance.happens(0.75) {
        let team = topic(lived.topic).map_or(Team::Orders, |topic| topic.team);
        let at = awake(answered_at + chance.around(20.0 * HOUR as f64, 0.6) as i64, &mut chance);
        tell(at, Act::CallsBack { by: Staff::lead(team), note: chance.pick::<&str>(&words::CALLS) });
    }
    told
}

/// A conversation that was solved and left alone for as long as nobody is asked.
fn lived<'s>(steps: &[Step], people: &'s [Arc<Customer>]) -> Option<Lived<'s>> {
    let (mut customer, mut subject, mut begun, mut waited) = (None, None, 0, None);
    for (place, step) in steps.iter().enumerate() {
        let mut solved = false;
        match &step.act {
            Act::Opens { customer: who, .. } => (customer, begun) = (people.get(*who), step.at),
            Act::Answers { leaves, .. } => {
                waited = waited.or(Some(step.at - begun));
                solved = *leaves == Status::Solved;
            }
            Act::Changes { change, .. } => {
                subject = change.topic.or(subject);
                solved = change.status == Some(Status::Solved);
            }
            _ => {}
        }
        let goes_on = |next: &&Step| next.at <= step.at + DELAY && matches!(next.act, Act::Writes { .. });
        if solved && !steps[place + 1..].iter().any(|next| goes_on(&next)) {
            return Some(Lived { customer: customer?, topic: subject?, waited: waited?, solved_at: step.at });
        }
    }
    None
}

/// How probable it is that the customer is content.
fn content(lived: &Lived<'_>, year: &Year) -> f64 {
    let at = lived.solved_at;
    if lived.topic.starts_with("connected.") && year.during("firmware", at) {
        return 0.25;
    }
    if lived.topic.starts_with("delivery.") && at > year.until - SILENCE {
        return 0.36;
    }
    let cross = if lived.customer.tone == Tone::Cross { 0.2 } else { 0.0 };
    let late = match lived.waited {
        waited if waited > 2 * DAY => 0.16,
        waited if waited > DAY => 0.08,
        _ => 0.0,
    };
    0.9 - cross - late
}

fn words(lived: &Lived<'_>, is_content: bool, chance: &mut Chance) -> &'static str {
    let all = match (lived.customer.lang, is_content) {
        (Lang::English, true) => &words::CONTENT[..],
        (Lang::German, true) => &words::CONTENT_GERMAN[..],
        (Lang::English, false) => words::unhappy(lived.topic),
        (Lang::German, false) => words::unhappy_german(lived.topic),
        // The surveys have no words in other languages; whoever reads them answers with a click.
        (Lang::French | Lang::Dutch, _) => return "",
    };
    chance.pick::<&str>(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::company::Company;

    #[test]
    fn ratings_fall_where_and_when_the_stories_say() {
        let until = 1_795_297_000;
        let year = Year::ending(until);
        let company = Company::new(2_026, until, 8_000).expect("the texts are right");
        let (mut topics, mut rated) = (std::collections::HashMap::new(), Vec::new());
        for step in company {
            match step.act {
                Act::Changes { change, .. } => drop(change.topic.map(|topic| topics.insert(step.conversation, topic))),
                Act::Rates { mood, .. } => rated.push((step.conversation, step.at, mood)),
                _ => {}
            }
        }
        let share = |among: &dyn Fn(&str, i64) -> bool| {
            let some: Vec<u8> =
                rated.iter().filter(|(one, at, _)| among(topics[one], *at)).map(|(.., mood)| *mood).collect();
            assert!(some.len() > 20, "{} ratings", some.len());
            some.iter().filter(|mood| **mood >= 62).count() as f64 / some.len() as f64
        };
        let firmware = |at: i64| year.during("firmware", at - 2 * DAY);
        assert!(share(&|topic, at| topic.starts_with("connected.") && firmware(at)) < 0.6);
        assert!(share(&|topic, at| topic.starts_with("connected.") && !firmware(at)) > 0.75);
        assert!(share(&|topic, at| topic.starts_with("delivery.") && at > until - 20 * DAY) < 0.7);
        assert!(share(&|topic, at| topic.starts_with("delivery.") && at < until - 30 * DAY) > 0.75);
        assert!(rated.len() > 2_400, "{} ratings", rated.len());
    }
}
