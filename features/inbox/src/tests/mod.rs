//! Commands and lists of the desk, on both engines.

mod desk;
mod lists;
mod replies;
