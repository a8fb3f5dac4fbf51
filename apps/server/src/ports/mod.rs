//! The ports that rooms declare, wired over the rooms that answer them.

mod contacts;
mod demo;
mod desk;
mod elsewhere;
mod findings;
mod letters;
mod reports;
mod seals;
mod surveys;

pub(crate) use contacts::CustomerContacts;
pub(crate) use demo::{FILL_DEMO, FillDemo, QueuedDemo};
pub(crate) use desk::InboxDesk;
pub(crate) use elsewhere::OldSystem;
pub(crate) use letters::MailedLetters;
pub(crate) use reports::WholeHouse;
pub(crate) use seals::SealOfPost;
pub(crate) use surveys::{DepartmentHours, MailedSurveys};
