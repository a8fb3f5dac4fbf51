//! The second factor: an authenticator app, and recovery codes for the day it is lost.

mod commands;
mod http;
mod model;
pub(crate) mod store;
#[cfg(test)]
pub(crate) mod tests;

pub(crate) use commands::{Need, Proof, Way, confirm, count_guess, keep_codes, need, prove, reset, subject, view};
pub(crate) use http::{Enrolment, PasswordAgain, begin_for, router};
pub(crate) use model::Codes;
