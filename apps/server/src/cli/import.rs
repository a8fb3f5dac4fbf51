//! `quarterdeck import mbox|maildir PATH --mailbox M`: an archive of mail becomes conversations.
//! `quarterdeck import table --map MAP FILE…`: so do tables of another system.

mod table;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use channels::import::{Archive, Format, Order, Progress, import as run};
use kernel::Timestamp;

use super::store::is_served;
use super::{Ended, complain, explain, open, say};
use crate::app::App;
use crate::config::Config;

/// How often the progress is told.
const TELL: Duration = Duration::from_secs(1);
/// The part of the time left to a server that writes to the same database.
const REST: f64 = 0.5;

/// What is imported.
#[derive(Debug, Clone, clap::Subcommand)]
pub(crate) enum Import {
    /// A file with many mails, or a folder of such files.
    Mbox(Mail),
    /// A folder with a file for each mail.
    Maildir(Mail),
    /// Tables of tickets, messages or event logs (CSV, packed with gzip or not), by a map of their columns.
    Table(table::Tables),
}

/// Which mail.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Mail {
    /// The file or folder.
    path: PathBuf,
    /// The address of the mailbox whose mail it is.
    #[arg(long)]
    mailbox: String,
    /// Passes over mail that arrived before: a day (2026-01-31) or an instant (2026-01-31T08:00:00Z).
    #[arg(long, value_parser = instant)]
    since: Option<Timestamp>,
    /// Only says what would happen; nothing is changed.
    #[arg(long)]
    dry_run: bool,
}

fn instant(text: &str) -> Result<Timestamp, String> {
    let at = text.parse::<jiff::Timestamp>().or_else(|_| {
        let day = text.parse::<jiff::civil::Date>()?;
        day.to_zoned(jiff::tz::TimeZone::UTC).map(|midnight| midnight.timestamp())
    });
    at.map(|at| Timestamp::from_micros(at.as_microsecond()))
        .map_err(|_| "a day like 2026-01-31 or an instant like 2026-01-31T08:00:00Z is needed".to_owned())
}

pub(crate) async fn import(config: Config, asked: Import) -> Ended {
    match asked {
        Import::Mbox(asked) => mail(config, Format::Mbox, asked).await,
        Import::Maildir(asked) => mail(config, Format::Maildir, asked).await,
        Import::Table(asked) => table::import(config, asked).await,
    }
}

/// The part of the time to rest: only for a server that writes to the same database.
async fn resting(app: &App, config: &Config) -> Result<f64, String> {
    let elsewhere = app.db.read(db::anybody_alive).await.map_err(|fault| explain(&fault))?;
    Ok(if elsewhere || is_served(config) { REST } else { 0.0 })
}

async fn mail(config: Config, format: Format, asked: Mail) -> Ended {
    let archive = Archive::at(format, &asked.path).map_err(|fault| explain(&fault))?;
    let app = open(&config).await?;
    let rest = resting(&app, &config).await?;
    let order = Order { archive, mailbox: asked.mailbox, since: asked.since, rehearse: asked.dry_run, rest };
    let mut told = Instant::now();
    let counts = run(&app.post, &order, |progress: Progress| {
        if told.elapsed() >= TELL {
            told = Instant::now();
            complain(&progress.to_string());
        }
    });
    let counts = counts.await.map_err(|fault| explain(&fault))?;
    if asked.dry_run {
        complain("this was only a rehearsal: nothing was changed");
    }
    say(&counts.to_string());
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::instant;

    #[test]
    fn days_and_instants_are_understood() {
        assert_eq!(instant("2026-03-02").unwrap(), instant("2026-03-02T00:00:00Z").unwrap());
        assert_eq!(instant("2026-03-02T01:00:00+01:00").unwrap(), instant("2026-03-02").unwrap());
        assert!(instant("yesterday").is_err());
    }
}
