//! Pure words that every room shares: ids, time, paging, faults, actor and permissions, event envelope.
//!
//! Nothing here does I/O, and nothing here knows a database, HTTP or a feature.

mod actor;
pub mod business_time;
mod event;
mod facts;
pub mod fault;
pub mod file_name;
mod fold;
pub mod html;
mod ids;
mod line;
mod paging;
mod patch;
pub mod phrase;
mod roles;
mod time;

pub use actor::{Actor, ActorKind, Permission, Sees};
pub use event::{AuditEntry, Event, EventId, NewEvent};
pub use facts::Facts;
pub use fault::{DATABASE_LOST, DISK_FULL, DISK_TROUBLE, Fault, FaultKind, FaultSpec, FieldFault, READ_ONLY};
pub use fold::{fold, fold_into, is_mark};
pub use ids::{
    ContactId, ConversationId, MailboxId, MessageId, OrganisationId, PersonId, RoleId, TeamId, ThingId, TokenId,
};
pub use ids::{IdError, IdGenerator, TypedId};
pub use line::{is_invisible, one_line};
pub use paging::{Cursor, Page, PageRequest};
pub use patch::Patch;
pub use phrase::{Params, Phrase, Said};
pub use roles::{BuiltInRole, PermissionGrant};
pub use time::{Clock, FakeClock, SystemClock, Timestamp};

/// The result of everything that can be refused or can fail.
pub type Result<T> = std::result::Result<T, Fault>;

// What the exported macros need from their users' crates.
#[doc(hidden)]
pub mod reexport {
    pub use serde;
    pub use utoipa;
}

#[doc(hidden)]
pub mod __ids {
    pub use crate::ids::{id_schema, parse_id, write_id};
}
