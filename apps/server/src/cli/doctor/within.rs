//! What is looked at inside a database that is ours: its clock, mailboxes, backups, work that gave up.

use std::sync::Arc;

use channels::mailboxes::examine::{Examined, examine};
use channels::{Post, Settings};
use db::{Db, Engine};
use delivery::Trust;
use files::Files;
use kernel::Timestamp;

use super::{CLOCK_DRIFT_MICROS, Said, existing_key};
use crate::backups;
use crate::config::Config;
use crate::ports::InboxDesk;

/// Without a backup for so long a night was missed.
const OVERDUE_MICROS: i64 = 36 * 3600 * 1_000_000;

/// Looks at all of it.
pub(super) async fn look(config: &Config, db: &Db) -> Vec<Said> {
    let mut said = vec![server_clock(db).await];
    said.extend(mailboxes(config, db).await);
    let newest = backups::newest(&config.backup.folder);
    said.push(backup(config.backup.hour.is_some(), newest, db.clock().now()));
    said.push(parked(db).await);
    said
}

/// The database server's clock beside ours.
async fn server_clock(db: &Db) -> Said {
    if db.engine() == Engine::Sqlite {
        return Said::Well("clock: the database is a file and has none of its own".to_owned());
    }
    let ours = db.clock().now();
    let sql = "select cast(extract(epoch from clock_timestamp()) * 1000000 as bigint)";
    match db.read(move |tx| tx.one(sql, &[], |row| row.take::<i64>())).await {
        Ok(theirs) => clocks(ours.micros(), theirs),
        Err(fault) => Said::Warning(format!("clock: the database server does not tell its time ({})", fault.causes())),
    }
}

fn clocks(ours: i64, theirs: i64) -> Said {
    let apart = (ours - theirs).abs();
    if apart > CLOCK_DRIFT_MICROS {
        return Said::Problem(format!(
            "clock: this machine and the database server are {} minutes apart; let both take their time from the network",
            apart / 60_000_000
        ));
    }
    Said::Well("clock: this machine and the database server agree".to_owned())
}

async fn mailboxes(config: &Config, db: &Db) -> Vec<Said> {
    let key = match existing_key(config) {
        Ok(Some(key)) => key,
        Ok(None) => {
            return vec![Said::Problem(
                "mailboxes: without the secret key no password can be opened; put it back".to_owned(),
            )];
        }
        Err(words) => return vec![Said::Problem(format!("mailboxes: the secret key cannot be read ({words})"))],
    };
    let trust = match config.mail.ca_file.as_deref().map(std::fs::read) {
        None => Trust::public(),
        Some(Ok(pem)) => match Trust::with_pem(&pem) {
            Ok(trust) => trust,
            Err(trouble) => return vec![Said::Problem(format!("mail.ca_file: {}", trouble.words))],
        },
        Some(Err(error)) => return vec![Said::Problem(format!("mail.ca_file: {error}"))],
    };
    let settings = Settings { domain: config.mail.domain.clone(), trust, ..Settings::new(*key.bytes()) };
    let files = Files::in_folder(config.data.folder.join("files"));
    let post = Post::new(db.clone(), files, Arc::new(InboxDesk), settings);
    match examine(&post).await {
        Ok(found) if found.is_empty() => vec![Said::Well("mailboxes: there is none that is active".to_owned())],
        Ok(found) => found.iter().map(mailbox).collect(),
        Err(fault) => vec![Said::Problem(format!("mailboxes: they cannot be read ({})", fault.causes()))],
    }
}

fn mailbox(found: &Examined) -> Said {
    let name = &found.address;
    if let Some(what) = found.locked {
        return Said::Problem(format!(
            "mailbox {name}: the secret key does not open its {what} password; put the former key back, or enter the password again"
        ));
    }
    match found.steps.iter().find(|step| !step.ok) {
        Some(step) => Said::Problem(format!("mailbox {name}: {} {}", step.detail, step.hint).trim_end().to_owned()),
        None if found.steps.is_empty() => Said::Warning(format!(
            "mailbox {name}: no server of it was tried; it has none, or signs in by a consent that is renewed while it fetches"
        )),
        None => Said::Well(format!("mailbox {name}: its servers answer and know us")),
    }
}

fn backup(planned: bool, newest: Option<Timestamp>, now: Timestamp) -> Said {
    let age = newest.map(|at| now.micros() - at.micros());
    match age {
        None if planned => Said::Warning("backups: there is none yet; the first comes at backup.hour".to_owned()),
        None => Said::Warning(
            "backups: there is none, and none is planned; set backup.hour, or run `quarterdeck backup FILE` from cron"
                .to_owned(),
        ),
        Some(age) if age > OVERDUE_MICROS => Said::Problem(format!(
            "backups: the newest is {} days old; see why in the log or under System health",
            age / 86_400_000_000
        )),
        Some(age) => Said::Well(format!("backups: the newest is {} hours old", age / 3_600_000_000)),
    }
}

async fn parked(db: &Db) -> Said {
    match db.read(|tx| tx.one("select count(*) from jobs_parked", &[], |row| row.take::<i64>())).await {
        Ok(0) => Said::Well("work: nothing gave up".to_owned()),
        Ok(count) => Said::Warning(format!("work: {count} jobs gave up; see System health for the reasons")),
        Err(fault) => Said::Problem(format!("work: it cannot be read ({})", fault.causes())),
    }
}

#[cfg(test)]
mod tests {
    use kernel::Timestamp;

    use super::{Examined, backup, clocks, mailbox};

    #[test]
    fn what_is_inside_is_judged() {
        let at = |hours: i64| Timestamp::from_micros(hours * 3_600_000_000);
        let locked = Examined { address: "help@desk.example".to_owned(), locked: Some("imap"), steps: Vec::new() };
        let bare = Examined {
            locked: None,
            ..Examined { address: "a@b.example".to_owned(), locked: None, steps: Vec::new() }
        };
        let table = [
            (clocks(0, 1_000_000), "ok"),
            (clocks(0, 600_000_000), "problem"),
            (clocks(600_000_000, 0), "problem"),
            (mailbox(&locked), "problem"),
            (mailbox(&bare), "warning"),
            (backup(true, None, at(0)), "warning"),
            (backup(true, Some(at(0)), at(24)), "ok"),
            (backup(true, Some(at(0)), at(37)), "problem"),
        ];
        for (said, expected) in table {
            assert!(said.to_string().starts_with(expected), "{said}");
        }
    }
}
