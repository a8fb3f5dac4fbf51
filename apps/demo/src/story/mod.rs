//! The stories: what happens in a conversation, step by step, with its texts.

mod case;
mod desk;
mod letter;
mod papers;
mod step;
pub mod survey;
mod teller;
mod words;

pub use step::{Act, Change, Mail, Paper, Priority, Status, Step};
pub use teller::Teller;
