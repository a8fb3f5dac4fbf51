//! Whether the year is believable: its order, its shape, its texts.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use sha2::{Digest, Sha256};

use crate::clock::{self, DAY};
use crate::company::{Company, NO_CONVERSATION};
use crate::lang::Lang;
use crate::story::{Act, Mail, Status, Step};
use crate::world::{PEOPLE, TOPICS};

/// 2026-11-21T21:36:40Z, a Saturday evening.
const UNTIL: i64 = 1_795_297_000;
const SIZE: u32 = 2_500;

struct Year {
    company: Company,
    steps: Vec<Step>,
}

static YEAR: LazyLock<Year> = LazyLock::new(|| {
    let mut company = Company::new(2_026, UNTIL, SIZE).expect("the texts are right");
    let steps = company.by_ref().collect();
    Year { company, steps }
});

fn mail(act: &Act) -> Option<&Mail> {
    match act {
        Act::Opens { mail, .. } | Act::Writes { mail } | Act::Answers { mail, .. } | Act::Notes { mail, .. } => {
            Some(mail)
        }
        _ => None,
    }
}

fn opened() -> impl Iterator<Item = (i64, usize, &'static str, &'static str)> {
    YEAR.steps.iter().filter_map(|step| match &step.act {
        Act::Opens { customer, subject, mail, .. } => Some((step.at, *customer, subject.as_str(), mail.text.as_str())),
        _ => None,
    })
}

#[test]
fn the_same_seed_tells_the_same_year() {
    let hash = |seed| {
        let company = Company::new(seed, UNTIL, 600).expect("the texts are right");
        let mut hasher = Sha256::new();
        company.take(2_000).for_each(|step| hasher.update(format!("{step:?}\n")));
        u64::from_be_bytes(hasher.finalize()[..8].try_into().expect("eight bytes"))
    };
    // A new text or rule makes another year: look at some conversations, then put the new value here.
    assert_eq!(hash(2_026), 0x8031_52c6_bf23_bbe1);
    assert_ne!(hash(2_027), hash(2_026));
}

#[test]
fn no_text_has_a_hole() {
    assert_eq!(YEAR.company.missing(), &[] as &[String]);
    for step in &YEAR.steps {
        let subject = if let Act::Opens { subject, .. } = &step.act { subject.as_str() } else { "a subject" };
        assert!((2..=110).contains(&subject.chars().count()), "{subject:?}");
        let Some(mail) = mail(&step.act) else { continue };
        for text in [subject, &mail.text] {
            assert!(!text.contains(['{', '}', '[', ']', '<', '>', '|', '~']), "{text}");
            assert!(!text.contains("  ") && !text.contains(" ,") && !text.contains(".."), "{text}");
        }
        assert!(mail.text.chars().count() > 8, "{:?}", mail.text);
    }
}

#[test]
fn every_topic_has_texts_that_occur() {
    let seen: HashSet<&str> = YEAR
        .steps
        .iter()
        .filter_map(|step| if let Act::Changes { change, .. } = &step.act { change.topic } else { None })
        .collect();
    for topic in &TOPICS {
        assert!(seen.contains(topic.key), "{} never occurs", topic.key);
    }
}

#[test]
fn steps_are_in_the_order_of_time_and_of_sense() {
    assert!(YEAR.steps.is_sorted_by_key(|step| step.at));
    assert!(YEAR.steps.iter().all(|step| (UNTIL - 366 * DAY..=UNTIL).contains(&step.at)));
    let mut owed: HashMap<u32, bool> = HashMap::new();
    for step in YEAR.steps.iter().filter(|step| step.conversation != NO_CONVERSATION) {
        let known = owed.contains_key(&step.conversation);
        assert_eq!(matches!(step.act, Act::Opens { .. }), !known, "{step:?}");
        owed.insert(step.conversation, true);
        if let Act::Answers { by, .. } | Act::Changes { by, .. } | Act::Notes { by, .. } = step.act {
            let joined = UNTIL - 365 * DAY + i64::from(PEOPLE[by].joined) * 30 * DAY;
            assert!(step.at >= joined, "{} worked before joining", PEOPLE[by].first);
        }
    }
    assert_eq!(owed.len(), SIZE as usize);
}

#[test]
fn no_two_neighbours_look_alike() {
    let all: Vec<_> = opened().collect();
    let distinct = |texts: Vec<&str>| texts.iter().collect::<HashSet<_>>().len() as f64 / texts.len() as f64;
    assert!(distinct(all.iter().map(|one| one.2).collect()) > 0.8);
    assert!(distinct(all.iter().map(|one| one.3).collect()) > 0.995);
    let last: Vec<_> = all.iter().rev().take(400).collect();
    assert!(distinct(last.iter().map(|one| one.2).collect()) > 0.97);
    assert!(distinct(last.iter().map(|one| one.3).collect()) > 0.999);
}

#[test]
fn the_year_has_its_shape() {
    let mut weekdays = [0_u32; 7];
    let mut months = [0_u32; 12];
    for (at, ..) in opened() {
        let local = clock::local(at);
        weekdays[local.weekday().to_monday_zero_offset() as usize] += 1;
        months[(local.month() - 1) as usize] += 1;
    }
    assert!(weekdays[0] > weekdays[2] && weekdays[2] > weekdays[6], "{weekdays:?}");
    assert!(f64::from(months[4]) > 1.5 * f64::from(months[0]), "{months:?}");
}

#[test]
fn happenings_happen_when_they_should() {
    let tagged = |tag: &str| -> Vec<i64> {
        let has =
            |step: &&Step| matches!(&step.act, Act::Changes { change, .. } if change.tags.iter().any(|one| one == tag));
        YEAR.steps.iter().filter(has).map(|step| (step.at - UNTIL) / DAY + 365).collect()
    };
    let within = |tag: &str, from: i64, to: i64, least: usize| {
        let days = tagged(tag);
        assert!(days.len() >= least, "{tag}: {}", days.len());
        assert!(days.iter().all(|day| (from..=to).contains(day)), "{tag}: {days:?}");
    };
    within("strike", 138, 160, 10);
    within("recall", 218, 365, 40);
    within("firmware-4.2", 286, 320, 8);
    within("black-friday", 0, 20, 3);
    assert!(tagged("escalation").len() > 10);
}

#[test]
fn the_desk_works_like_a_desk() {
    let (mut state, mut first, mut reopened) = (HashMap::new(), HashMap::new(), HashSet::new());
    let mut begun = HashMap::new();
    for step in &YEAR.steps {
        match &step.act {
            Act::Opens { .. } => {
                state.insert(step.conversation, Status::New);
                begun.insert(step.conversation, step.at);
            }
            Act::Writes { .. } => {
                let was = state.insert(step.conversation, Status::Open);
                reopened.extend((was == Some(Status::Solved)).then_some(step.conversation));
            }
            Act::Answers { leaves, .. } => {
                state.insert(step.conversation, *leaves);
                first.entry(step.conversation).or_insert(step.at - begun[&step.conversation]);
            }
            Act::Changes { change, .. } => {
                if let Some(status) = change.status {
                    state.insert(step.conversation, status);
                }
            }
            _ => {}
        }
    }
    let open = state.values().filter(|status| **status != Status::Solved).count();
    assert!((25..=75).contains(&open), "{open} open of {SIZE}: some 350 of 20,000 are wanted");
    let mut waits: Vec<i64> = first.into_values().collect();
    waits.sort_unstable();
    let median = waits[waits.len() / 2];
    assert!((2 * 3_600..9 * 3_600).contains(&median), "median first response {median} s");
    let share = reopened.len() as f64 / f64::from(SIZE);
    assert!((0.03..0.12).contains(&share), "{share} reopened");
}

/// Frequent words that only one of the languages has.
fn words_of(lang: Lang) -> &'static [&'static str] {
    match lang {
        Lang::English => &["the", "and", "my", "it", "you", "of", "that", "with"],
        Lang::German => &["und", "ich", "nicht", "mein", "das", "ist", "die", "auf"],
        Lang::French => &["je", "mon", "le", "est", "et", "pas", "vous", "du"],
        Lang::Dutch => &["ik", "mijn", "het", "een", "van", "niet", "jullie", "bij"],
    }
}

#[test]
fn everybody_writes_their_own_language() {
    let langs = [Lang::English, Lang::German, Lang::French, Lang::Dutch];
    let mut right = 0_u32;
    let mut other = 0_u32;
    for (_, customer, _, text) in opened() {
        let own = YEAR.company.customers().people[customer].lang;
        let words: Vec<String> = text.split(|letter: char| !letter.is_alphabetic()).map(str::to_lowercase).collect();
        let score = |lang: Lang| words.iter().filter(|word| words_of(lang).contains(&word.as_str())).count();
        let best = langs.into_iter().max_by_key(|lang| score(*lang)).expect("four");
        right += u32::from(score(own) >= score(best));
        other += u32::from(own != Lang::English);
    }
    assert!(f64::from(right) > 0.985 * f64::from(SIZE), "{right} of {SIZE}");
    let share = f64::from(other) / f64::from(SIZE);
    assert!((0.15..0.25).contains(&share), "{share} do not write English");
}

#[test]
fn answers_and_readers_speak_the_customers_language() {
    let lang_of: HashMap<u32, Lang> = YEAR
        .steps
        .iter()
        .filter_map(|step| match step.act {
            Act::Opens { customer, .. } => Some((step.conversation, YEAR.company.customers().people[customer].lang)),
            _ => None,
        })
        .collect();
    for step in &YEAR.steps {
        if let Act::Answers { by, .. } = step.act {
            let lang = lang_of[&step.conversation];
            let person = &PEOPLE[by];
            let lead = person.role == crate::world::Role::Lead;
            assert!(lead || person.languages.contains(&lang), "{} answers in {lang:?}", person.first);
        }
    }
}
