//! `quarterdeck search rebuild`: builds the index anew, with progress.

use std::process::ExitCode;
use std::time::Instant;

use super::{Ended, complain, explain, open, say};
use crate::config::Config;

pub(crate) async fn rebuild(config: Config) -> Ended {
    let app = open(&config).await?;
    let started = Instant::now();
    let mut told = Instant::now();
    let rebuilt = app.search.rebuild(|filling| {
        if told.elapsed().as_secs() >= 2 {
            told = Instant::now();
            complain(&format!("{} of {} conversations", filling.done, filling.total));
        }
    });
    rebuilt.await.map_err(|fault| explain(&fault))?;
    say(&format!(
        "{} conversations can be found; built in {:.0} s",
        app.search.count(),
        started.elapsed().as_secs_f64()
    ));
    Ok(ExitCode::SUCCESS)
}
