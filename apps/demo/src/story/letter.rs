//! How a text becomes a letter: greeting, body, close and name, in the way this writer does it.

use crate::chance::Chance;
use crate::clock::Instant;
use crate::facts::Facts;
use crate::grammar::{Book, Choice, Decks, Plot, PoolId, Script, after_greeting, tidy};
use crate::lang::Lang;
use crate::world::{BIKES, Customer, PEOPLE, Tone};

/// Name, and on a first letter what the person does.
fn signature(by: usize, full: bool) -> String {
    let person = &PEOPLE[by];
    if full {
        format!("{}\n{}, {}", person.name(), person.title, crate::world::COMPANY)
    } else {
        person.first.to_owned()
    }
}

/// What the facts of a conversation are mostly about: what people add to a bare subject.
#[derive(Debug, Clone, Copy)]
pub(super) enum Matter {
    Order,
    Bike,
    /// A bike that is not bought yet.
    Model,
    Dealer,
    Person,
}

/// Greeting and body.
fn letter(lang: Lang, hello: &str, body: &str) -> String {
    let body = tidy(body);
    let body = if lang == Lang::German && hello.trim_end().ends_with(',') { after_greeting(&body) } else { body };
    if hello.is_empty() { body } else { format!("{}\n\n{body}", tidy(hello)) }
}

/// What is needed to write.
pub(super) struct Pen<'a> {
    pub book: &'a Book,
    pub decks: &'a mut Decks,
    pub facts: &'a mut Facts,
    pub chance: &'a mut Chance,
    pub missing: &'a mut Vec<String>,
    pub matters: &'a mut Vec<String>,
    pub now: Instant,
    /// The topic is one to be angry about.
    pub serious: bool,
    pub matter_of_facts: Matter,
}

impl Pen<'_> {
    /// The line of a pool that fits what the conversation is about.
    pub fn line(&mut self, pool: PoolId) -> String {
        self.choose(pool, Choice::Exact)
    }

    fn choose(&mut self, pool: PoolId, choice: Choice<'_>) -> String {
        let (facts, missing, now) = (&mut *self.facts, &mut *self.missing, self.now);
        let mut answer = |slot: &str| {
            facts.get(slot, now).unwrap_or_else(|| {
                missing.push(slot.to_owned());
                String::new()
            })
        };
        let text = self.decks.write(self.book, (pool, choice), self.matters, &mut answer);
        if text.is_empty() && !matches!(choice, Choice::Loose) {
            self.missing.push(format!("a fitting line about {:?}", self.matters));
        }
        text
    }

    /// One line of a pool that all topics share; empty when the language has none.
    pub fn common(&mut self, lang: Lang, name: &str) -> String {
        self.book.common(lang, name).map(|pool| self.line(pool)).unwrap_or_default()
    }

    /// The subject of a conversation, once its first letter is written.
    pub fn subject(&mut self, script: &Script, plot: &Plot) -> String {
        let text = script.pool("subject", &plot.name).map(|pool| self.choose(pool, Choice::Loose));
        let text = tidy(&text.unwrap_or_default());
        // A line without a fact would be seen many times in a list of thousands; people often add what it is about.
        let has_fact =
            text.contains(|letter: char| letter.is_ascii_digit()) || BIKES.iter().any(|bike| text.contains(bike.name));
        if has_fact || self.chance.happens(0.18) { text } else { self.with_fact(&text) }
    }

    fn with_fact(&mut self, text: &str) -> String {
        let mut fact = |slot| self.facts.get(slot, self.now).unwrap_or_default();
        let bare = text.trim_end_matches('.');
        let ends = bare.ends_with(['?', '!']);
        match (self.matter_of_facts, self.chance.below(4)) {
            (Matter::Dealer, 0 | 1) => format!("{}: {bare}", fact("company")),
            (Matter::Dealer, _) => format!("{bare} ({})", fact("dealer_no")),
            (Matter::Order, 0) => format!("{}: {bare}", fact("order")),
            (Matter::Order, 1) if !ends => format!("{bare}, {}", fact("order")),
            (Matter::Order, _) => format!("{bare} ({})", fact("order")),
            (Matter::Model, 0 | 1) | (Matter::Bike, 0) => format!("{}: {bare}", fact("bike")),
            (Matter::Bike, 1) => format!("{bare} ({})", fact("frame")),
            (Matter::Bike, 2) if !ends => format!("{bare}, {} {}", fact("bike"), fact("bought")),
            (Matter::Bike | Matter::Model, _) => format!("{bare} ({})", fact("bike")),
            (Matter::Person, 0 | 1) => format!("{bare} ({})", fact("town")),
            (Matter::Person, _) => format!("{bare} ({})", fact("last")),
        }
    }

    /// A customer's first letter.
    pub fn opening(&mut self, customer: &Customer, script: &Script, plot: &Plot) -> String {
        let lang = customer.lang;
        let tone = customer.tone;
        let (detail, ask) = match tone {
            Tone::Terse => (0.15, 0.55),
            Tone::Chatty | Tone::Unsure => (0.9, 0.9),
            Tone::Polite | Tone::Plain | Tone::Cross => (0.65, 0.8),
        };
        let mut body = String::new();
        let mood = match tone {
            Tone::Polite => Some(("mood.polite", 0.35)),
            Tone::Chatty => Some(("mood.chatty", 0.7)),
            Tone::Unsure => Some(("mood.unsure", 0.6)),
            Tone::Cross => Some(("mood.cross", 0.75)),
            Tone::Plain | Tone::Terse => None,
        };
        if let Some((pool, share)) = mood
            && customer.dealer.is_none()
            && (self.serious || tone != Tone::Cross)
            && self.chance.happens(share)
            && let Some(pool) = self.book.common(lang, pool)
        {
            body += &(self.choose(pool, Choice::Loose) + " // ");
        }
        body += &script
            .pool("open", &plot.name)
            .map(|pool| self.choose(pool, Choice::Opening(script, plot)))
            .unwrap_or_default();
        if let (Some(pool), true) = (script.pool("detail", &plot.name), self.chance.happens(detail)) {
            body += if self.chance.happens(0.35) { " // " } else { " " };
            body += &self.choose(pool, Choice::Loose);
        }
        if let (Some(pool), true) = (script.pool("ask", &plot.name), self.chance.happens(ask)) {
            body += if self.chance.happens(0.55) { " // " } else { " " };
            body += &self.choose(pool, Choice::Loose);
        }
        let greeted = self.chance.happens(if tone == Tone::Terse { 0.25 } else { 0.93 });
        let hello = if greeted { self.common(lang, "hello") } else { String::new() };
        let bye = self.farewell(customer, tone == Tone::Terse);
        letter(customer.lang, &hello, &body) + &bye
    }

    /// A customer's further letter.
    pub fn follow_up(&mut self, customer: &Customer, body: &str) -> String {
        let terse = customer.tone == Tone::Terse;
        let greeted = self.chance.happens(if terse { 0.2 } else { 0.7 });
        let hello = if greeted { self.common(customer.lang, "hello.again") } else { String::new() };
        let signed = self.chance.happens(if terse { 0.4 } else { 0.85 });
        let bye = if signed { self.farewell(customer, true) } else { String::new() };
        letter(customer.lang, &hello, body) + &bye
    }

    /// A short public answer that only closes or asks.
    pub fn short_answer(&mut self, lang: Lang, by: usize, pool: &str, full: bool) -> String {
        let (hello, body) = (self.common(lang, "agent.hello.again"), self.common(lang, pool));
        let bye = self.common(lang, "agent.bye");
        letter(lang, &hello, &body) + "\n\n" + &bye + "\n" + &signature(by, full)
    }

    /// A public answer by somebody of the company.
    pub fn answer(&mut self, lang: Lang, by: usize, first: bool, late: bool, body: &str) -> String {
        let greeting = if first { "agent.hello" } else { "agent.hello.again" };
        let hello = self.common(lang, greeting);
        let lead_in = if late {
            self.common(lang, "agent.late")
        } else if first && self.chance.happens(0.62) {
            self.common(lang, "agent.thanks")
        } else {
            String::new()
        };
        let joint = if self.chance.happens(0.5) { " // " } else { " " };
        let close = if self.chance.happens(0.4) { self.common(lang, "agent.offer") } else { String::new() };
        let bye = self.common(lang, "agent.bye");
        let name = signature(by, first);
        letter(lang, &hello, &format!("{lead_in}{joint}{body} // {close}")) + "\n\n" + &bye + "\n" + &name
    }

    fn farewell(&mut self, customer: &Customer, short: bool) -> String {
        let full = format!("{} {}", customer.first, customer.last);
        if customer.dealer.is_some() {
            let bye = self.common(customer.lang, "bye");
            let shop = self.facts.get("company", self.now).unwrap_or_default();
            return format!("\n\n{bye}\n{}\n{shop}", if short { customer.first } else { &full });
        }
        if short {
            return match self.chance.below(4) {
                0 => String::new(),
                1 => format!("\n\n{full}"),
                _ => format!("\n\n{}", customer.first),
            };
        }
        let bye = self.common(customer.lang, "bye");
        let mut text = format!("\n\n{bye}\n{}", if self.chance.happens(0.7) { full.as_str() } else { customer.first });
        match (self.chance.below(9), &customer.phone) {
            (0 | 1, Some(phone)) => text.extend(["\n", phone]),
            (2, _) => text.extend(["\n", customer.place.town]),
            (3, _) => text.extend(["\n\n", &self.common(customer.lang, "device")]),
            _ => {}
        }
        text
    }
}
