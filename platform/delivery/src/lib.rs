//! The way out of the house: connections to mail servers and to the web, each guarded, each failure explained in plain words.

pub mod fetch;
pub mod smtp;
pub mod trouble;
pub mod trust;
pub mod wire;
pub mod words;

pub use smtp::{Envelope, Login, Security, Smtp};
pub use trouble::{Cause, Trouble};
pub use trust::Trust;
pub use wire::Wire;
