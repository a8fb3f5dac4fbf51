//! The demo company: a year in the customer service of Havgard Cycles, made up from a seed.
//!
//! [`Company`] is the pure part: it yields, in the order of time, everything that people inside and outside did in the
//! twelve months before an instant. The same seed, instant and size give the same company, to the letter.

pub mod chance;
pub mod clock;
pub mod company;
pub mod facts;
pub mod fill;
pub mod forms;
pub mod grammar;
pub mod lang;
pub mod papers;
pub mod season;
pub mod staff;
pub mod story;
pub mod texts;
pub mod world;

#[cfg(test)]
mod tests;

pub use company::Company;
pub use fill::{CONVERSATIONS, PASSWORD, Plan, Progress, Rooms, SEED, Summary, fill};
