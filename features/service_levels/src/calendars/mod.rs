//! Calendars: when the department works.

mod commands;
mod hours;
mod http;
mod ics;
pub mod queries;
mod store;
#[cfg(test)]
mod tests;

pub use commands::{CalendarChange, NewCalendar, add_holidays, create, found, make_default, remove, revise};
pub(crate) use http::router;
pub use ics::{Found, Reading, Unread, read as read_ics};
pub use kernel::business_time::{Calendar, Holiday, Hours, Week, Window};
pub use store::CalendarRow;
pub(crate) use store::STATEMENTS;

db::typed_id!(
    /// A calendar of working hours.
    CalendarId, "cal");
