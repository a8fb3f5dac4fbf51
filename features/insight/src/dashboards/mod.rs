//! Dashboards that people lay out themselves, and notes pinned on days.

mod boards;
pub(crate) mod http;
mod layout;
mod notes;
#[cfg(test)]
mod tests;

pub(crate) use boards::STATEMENTS as BOARD_STATEMENTS;
pub(crate) use notes::STATEMENTS as NOTE_STATEMENTS;
