//! How soon everybody sees a mail: from its delivery in an IMAP mailbox that we watch to its arrival on each socket, while an
//! archive is being imported into the same desk by another process.

use std::path::Path;
use std::process::Child;
use std::time::{Duration, Instant};

use serde_json::json;
use testkit::Dovecot;

use super::Run;
use super::archive::start_import;
use super::audience::Audience;
use crate::company::ADMINISTRATOR_SECRET;
use crate::fill::archive;
use crate::http;
use crate::outcome::{Outcome, wrong};
use crate::program::{Program, Scratch};
use crate::report::{Aim, Line, Sample};

const BROWSERS: usize = 500;
const MAILS: usize = 60;

/// Measures; nothing where there is no IMAP server.
pub async fn measure(run: &Run, program: &Program, folder: &Path, database: &str) -> Outcome<Vec<Line>> {
    let Some(server) = Dovecot::start()? else { return Ok(Vec::new()) };
    let inbox = server.inbox();
    let mailbox = json!({"name": "Watched", "address": "watched@company.test", "active": true, "take": "from_now",
        "imap": {"host": "127.0.0.1", "port": server.port, "security": "none", "user": "help", "password": "geheim",
        "folder": "INBOX", "after": "seen"}});
    let request = http::post("/api/v1/channels/mailboxes", ADMINISTRATOR_SECRET, &mailbox.to_string());
    http::json(&program.address, &request).await?;
    let mut audience = Audience::open(program, BROWSERS, "inbox.message.received").await?;
    // The first ones show that the mailbox is watched.
    let mut warm = Sample::default();
    for number in 0..3 {
        tokio::time::sleep(Duration::from_secs(3)).await;
        inbox.deliver(number, mail(number).as_bytes())?;
        audience.hear(None, Instant::now(), &mut warm).await?;
    }
    let work = Scratch::below(folder, "import")?;
    let file = work.0.join("archive.mbox");
    archive::write(&file, 200_000)?;
    let port = program.address.rsplit(':').next().and_then(|port| port.parse().ok()).unwrap_or_default();
    let mut import = start_import(folder, database, &file, port)?;
    tokio::time::sleep(Duration::from_secs(2)).await;
    let measured = under(&mut import, &mut audience, |number| inbox.deliver(number, mail(number).as_bytes())).await;
    import.kill()?;
    import.wait()?;
    audience.close();
    let name = format!("{}: a mail by IMAP is on every screen during an import, p99, {BROWSERS} connected", run.engine);
    Ok(vec![Line::alone(name, "ms", measured?.quantile(0.99), Aim::Below(1000))])
}

async fn under(
    import: &mut Child,
    audience: &mut Audience,
    deliver: impl Fn(usize) -> testkit::HarnessResult,
) -> Outcome<Sample> {
    let mut sample = Sample::default();
    for number in 0..MAILS {
        if import.try_wait()?.is_some() {
            return wrong("the import was over before everything was measured");
        }
        let began = Instant::now();
        deliver(100 + number)?;
        audience.hear(None, began, &mut sample).await?;
        tokio::time::sleep(Duration::from_millis(150)).await;
    }
    Ok(sample)
}

fn mail(number: usize) -> String {
    format!(
        "From: Jonas <customer{number}@org{number}.test>\r\nTo: watched@company.test\r\nSubject: Where is parcel {number}\r\n\
         Message-ID: <watched-{number}@bench.test>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n\
         Good morning, where is my parcel {number}?\r\n"
    )
}
