//! The company that is measured: how large it is, and the ids of its people and things.

use kernel::{ContactId, MailboxId, PersonId, TeamId, TypedId};

use crate::chance::Chance;

/// How large it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Conversations, all of them open.
    pub conversations: u32,
    /// Messages in them.
    pub messages: u32,
    /// Customers who wrote them.
    pub contacts: u32,
}

impl Size {
    /// What the budgets are about.
    pub const FULL: Self = Self { conversations: 100_000, messages: 1_000_000, contacts: 30_000 };
    /// Enough to see that everything works.
    pub const QUICK: Self = Self { conversations: 10_000, messages: 100_000, contacts: 3_000 };
}

/// People who work there.
pub const PEOPLE: u32 = 120;
/// Teams.
pub const TEAMS: u32 = 12;
/// Contact reasons.
pub const TOPICS: u32 = 40;
/// Tags.
pub const TAGS: u32 = 24;
/// Customers' organisations.
pub const ORGANISATIONS: u32 = 2_000;
/// Every how manieth conversation is a long one.
pub const LONG_EVERY: u32 = 50;
/// Messages of a long conversation.
pub const LONG: u32 = 40;
/// The address of the one mailbox.
pub const MAILBOX_ADDRESS: &str = "support@company.test";
/// What the administrator's session cookie holds.
pub const ADMINISTRATOR_SECRET: &str = "bench-session-of-the-administrator";
/// What the agent's session cookie holds.
pub const AGENT_SECRET: &str = "bench-session-of-the-agent";

/// Somebody who works there; 0 is the administrator and 1 the agent who are measured.
pub fn person(number: u32) -> PersonId {
    PersonId::from_raw(1_000 + i64::from(number))
}

/// A team; the agent is in 0 and 1.
pub fn team(number: u32) -> TeamId {
    TeamId::from_raw(2_000 + i64::from(number))
}

/// A contact reason.
pub fn topic(number: u32) -> i64 {
    3_000 + i64::from(number)
}

/// A tag.
pub fn tag(number: u32) -> i64 {
    4_000 + i64::from(number)
}

/// The mailbox.
pub fn mailbox() -> MailboxId {
    MailboxId::from_raw(5_000)
}

/// A customers' organisation.
pub fn organisation(number: u32) -> i64 {
    10_000 + i64::from(number)
}

/// A customer.
pub fn contact(number: u32) -> ContactId {
    ContactId::from_raw(10_000_000 + i64::from(number))
}

/// The address of a customer.
pub fn address(contact: u32) -> String {
    format!("customer{contact}@{}", domain(contact % ORGANISATIONS))
}

/// The domain of an organisation.
pub fn domain(organisation: u32) -> String {
    format!("org{organisation}.test")
}

/// The name of a customer.
pub fn customer_name(contact: u32) -> String {
    const FIRST: [&str; 12] =
        ["Jonas", "Maja", "Anna", "Erik", "Lena", "Paul", "Ida", "Tom", "Nora", "Max", "Eva", "Ben"];
    const LAST: [&str; 10] = ["Weber", "Lind", "Berg", "Koch", "Dahl", "Roth", "Holm", "Vogel", "Lang", "Strand"];
    let mut chance = Chance::new(u64::from(contact) + 77);
    let (first, last) = (chance.below(12) as usize, chance.below(10) as usize);
    format!("{} {} {contact}", FIRST[first], LAST[last])
}

/// The name of somebody who works there.
pub fn person_name(person: u32) -> String {
    format!("Agent {person}")
}
