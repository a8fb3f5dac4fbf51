//! The binary `quarterdeck`: configuration, composition of the rooms, the embedded staff web, the command line.

pub mod app;
mod background;
pub mod backups;
pub mod checks;
pub mod cli;
pub mod config;
mod live_gate;
mod logging;
mod metrics_page;
mod openapi;
mod ports;
mod proxies;
mod router;
mod system;
mod ui;

pub use app::{App, Plan};
