//! `quarterdeck import table --map MAP FILE…`

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use inbox::import::{Elsewhere, Map, Order, Outcome, Progress, import as run};

use super::{Ended, TELL, complain, explain, open, resting, say};
use crate::config::Config;
use crate::ports::OldSystem;

/// What was asked for.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Tables {
    /// The map: a TOML file that says which column means what.
    #[arg(long)]
    map: PathBuf,
    /// The tables.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Only checks and says what would happen; nothing is changed.
    #[arg(long)]
    dry_run: bool,
    /// Goes on without rows that are wrong, instead of refusing all.
    #[arg(long)]
    skip_bad_rows: bool,
}

pub(super) async fn import(config: Config, asked: Tables) -> Ended {
    let text = std::fs::read_to_string(&asked.map).map_err(|error| format!("{}: {error}", asked.map.display()))?;
    let map = Map::parse(&text).map_err(|fault| format!("{}: {}", asked.map.display(), explain(&fault)))?;
    let app = open(&config).await?;
    let order = Order {
        map,
        files: asked.files,
        folder: config.data.folder.clone(),
        rehearse: asked.dry_run,
        skip_bad: asked.skip_bad_rows,
        rest: resting(&app, &config).await?,
    };
    let rooms: Arc<dyn Elsewhere> = Arc::new(OldSystem);
    let mut told = Instant::now();
    let outcome = run(&app.db, &rooms, &order, |progress: Progress| {
        if told.elapsed() >= TELL {
            told = Instant::now();
            complain(&progress.to_string());
        }
    });
    let Outcome { counts, troubles, refused } = outcome.await.map_err(|fault| explain(&fault))?;
    for trouble in &troubles {
        complain(&trouble.to_string());
    }
    let more = counts.bad - i64::try_from(troubles.len()).unwrap_or(i64::MAX);
    if more > 0 {
        complain(&format!("and {more} more rows"));
    }
    if refused {
        return Err(format!(
            "{} of {} rows are wrong: nothing was changed. Mend them, or pass over them with --skip-bad-rows",
            counts.bad, counts.rows
        ));
    }
    if order.rehearse {
        complain("this was only a rehearsal: nothing was changed");
    }
    say(&counts.to_string());
    Ok(if order.rehearse && counts.bad > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
