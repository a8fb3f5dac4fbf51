//! Passwords: what is accepted, and how it is kept.

mod hasher;
mod model;

pub use hasher::{Hasher, PasswordHash};
pub use model::check;
