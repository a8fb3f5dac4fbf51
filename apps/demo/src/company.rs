//! The whole year as one stream of steps.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use crate::clock::Instant;
use crate::grammar::BookFault;
use crate::season::Year;
use crate::staff::Staff;
use crate::story::{Act, Step, Teller, survey};
use crate::world::{Customers, PEOPLE};

/// The number of a conversation in steps that belong to none.
pub const NO_CONVERSATION: u32 = u32::MAX;

/// Everything that happened, in the order of time: an iterator of [`Step`]s.
#[derive(Debug)]
pub struct Company {
    teller: Teller,
    beginnings: Vec<Instant>,
    told: usize,
    begins: Instant,
    until: Instant,
    seed: u64,
    year: Year,
    /// Steps of conversations that have begun, by time; the index points into `steps`.
    due: BinaryHeap<Reverse<(Instant, u32, u32)>>,
    steps: HashMap<(u32, u32), Step>,
}

impl Company {
    /// The year before `until` (seconds since 1970 UTC) with so many conversations.
    pub fn new(seed: u64, until: Instant, conversations: u32) -> Result<Self, BookFault> {
        let mut teller = Teller::new(seed, Year::ending(until), conversations)?;
        let year = Year::ending(until);
        let beginnings = teller.beginnings(conversations);
        let begins = year.start;
        let mut company = Self {
            teller,
            beginnings,
            told: 0,
            begins,
            until,
            seed,
            year: year.clone(),
            due: BinaryHeap::new(),
            steps: HashMap::new(),
        };
        for person in (0..PEOPLE.len()).filter(|person| PEOPLE[*person].joined > 0) {
            let at = Staff::joined(person, &year);
            company.expect(Step { at, conversation: NO_CONVERSATION, act: Act::Joins { person } }, person as u32);
        }
        Ok(company)
    }

    /// Everybody outside the company who has written so far, and the dealers.
    pub fn customers(&self) -> &Customers {
        &self.teller.customers
    }

    /// The slots that texts asked for and nobody knew: empty when the texts are right.
    pub fn missing(&self) -> &[String] {
        self.teller.missing()
    }

    /// The first instant of the year.
    pub fn begins(&self) -> Instant {
        self.begins
    }

    fn expect(&mut self, step: Step, index: u32) {
        if step.at <= self.until {
            self.due.push(Reverse((step.at, step.conversation, index)));
            self.steps.insert((step.conversation, index), step);
        }
    }

    /// Tells all conversations that begin before the next step that is due.
    fn tell(&mut self) {
        while let Some(begins) = self.beginnings.get(self.told).copied() {
            if self.due.peek().is_some_and(|Reverse((at, _, _))| *at < begins) {
                return;
            }
            let number = self.told as u32;
            self.told += 1;
            let mut steps = self.teller.conversation(number, begins);
            let rated = survey::after(&steps, &self.teller.customers.people, &self.year, self.seed, number);
            steps.extend(rated);
            for (index, step) in steps.into_iter().enumerate() {
                self.expect(step, index as u32);
            }
        }
    }
}

impl Iterator for Company {
    type Item = Step;

    fn next(&mut self) -> Option<Step> {
        self.tell();
        let Reverse((_, number, index)) = self.due.pop()?;
        self.steps.remove(&(number, index))
    }
}
