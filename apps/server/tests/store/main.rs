//! The store as a whole: saved, restored, moved and checked, on both engines.

mod company;
mod deep_check;
mod round_trip;
mod upgrades;

/// Tables of all rooms.
pub(crate) fn migrations() -> Vec<db::Migration> {
    server::app::migrations()
}
