//! The log: text for people or JSON lines, on standard error, so that standard output stays the program's own.

use crate::config::{Log, LogFormat};

/// Starts the log; a second call changes nothing.
pub(crate) fn start(log: &Log) {
    // The HTML parser warns of every odd table in a customer's mail, which is nobody's business here.
    let level = format!("html5ever=error,{}", log.level);
    let filter =
        tracing_subscriber::EnvFilter::try_new(level).unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info"));
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let started = match log.format {
        LogFormat::Text => lines.compact().try_init(),
        LogFormat::Json => lines.json().flatten_event(true).with_current_span(true).try_init(),
    };
    // Only a test that starts twice in one process fails here, and it has a log already.
    drop(started);
}
