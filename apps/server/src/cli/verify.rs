//! `quarterdeck verify`: walks the audit chain and says what it found.

use std::process::ExitCode;

use super::{Ended, complain, explain, open, say};
use crate::config::Config;

pub(crate) async fn verify(config: Config) -> Ended {
    let app = open(&config).await?;
    let report = app.db.report(db::verify_audit).await.map_err(|fault| explain(&fault))?;
    say(&format!("audit: {} sealed, {} waiting, {} broken", report.sealed, report.waiting, report.broken.len()));
    for words in &report.broken {
        complain(words);
    }
    Ok(if report.broken.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
