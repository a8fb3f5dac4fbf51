//! Mail without a database: bytes in, plain data and decisions out.
//!
//! Everything below is synchronous, touches nothing outside its arguments and never panics on any input.

pub mod address;
pub mod attachment;
pub mod calendar;
pub mod charset;
pub mod compose;
pub mod findings;
pub mod harmless;
pub mod letter;
mod markup;
pub mod parse;
mod protection;
pub mod quote;
pub mod quote_html;
mod quote_words;
pub mod reply_address;
pub mod report;
mod report_text;
pub mod robots;
pub mod sanitise;
mod style;
pub mod text;
pub mod thread;
pub mod tnef;
pub mod uuencode;

#[cfg(test)]
mod compose_tests;
#[cfg(test)]
mod odd_tests;
#[cfg(test)]
mod parse_tests;
#[cfg(test)]
mod quote_tests;
#[cfg(test)]
mod report_tests;
#[cfg(test)]
mod sanitise_tests;
