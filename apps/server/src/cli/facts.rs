//! `quarterdeck facts rebuild`: makes what figures are computed from anew out of the event log, with progress.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use insight::facts;

use super::{Ended, complain, explain, open, say};
use crate::config::Config;

/// How often it says how far it is.
const EVERY: Duration = Duration::from_secs(2);
/// Events that are taken in at once: nobody waits for the writer as they do beside a server, and the more at once, the more often
/// a conversation is written whole. They take 0.6 GB of memory.
const AT_ONCE: u32 = 100_000;

pub(crate) async fn rebuild(config: Config) -> Ended {
    let app = open(&config).await?;
    let named = |fault: kernel::Fault| explain(&fault);
    facts::begin_anew(&app.db).await.map_err(named)?;
    let last = app.db.read(db::newest_event).await.map_err(named)?;
    let started = Instant::now();
    let mut told = started;
    let watch = |place: kernel::EventId| {
        if told.elapsed() >= EVERY {
            told = Instant::now();
            complain(&progress(place.number, last.number, started.elapsed()));
        }
    };
    crate::background::facts(&app).in_portions_of(AT_ONCE).catch_up_watched(watch).await.map_err(named)?;
    let made = app.db.read(facts::count).await.map_err(named)?;
    say(&format!("Facts of {made} conversations were made in {:.0} s", started.elapsed().as_secs_f64()));
    Ok(ExitCode::SUCCESS)
}

/// How far it is, how fast, and how long it takes from here on.
fn progress(done: i64, all: i64, took: Duration) -> String {
    let rate = done as f64 / took.as_secs_f64().max(0.001);
    let left = ((all - done).max(0) as f64 / rate.max(0.001)).round() as u64;
    format!("{done} of {all} events, {rate:.0} a second, {} min {:02} s left", left / 60, left % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_tells_the_rate_and_the_rest() {
        let told = progress(50_000, 200_000, Duration::from_secs(2));
        assert_eq!(told, "50000 of 200000 events, 25000 a second, 0 min 06 s left");
        assert_eq!(progress(0, 0, Duration::ZERO), "0 of 0 events, 0 a second, 0 min 00 s left");
    }
}
