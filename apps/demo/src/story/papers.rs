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

/// What a customer attaches to the first letter.
pub(super) fn from_customer(topic: &Topic, facts: &mut Facts, chance: &mut Chance, now: Instant) -> Vec<Paper> {
    let mut papers = Vec::new();
    if chance.happens(pictured(topic.key)) {
        papers.push(Paper::Photo { seed: chance.next_u64() % 96 });
        if chance.happens(0.25) {
            papers.push(Paper::Photo { seed: chance.next_u64() % 96 });
        }
    }
    if matches!(topic.key, "technical.motor" | "connected.firmware") && chance.happens(0.12) {
        let mut fact = |slot| facts.get(slot, now).unwrap_or_default();
        papers.push(Paper::Log { seed: chance.next_u64(), frame: fact("frame"), code: fact("error") });
    }
    papers
}

/// What a customer attaches to a later letter.
pub(super) fn later(topic: &Topic, chance: &mut Chance) -> Vec<Paper> {
    if chance.happens(pictured(topic.key) * 0.3) {
        return vec![Paper::Photo { seed: chance.next_u64() % 96 }];
    }
    Vec::new()
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
