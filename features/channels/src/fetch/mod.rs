//! Fetching mail by IMAP and POP3: one task a mailbox, one node a mailbox.

pub mod access;
pub mod folder_name;
pub mod imap;
pub mod mark;
pub(crate) mod names;
pub mod pass;
pub mod pop;
mod pop_pass;
pub mod skipped;
pub mod start;
pub mod state;
pub mod supervisor;
pub mod talk;
pub mod watch;
pub mod worker;

#[cfg(test)]
mod tests;
