//! Which letters come with something attached.

use crate::chance::Chance;
use crate::clock::Instant;
use crate::facts::Facts;
use crate::world::Topic;

use super::step::Paper;

/// The share of first letters with a picture, by topic.
fn pictured(topic: &str) -> f64 {
    match topic {
        "delivery.damaged" => 0.7,
        "warranty.frame" | "warranty.crash" => 0.6,
        "warranty.claim" | "company.claim" => 0.35,
        "technical.wheels" | "delivery.missing" => 0.2,
        "technical.brakes" | "technical.gears" | "technical.parts" | "delivery.assembly" => 0.12,
        _ => 0.01,
    }
}

/// The letter speaks of pictures that come with it.
fn speaks_of_pictures(text: &str) -> bool {
    const WORDS: [&str; 14] = [
        "attached",
        "hängen an",
        "hängt an",
        "angehängt",
        "Anbei die Bilder",
        "Hier sind die Fotos",
        "Foto ist dabei",
        "je joins",
        "Je joins",
        "sont jointes",
        "zitten erbij",
        "Here are the pictures",
        "Here they are",
        "picture is attached",
    ];
    WORDS.iter().any(|word| text.contains(word))
}

/// What a customer attaches to the first letter.
pub(super) fn from_customer(
    topic: &Topic,
    text: &str,
    facts: &mut Facts,
    chance: &mut Chance,
    now: Instant,
) -> Vec<Paper> {
    let mut papers = Vec::new();
    if speaks_of_pictures(text) || chance.happens(pictured(topic.key)) {
        papers.push(photo(chance));
        if chance.happens(0.25) {
            papers.push(photo(chance));
        }
    }
    if matches!(topic.key, "technical.motor" | "connected.firmware") && chance.happens(0.12) {
        let mut fact = |slot| facts.get(slot, now).unwrap_or_default();
        papers.push(Paper::Log { seed: chance.next_u64(), frame: fact("frame"), code: fact("error") });
    }
    papers
}

/// What a customer attaches to a later letter.
pub(super) fn later(text: &str, chance: &mut Chance) -> Vec<Paper> {
    if speaks_of_pictures(text) { vec![photo(chance)] } else { Vec::new() }
}

fn photo(chance: &mut Chance) -> Paper {
    Paper::Photo { seed: chance.next_u64() % 48 }
}

/// What the company attaches to an answer: the invoice, where the text says so.
pub(super) fn from_company(topic: &Topic, text: &str, facts: &mut Facts, now: Instant) -> Vec<Paper> {
    let attached = ["attached", "Anhang", "pièce jointe", "bijlage"].iter().any(|word| text.contains(word));
    if topic.key != "orders.invoice" || !attached {
        return Vec::new();
    }
    let cents = facts.cents();
    let mut fact = |slot| facts.get(slot, now).unwrap_or_default();
    vec![Paper::Invoice {
        number: fact("invoice"),
        order: fact("order"),
        customer: fact("name"),
        town: fact("town"),
        article: fact("bike"),
        cents,
    }]
}
