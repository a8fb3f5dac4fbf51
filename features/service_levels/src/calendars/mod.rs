//! Calendars: when the department works.

mod commands;
mod hours;
mod http;
mod ics;
mod model;
pub mod queries;
mod store;
#[cfg(test)]
mod tests;

pub use commands::{CalendarChange, NewCalendar, add_holidays, create, found, make_default, remove, revise};
pub use hours::{Holiday, Hours, Week, Window};
pub(crate) use http::router;
pub use ics::{Found, Reading, Unread, read as read_ics};
pub use model::Calendar;
pub use store::CalendarRow;
pub(crate) use store::STATEMENTS;

db::typed_id!(
    /// A calendar of working hours.
    CalendarId, "cal");
