//! Business time: the time during which the department works, by the clock on its wall.

mod calendar;
mod hours;
#[cfg(test)]
mod tests;

pub use calendar::Calendar;
pub use hours::{DAY_MINUTES, FIRST_DAY, Holiday, Hours, LAST_DAY, Week, Window, zone};
