//! Commands and lists of the desk, on both engines.

pub(crate) mod desk;
mod lists;
mod replies;
