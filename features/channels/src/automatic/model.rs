//! Whether a mail is answered automatically. No I/O.

use crate::desk::Reach;
use crate::mail::robots::Robot;

/// What the decision is made from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Facts {
    /// The mailbox answers by itself and can send.
    pub is_on: bool,
    /// The mail began a conversation.
    pub is_first: bool,
    /// It was there before the mailbox was connected, or is of an address of ours.
    pub needs_none: bool,
    /// A machine wrote it.
    pub robot: Option<Robot>,
    /// It is not from whom it says: an answer would go to somebody who never wrote.
    pub is_spoofed: bool,
    /// It is part of a flood.
    pub is_storm: bool,
    /// What is known of the address it came from.
    pub reach: Reach,
    /// Automatic mails that went to the address within the last hour.
    pub sent_in_hour: i64,
    /// Automatic mails that went to the address within the last day.
    pub sent_in_day: i64,
    /// Within the last day an answer to the address was held back because there were too many already.
    pub was_stopped: bool,
    /// How many may go to an address in an hour.
    pub per_hour: i64,
}

/// Why an answer was held back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Held {
    /// A machine wrote the mail.
    Robot,
    /// It is not from whom it says.
    Spoofed,
    /// It is part of a flood.
    Storm,
    /// Mail to the address comes back.
    Undeliverable,
    /// Somebody there does not want mail of ours.
    Complained,
    /// As many went there as may in an hour.
    TooMany,
    /// Whoever it is answers every answer.
    PingPong,
}

impl Held {
    /// The stable word for it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Robot => "robot",
            Self::Spoofed => "spoofed",
            Self::Storm => "storm",
            Self::Undeliverable => "undeliverable",
            Self::Complained => "complained",
            Self::TooMany => "too_many",
            Self::PingPong => "ping_pong",
        }
    }

    /// Whether it was held back because there were too many already.
    pub fn is_stop(code: &str) -> bool {
        code == Self::TooMany.code() || code == Self::PingPong.code()
    }
}

/// What is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// It is answered.
    Answer,
    /// Nobody expects an answer.
    Nothing,
    /// An answer was due and is held back.
    Held(Held),
}

/// Two machines that answer each other stop after this many hours' worth of answers within a day, whatever their subjects and
/// headers say; and once stopped they stay so until one of them is quiet for a day.
const HOURS_A_DAY: i64 = 3;

/// Decides.
pub fn decide(facts: &Facts) -> Decision {
    if !facts.is_on || !facts.is_first || facts.needs_none {
        return Decision::Nothing;
    }
    let reasons = [
        (facts.robot.is_some(), Held::Robot),
        (facts.is_spoofed, Held::Spoofed),
        (facts.is_storm, Held::Storm),
        (facts.reach.undeliverable, Held::Undeliverable),
        (facts.reach.complained, Held::Complained),
        (facts.was_stopped || facts.sent_in_day >= facts.per_hour * HOURS_A_DAY, Held::PingPong),
        (facts.sent_in_hour >= facts.per_hour, Held::TooMany),
    ];
    reasons.into_iter().find(|(holds, _)| *holds).map_or(Decision::Answer, |(_, why)| Decision::Held(why))
}

/// Fills the places of a text: `{number}`, `{subject}` and `{name}`. What is filled in is not looked at again.
pub fn fill(text: &str, number: i64, subject: &str, name: &str) -> String {
    let mut filled = String::with_capacity(text.len() + subject.len() + name.len());
    let mut rest = text;
    while let Some(at) = rest.find('{') {
        filled.push_str(&rest[..at]);
        rest = &rest[at..];
        let places = [("{number}", number.to_string()), ("{subject}", subject.to_owned()), ("{name}", name.to_owned())];
        if let Some((place, value)) = places.iter().find(|(place, _)| rest.starts_with(place)) {
            filled.push_str(value);
            rest = &rest[place.len()..];
        } else {
            filled.push('{');
            rest = &rest[1..];
        }
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod model_tests {
    use proptest::prelude::*;

    use super::*;

    fn due() -> Facts {
        Facts { is_on: true, is_first: true, per_hour: 3, ..Facts::default() }
    }

    #[test]
    fn only_a_person_who_begins_a_conversation_is_answered() {
        let reach = |undeliverable, complained| Reach { undeliverable, complained, unsubscribed: true };
        for (facts, want) in [
            (due(), Decision::Answer),
            (Facts { is_on: false, ..due() }, Decision::Nothing),
            (Facts { is_first: false, ..due() }, Decision::Nothing),
            (Facts { needs_none: true, ..due() }, Decision::Nothing),
            (Facts { robot: Some(Robot::List), ..due() }, Decision::Held(Held::Robot)),
            (Facts { is_spoofed: true, ..due() }, Decision::Held(Held::Spoofed)),
            (Facts { is_storm: true, ..due() }, Decision::Held(Held::Storm)),
            (Facts { reach: reach(true, false), ..due() }, Decision::Held(Held::Undeliverable)),
            (Facts { reach: reach(false, true), ..due() }, Decision::Held(Held::Complained)),
            // Who wants no digest still hears that a question arrived.
            (Facts { reach: reach(false, false), ..due() }, Decision::Answer),
            (Facts { sent_in_hour: 2, sent_in_day: 2, ..due() }, Decision::Answer),
            (Facts { sent_in_hour: 3, sent_in_day: 3, ..due() }, Decision::Held(Held::TooMany)),
            (Facts { sent_in_hour: 0, sent_in_day: 9, ..due() }, Decision::Held(Held::PingPong)),
            (Facts { was_stopped: true, ..due() }, Decision::Held(Held::PingPong)),
            (Facts { per_hour: 0, ..due() }, Decision::Held(Held::PingPong)),
        ] {
            assert_eq!(decide(&facts), want, "{facts:?}");
        }
    }

    #[test]
    fn places_are_filled_once() {
        let text = "Dear {name}, [#{number}] “{subject}” {other} {";
        assert_eq!(fill(text, 7, "{name} {number}", "Anna"), "Dear Anna, [#7] “{name} {number}” {other} {");
    }

    proptest! {
        /// Whatever the other side does, and whenever: two machines exchange a number of mails that does not grow with time.
        #[test]
        fn two_machines_stop(gaps in proptest::collection::vec(1_i64..7_200, 50..400), per_hour in 0_i64..6) {
            let (mut now, mut sent, mut stopped): (i64, Vec<i64>, Vec<i64>) = (0, Vec::new(), Vec::new());
            for gap in gaps {
                now += gap;
                let within = |list: &[i64], time: i64| list.iter().filter(|at| now - **at < time).count();
                let facts = Facts {
                    sent_in_hour: i64::try_from(within(&sent, 3_600)).unwrap(),
                    sent_in_day: i64::try_from(within(&sent, 86_400)).unwrap(),
                    was_stopped: within(&stopped, 86_400) > 0,
                    per_hour,
                    ..due()
                };
                match decide(&facts) {
                    Decision::Answer => sent.push(now),
                    Decision::Held(_) => stopped.push(now),
                    Decision::Nothing => prop_assert!(false, "an answer was due"),
                }
            }
            prop_assert!(sent.len() <= usize::try_from(per_hour * HOURS_A_DAY).unwrap() , "{} went out", sent.len());
        }

        #[test]
        fn filling_never_panics(text in ".{0,80}", subject in ".{0,20}") {
            fill(&text, 1, &subject, "Anna");
        }
    }
}
