//! Passwords: what is accepted, and how it is kept.

mod common;
mod hasher;
mod model;

pub use hasher::{Hasher, PasswordHash};
pub use model::check;
