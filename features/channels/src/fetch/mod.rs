//! Fetching mail by IMAP: one task a mailbox, one node a mailbox.

pub mod folder_name;
pub mod imap;
pub mod pass;
pub mod start;
pub mod state;
pub mod supervisor;
pub mod worker;

#[cfg(test)]
mod tests;
