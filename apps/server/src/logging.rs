//! The log: text for people or JSON lines, on standard error, so that standard output stays the program's own.

use crate::config::{Log, LogFormat};

/// Starts the log; a second call changes nothing.
pub(crate) fn start(log: &Log) {
    let filter = tracing_subscriber::EnvFilter::try_new(&log.level).unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info"));
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let started = match log.format {
        LogFormat::Text => lines.compact().try_init(),
        LogFormat::Json => lines.json().flatten_event(true).with_current_span(true).try_init(),
    };
    // Only a test that starts twice in one process fails here, and it has a log already.
    drop(started);
}
