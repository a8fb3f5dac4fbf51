//! Conversations: what they are, how they change, and the lists of them.

pub mod bulk;
pub mod change;
pub(crate) mod http;
pub mod list;
pub mod model;
pub mod open;
pub mod queries;
mod recall;
pub mod release;
pub mod rows;
pub(crate) mod scope;
pub(crate) mod store;

pub use change::change;
pub use model::{Change, Conversation};
