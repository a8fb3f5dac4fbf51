//! Every file of a folder of mail goes through `quarterdeck deliver`, a process each, as a mail server's pipe does it, while the
//! server runs. Nothing may be lost: each is placed in a conversation, known already, passed over or kept with a reason.

use std::collections::{BTreeMap, HashMap};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use channels::rules::Rules;
use sha2::{Digest, Sha256};

use crate::agreement;
use crate::cache::push_hex;
use crate::company::MAILBOX_ADDRESS;
use crate::fill;
use crate::outcome::{Outcome, wrong};
use crate::program::{self, Program, Scratch};

/// Processes at once, as a busy mail server would start them.
const AT_ONCE: usize = 4;
/// How long the last mails may take to be placed.
const PATIENCE: Duration = Duration::from_mins(5);

/// A file and the folder it is counted under.
#[derive(Debug, Clone)]
struct Sent {
    folder: String,
    path: PathBuf,
}

/// What became of a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Fate {
    Placed,
    Kept(String),
    Ignored(String),
    /// The same mail as another one.
    Duplicate,
    /// The process did not end with 0.
    Refused(String),
}

/// Sends all of it and tells what became of it; `list` names each file.
pub async fn send(data: &Path, list: bool) -> Outcome {
    let desk = Scratch::below(&std::env::temp_dir(), "quarterdeck-corpus")?;
    let unpacked = Scratch::below(&std::env::temp_dir(), "quarterdeck-corpus-mail")?;
    let mut files = Vec::new();
    collect(&data.join("mail"), None, &unpacked.0, &mut files)?;
    fill::one_mailbox(&desk.0).await?;
    expect_a_flood(&desk.0)?;
    let server = Program::product(&desk.0, "")?;
    let began = Instant::now();
    let (ended, desk_folder) = (files.clone(), desk.0.clone());
    let complaints = tokio::task::spawn_blocking(move || deliver_all(&ended, &desk_folder)).await??;
    let seconds = began.elapsed().as_secs_f64();
    settle(&desk.0).await?;
    let fates = fates(&desk.0, &files, &complaints)?;
    let (conversations, messages) = counts(&desk.0)?;
    server.stop()?;
    println!("{}\n\n{}\n", table(&files, &fates), agreement::table(data, &unpacked.0)?);
    if list {
        for (file, fate) in files.iter().zip(&fates).filter(|(_, fate)| **fate != Fate::Placed) {
            println!("{fate:?} {}", file.path.display());
        }
    }
    println!(
        "{} files in {seconds:.0} s ({AT_ONCE} processes at once), {conversations} conversations, {messages} messages",
        files.len()
    );
    judge(&desk.0, &fates, &complaints, messages)
}

/// All of it comes within a minute: what is looked at here is not the guard that slows such a flood.
fn expect_a_flood(desk: &Path) -> Outcome {
    const MANY: i64 = 100_000;
    let rules = Rules { storm_sender: MANY, storm_domain: MANY, storm_mailbox: MANY, ..Rules::default() };
    let connection = rusqlite::Connection::open(desk.join("quarterdeck.db"))?;
    let row = "insert into channels_rules (id, content, version) values (0, ?1, 1)";
    connection.execute(row, [serde_json::to_string(&rules)?])?;
    Ok(())
}

/// Only compares with the references.
pub fn compare(data: &Path) -> Outcome {
    let unpacked = Scratch::below(&std::env::temp_dir(), "quarterdeck-corpus-mail")?;
    collect(&data.join("mail"), None, &unpacked.0, &mut Vec::new())?;
    println!("{}", agreement::table(data, &unpacked.0)?);
    Ok(())
}

/// Every file below a folder, archives unpacked; what describes the collection itself is left out.
fn collect(folder: &Path, name: Option<&str>, unpacked: &Path, found: &mut Vec<Sent>) -> Outcome {
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    entries.sort();
    for path in entries {
        let own = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() {
            collect(&path, Some(name.unwrap_or(&own)), unpacked, found)?;
        } else if own.ends_with(".tar.gz") {
            let target = unpacked.join(own.trim_end_matches(".tar.gz"));
            std::fs::create_dir_all(&target)?;
            let done = Command::new("tar").arg("-xzf").arg(&path).arg("-C").arg(&target).status()?;
            if !done.success() {
                return wrong(format!("{} cannot be unpacked", path.display()));
            }
            collect(&target, Some(name.unwrap_or(&own)), unpacked, found)?;
        } else if name.is_some() || own != "README.md" {
            found.push(Sent { folder: name.unwrap_or("mail").to_owned(), path });
        }
    }
    Ok(())
}

/// What each process complained of; nothing when it ended with 0.
fn deliver_all(files: &[Sent], desk: &Path) -> Outcome<Vec<Option<String>>> {
    let (next, complaints) = (AtomicUsize::new(0), Mutex::new(vec![None; files.len()]));
    let binary = program::binary()?;
    std::thread::scope(|scope| {
        let work = || -> Outcome {
            loop {
                let place = next.fetch_add(1, Ordering::Relaxed);
                let Some(file) = files.get(place) else { return Ok(()) };
                let complaint = deliver(&binary, desk, &std::fs::read(&file.path)?)?;
                complaints.lock().unwrap_or_else(std::sync::PoisonError::into_inner)[place] = complaint;
            }
        };
        let threads: Vec<_> = (0..AT_ONCE).map(|_| scope.spawn(work)).collect();
        threads.into_iter().try_for_each(|thread| thread.join().unwrap_or_else(|_| wrong("a thread panicked")))
    })?;
    Ok(complaints.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner))
}

fn deliver(binary: &Path, desk: &Path, mail: &[u8]) -> Outcome<Option<String>> {
    let mut command = program::without_settings(binary);
    command.args(["deliver", "--mailbox", MAILBOX_ADDRESS]).env("QUARTERDECK_DATA_FOLDER", desk);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn()?;
    if let Some(mut input) = child.stdin.take() {
        input.write_all(mail)?;
    }
    let output = child.wait_with_output()?;
    let words = String::from_utf8_lossy(&output.stderr).into_owned();
    let is_well = output.status.success() && !words.contains("panicked");
    Ok((!is_well).then(|| format!("{}: {}", output.status, words.trim())))
}

/// Waits until nothing waits for its place any more.
async fn settle(desk: &Path) -> Outcome {
    let began = Instant::now();
    loop {
        let connection = rusqlite::Connection::open(desk.join("quarterdeck.db"))?;
        let waiting: i64 =
            connection
                .query_row("select count(*) from channels_intake where state = 'waiting'", [], |row| row.get(0))?;
        if waiting == 0 {
            return Ok(());
        }
        if began.elapsed() > PATIENCE {
            return wrong(format!("{waiting} mails still wait for their place"));
        }
        drop(connection);
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
}

fn fates(desk: &Path, files: &[Sent], complaints: &[Option<String>]) -> Outcome<Vec<Fate>> {
    let connection = rusqlite::Connection::open(desk.join("quarterdeck.db"))?;
    let mut statement = connection.prepare("select blob, state, reason from channels_intake")?;
    let rows = statement.query_map([], |row| Ok((row.get::<_, String>(0)?, (row.get(1)?, row.get(2)?))))?;
    let mut known = rows.collect::<Result<HashMap<String, (String, String)>, _>>()?;
    let mut fates = Vec::new();
    for (file, complaint) in files.iter().zip(complaints) {
        if let Some(words) = complaint {
            fates.push(Fate::Refused(words.clone()));
            continue;
        }
        let mut hash = String::with_capacity(64);
        Sha256::digest(std::fs::read(&file.path)?).iter().for_each(|byte| push_hex(&mut hash, *byte));
        // Taken out, so that of two files with the same bytes only one counts as placed.
        fates.push(match known.remove(&hash) {
            None => Fate::Duplicate,
            Some((state, _)) if state == "placed" => Fate::Placed,
            Some((state, reason)) if state == "ignored" => Fate::Ignored(reason),
            Some((_, reason)) => Fate::Kept(reason),
        });
    }
    Ok(fates)
}

fn counts(desk: &Path) -> Outcome<(i64, i64)> {
    let connection = rusqlite::Connection::open(desk.join("quarterdeck.db"))?;
    let count = |table: &str| connection.query_row(&format!("select count(*) from {table}"), [], |row| row.get(0));
    Ok((count("inbox_conversations")?, count("inbox_messages")?))
}

fn table(files: &[Sent], fates: &[Fate]) -> String {
    let mut folders: BTreeMap<&str, BTreeMap<String, usize>> = BTreeMap::new();
    for (file, fate) in files.iter().zip(fates) {
        let word = match fate {
            Fate::Placed => "placed".to_owned(),
            Fate::Kept(reason) => format!("kept: {reason}"),
            Fate::Ignored(reason) => format!("ignored: {reason}"),
            Fate::Duplicate => "the same mail as another".to_owned(),
            Fate::Refused(_) => "refused".to_owned(),
        };
        for folder in [file.folder.as_str(), "together"] {
            *folders.entry(folder).or_default().entry(word.clone()).or_default() += 1;
        }
    }
    let line = |(folder, fates): (&&str, &BTreeMap<String, usize>)| {
        let words: Vec<String> = fates.iter().map(|(word, count)| format!("{count} {word}")).collect();
        format!("{folder:<24} {:>4} files  {}", fates.values().sum::<usize>(), words.join(", "))
    };
    folders.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn judge(desk: &Path, fates: &[Fate], complaints: &[Option<String>], messages: i64) -> Outcome {
    if let Some(words) = complaints.iter().flatten().next() {
        return wrong(format!("{} files were refused; the first: {words}", complaints.iter().flatten().count()));
    }
    if std::fs::read_to_string(desk.join("log"))?.contains("panicked") {
        return wrong("something panicked; see the log");
    }
    let placed = fates.iter().filter(|fate| **fate == Fate::Placed).count();
    if placed as i64 != messages {
        return wrong(format!("{placed} files were placed, but there are {messages} messages"));
    }
    Ok(())
}
