//! `quarterdeck verify`: walks the audit chain, with `--deep` everything else too, and says what it found.

use std::process::ExitCode;

use super::{Ended, complain, explain, open, say};
use crate::checks;
use crate::config::Config;

pub(crate) async fn verify(config: Config, deep: bool, repair: bool) -> Ended {
    let app = open(&config).await?;
    let report = app.db.report(|tx| {
        tx.without_time_limit()?;
        db::verify_audit(tx)
    });
    let report = report.await.map_err(|fault| explain(&fault))?;
    say(&format!("audit: {} sealed, {} waiting, {} broken", report.sealed, report.waiting, report.broken.len()));
    let mut wrong = report.broken;
    if repair {
        let repaired = app.db.write(checks::repair).await.map_err(|fault| explain(&fault))?.repaired;
        for words in &repaired {
            say(&format!("repaired: {words}"));
        }
    }
    if deep || repair {
        let files = app.files.clone();
        let found = app.db.report(move |tx| checks::look(tx, &files)).await.map_err(|fault| explain(&fault))?;
        for words in &found.well {
            say(words);
        }
        wrong.extend(found.wrong);
        let all =
            app.db.report(|tx| tx.one("select count(*) from inbox_conversations", db::p![], |row| row.take::<i64>()));
        // The index follows the database by itself: one that is behind is not wrong, and a server catches up when it starts.
        let (found, all) = (app.search.count(), all.await.map_err(|fault| explain(&fault))?);
        say(&format!("search: {found} of {all} conversations are in this node's index"));
    }
    for words in &wrong {
        complain(words);
    }
    Ok(if wrong.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
