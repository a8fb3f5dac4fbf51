//! The demo company: a year in the customer service of Havgard Cycles, made up from a seed.
//!
//! [`Company`] is the pure part: it yields, in the order of time, everything that people inside and outside did in the
//! twelve months before an instant. The same seed, instant and size give the same company, to the letter.
//! [`fill`](fill::fill) plays it into a database through the commands of real use.

mod chance;
mod clock;
mod company;
mod facts;
pub mod fill;
mod forms;
mod grammar;
mod lang;
mod papers;
mod season;
mod staff;
mod story;
#[cfg(test)]
mod tests;
mod texts;
pub mod world;

pub use company::Company;
