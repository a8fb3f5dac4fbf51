//! The whole year as one stream of steps.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::clock::Instant;
use crate::grammar::BookFault;
use crate::season::Year;
use crate::story::{Step, Teller};

/// Everything that happened, in the order of time: an iterator of [`Step`]s.
#[derive(Debug)]
pub struct Company {
    pub teller: Teller,
    beginnings: Vec<Instant>,
    told: usize,
    until: Instant,
    /// Steps of conversations that have begun, by time; the index points into `steps`.
    due: BinaryHeap<Reverse<(Instant, u32, u32)>>,
    steps: std::collections::HashMap<(u32, u32), Step>,
}

impl Company {
    /// The year before `until` (seconds since 1970 UTC) with so many conversations.
    pub fn new(seed: u64, until: Instant, conversations: u32) -> Result<Self, BookFault> {
        let mut teller = Teller::new(seed, Year::ending(until), conversations)?;
        let beginnings = teller.beginnings(conversations);
        Ok(Self { teller, beginnings, told: 0, until, due: BinaryHeap::new(), steps: std::collections::HashMap::new() })
    }

    /// Tells all conversations that begin before the next step that is due.
    fn tell(&mut self) {
        while let Some(begins) = self.beginnings.get(self.told).copied() {
            if self.due.peek().is_some_and(|Reverse((at, _, _))| *at < begins) {
                return;
            }
            let number = self.told as u32;
            self.told += 1;
            for (index, step) in self.teller.conversation(number, begins).into_iter().enumerate() {
                if step.at <= self.until {
                    self.due.push(Reverse((step.at, number, index as u32)));
                    self.steps.insert((number, index as u32), step);
                }
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
