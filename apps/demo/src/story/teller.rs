//! Draws the conversations of the year one after the other.

use std::sync::Arc;

use crate::chance::Chance;
use crate::clock::{HOUR, Instant};
use crate::facts::Facts;
use crate::grammar::{Book, BookFault, Decks, Plot, Script};
use crate::lang::Lang;
use crate::season::Year;
use crate::staff::Staff;
use crate::world::{Audience, Customers, TOPICS, Topic};

use super::case::Case;
use super::step::Step;

/// Knows everything that is needed to tell a conversation.
#[derive(Debug)]
pub struct Teller {
    pub(super) book: Arc<Book>,
    pub(super) decks: Decks,
    pub(super) year: Year,
    pub(super) staff: Staff,
    pub(super) chance: Chance,
    pub(super) missing: Vec<String>,
    pub customers: Customers,
    languages: Vec<(&'static Topic, Vec<Lang>)>,
    subjects: Vec<String>,
    conversations: f64,
}

/// How much of the mail is written in each language where a topic has texts in it.
const SHARES: [(Lang, f64); 4] = [(Lang::English, 72.0), (Lang::German, 19.0), (Lang::French, 7.0), (Lang::Dutch, 6.0)];

impl Teller {
    /// Reads the texts and sets the stage.
    pub fn new(seed: u64, year: Year, conversations: u32) -> Result<Self, BookFault> {
        let mut chance = Chance::new(seed);
        let book = Arc::new(Book::load()?);
        let decks = Decks::new(&book, chance.fork("decks"));
        let staff = Staff::new(&year, chance.fork("staff"));
        let dealers = (conversations / 66).clamp(24, 320) as usize;
        let customers = Customers::new(dealers, chance.fork("customers"));
        let written = |topic: &'static Topic| {
            let langs = SHARES.iter().map(|(lang, _)| *lang).filter(|lang| book.script(topic.key, *lang).is_some());
            (topic, langs.collect::<Vec<_>>())
        };
        let languages = TOPICS.iter().map(written).filter(|(_, langs)| !langs.is_empty()).collect();
        let conversations = f64::from(conversations);
        let subjects = Vec::new();
        let missing = Vec::new();
        Ok(Self { book, decks, year, staff, chance, missing, customers, languages, subjects, conversations })
    }

    /// The slots that texts asked for and nobody knew: empty when the texts are right.
    pub fn missing(&self) -> &[String] {
        &self.missing
    }

    /// The instants at which the conversations of the year begin, in order.
    pub fn beginnings(&mut self, count: u32) -> Vec<Instant> {
        let hours = ((self.year.until - self.year.start) / HOUR) as usize;
        let mut sums = Vec::with_capacity(hours);
        let mut total = 0.0;
        for hour in 0..hours {
            let at = self.year.start + hour as i64 * HOUR;
            let mix: f64 = TOPICS.iter().map(|topic| topic.weight * self.year.factor(topic.key, at)).sum();
            total += self.year.intensity(at + HOUR / 2) * mix;
            sums.push(total);
        }
        let mut chance = self.chance.fork("beginnings");
        let mut all: Vec<Instant> = (0..count)
            .map(|_| {
                let mark = chance.unit() * total;
                let hour = sums.partition_point(|sum| *sum < mark).min(hours - 1);
                self.year.start + hour as i64 * HOUR + chance.between(0, HOUR - 1)
            })
            .collect();
        all.sort_unstable();
        all
    }

    /// One conversation that begins now: all its steps, in order, also those that lie after the end of the year.
    pub fn conversation(&mut self, number: u32, at: Instant) -> Vec<Step> {
        let (topic, lang) = self.subject_matter(at);
        let customer = match topic.audience {
            Audience::Riders => self.customers.rider(lang, self.freshness(), at),
            Audience::Dealers => self.customers.dealer_contact(lang, at),
        };
        let mut chance = self.chance.fork("case");
        let who = Arc::clone(&self.customers.people[customer]);
        let dealers = Arc::clone(&self.customers.dealers);
        let facts = Facts::new(Arc::clone(&who), dealers, topic, at, chance.fork("facts"));
        let book = Arc::clone(&self.book);
        let Some(script) = book.script(topic.key, lang) else { return Vec::new() };
        let plot = &script.plots[self.plot(script, at, &mut chance)];
        Case::new(self, number, who, topic, facts, chance, at).play(customer, script, plot)
    }

    /// A subject none of the latest conversations has.
    pub(super) fn is_new_subject(&mut self, subject: &str) -> bool {
        if self.subjects.iter().any(|one| one == subject) {
            return false;
        }
        if self.subjects.len() >= 400 {
            self.subjects.remove(0);
        }
        self.subjects.push(subject.to_owned());
        true
    }

    /// New riders come all year; the more are known, the rarer.
    fn freshness(&self) -> f64 {
        let expected = self.conversations * 0.29;
        let known = self.customers.people.len() as f64;
        (1.0 - known / (expected * 1.15)).clamp(0.1, 1.0) * 0.62
    }

    fn subject_matter(&mut self, at: Instant) -> (&'static Topic, Lang) {
        let weights: Vec<f64> =
            self.languages.iter().map(|(topic, _)| topic.weight * self.year.factor(topic.key, at)).collect();
        let index = self.chance.weighted(weights.iter().copied());
        let (topic, langs) = &self.languages[index];
        let topic: &'static Topic = topic;
        let shares: Vec<f64> =
            SHARES.iter().map(|(lang, share)| if langs.contains(lang) { *share } else { 0.0 }).collect();
        (topic, SHARES[self.chance.weighted(shares.iter().copied())].0)
    }

    fn plot(&self, script: &Script, at: Instant, chance: &mut Chance) -> usize {
        let weight = |plot: &Plot| match &plot.during {
            Some(happening) if !self.year.during(happening, at) => 0.0,
            _ => plot.weight,
        };
        chance.weighted(script.plots.iter().map(weight))
    }
}
