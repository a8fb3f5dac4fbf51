//! `quarterdeck move --to URL`: from SQLite to PostgreSQL and back, the data folder staying where it is.

use std::process::ExitCode;
use std::time::Instant;

use db::DbConfig;

use super::store::{Store, counts, label, refuse_while_served, told};
use super::{Ended, explain, say};
use crate::app::migrations;
use crate::config::{Config, Location};

pub(crate) async fn relocate(config: Config, to: String) -> Ended {
    let location = Location::parse(&to, &config.data.folder)
        .ok_or_else(|| format!("`{to}` is neither sqlite:FILE nor postgres://USER@HOST/NAME"))?;
    if location == config.database.location {
        return Err("the database is there already".to_owned());
    }
    refuse_while_served(&config)?;
    let started = Instant::now();
    let (from, target) = (Store::configured(&config), Store::named(&config, &to));
    let (db, _) = from.open()?;
    let (new, files) = target.make()?;
    let label = label(&config, false)?;
    // Large attachments are in the data folder, which both databases share.
    let moved = ::backup::copy((&db, None), (&new, &files), &migrations(), label, told("moved")).await;
    let moved = moved.map_err(|fault| explain(&fault))?;
    target.forget_index()?;
    // From here on the former database is history: a server that is started on it by mistake would take mail that nobody sees.
    db.write(|tx| db::transfer::mark_moved_away(tx, true)).await.map_err(|fault| explain(&fault))?;
    let kept = match &from.database {
        DbConfig::Sqlite { path, .. } => path.display().to_string(),
        DbConfig::Postgres { .. } => "the former database".to_owned(),
    };
    say(&format!(
        "moved {}; now set database.url to the new place and start the server; {kept} keeps every row, but no server starts on it any more; remove it when all is well",
        counts(&moved.totals, started)
    ));
    Ok(ExitCode::SUCCESS)
}

/// Lets a server start again on a database that was moved away from.
pub(crate) async fn take_back(config: Config) -> Ended {
    let (db, _) = Store::configured(&config).open()?;
    let taken = db.write(|tx| {
        let away = db::transfer::is_moved_away(tx)?;
        db::transfer::mark_moved_away(tx, false)?;
        Ok(away)
    });
    if taken.await.map_err(|fault| explain(&fault))? {
        say("a server starts on this database again; what was written to the other one since is not in it");
    } else {
        say("this database was not moved away; nothing was changed");
    }
    Ok(ExitCode::SUCCESS)
}
