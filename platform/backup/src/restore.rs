//! Out of an archive into an empty database and its files; and straight from one database into another.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, BufWriter, Read};
use std::path::Path;

use db::transfer::{self, Cell, Load};
use db::{Db, Migration, Tx};
use files::Files;
use kernel::{Fault, FaultKind, Result};

use crate::archive::{self, Part, damaged};
use crate::manifest::{Label, Manifest, Totals};
use crate::save::{unwritten, write};
use crate::{Progress, Told};

/// What a restore brought.
#[derive(Debug, Clone)]
pub struct Restored {
    /// What the backup said of itself.
    pub manifest: Manifest,
    /// What it held.
    pub totals: Totals,
    /// The secret key, when it was in the file.
    pub key: Option<String>,
    /// Steps of the schema that were newer than the backup.
    pub newer_steps: usize,
}

/// Reads a whole backup and compares every sum, without writing anything.
///
/// # Errors
/// `platform.damaged_backup`, `platform.newer_release`; `platform.unavailable` when the file cannot be read.
pub fn check(path: &Path, told: &Told) -> Result<(Manifest, Totals)> {
    let (mut manifest, mut progress) = (None, Progress::default());
    let totals = archive::read(open(path)?, |part| {
        match part {
            Part::Manifest(found) => manifest = Some(*found),
            Part::Rows { lines, .. } => {
                progress.rows += lines.split_inclusive(|byte| *byte == b'\n').count() as u64;
                progress.bytes += lines.len() as u64;
            }
            Part::File { hash, bytes } => {
                if files::hash_of(&bytes) != hash {
                    return Err(damaged(format!("file {hash} was changed")));
                }
                progress.files += 1;
                progress.bytes += bytes.len() as u64;
            }
            Part::Key(_) => {}
        }
        told(progress);
        Ok(())
    })?;
    if totals.all_rows() != progress.rows || totals.files != progress.files {
        return Err(damaged("it does not hold as much as it says"));
    }
    Ok((manifest.ok_or_else(|| damaged("it has no manifest"))?, totals))
}

fn open(path: &Path) -> Result<BufReader<File>> {
    let file = File::open(path).map_err(|error| Fault::unavailable(error).detail("The backup cannot be read."))?;
    Ok(BufReader::with_capacity(1024 * 1024, file))
}

/// Restores a backup into an empty database. Until its last row is there the database is marked as unfinished, and no server
/// starts on it; trying again begins anew.
///
/// # Errors
/// `platform.not_empty`, `platform.damaged_backup`, `platform.newer_release`; `platform.unavailable` when the disk or the
/// database does not take it.
pub async fn restore(db: &Db, files: &Files, steps: &[Migration], path: &Path, told: Told) -> Result<Restored> {
    fill(db, files, steps, open(path)?, told).await
}

/// Brings everything from one database into another, empty one, through a pipe instead of a file. Without `from_files` the large
/// attachments stay where they are.
///
/// # Errors
/// Those of saving and restoring.
pub async fn copy(
    from: (&Db, Option<&Files>),
    to: (&Db, &Files),
    steps: &[Migration],
    label: Label,
    told: Told,
) -> Result<Restored> {
    let (reader, writer) = std::io::pipe().map_err(Fault::unavailable)?;
    let (mut writer, files) = (Some(writer), from.1.cloned());
    let sent = from.0.report(move |tx| {
        let writer = writer.take().ok_or_else(|| Fault::unavailable("the database went away; begin again"))?;
        let silent: Told = std::sync::Arc::new(|_| {});
        let out = BufWriter::with_capacity(1024 * 1024, writer);
        let (totals, out) = write(tx, files.as_ref(), &label, out, &silent)?;
        out.into_inner().map_err(|error| unwritten(error.into_error()))?;
        Ok(totals)
    });
    let (sent, filled) = tokio::join!(sent, fill(to.0, to.1, steps, reader, told));
    match (sent, filled) {
        (_, Ok(filled)) => Ok(filled),
        // A pipe that breaks or ends early is told on both sides: the words of the side that broke it count.
        (Err(fault), Err(end)) if end.is(transfer::DAMAGED) => Err(fault),
        (_, Err(fault)) => Err(fault),
    }
}

async fn fill(
    db: &Db,
    files: &Files,
    steps: &[Migration],
    input: impl Read + Send + 'static,
    told: Told,
) -> Result<Restored> {
    transfer::begin(db).await?;
    let (mut input, files, known) = (Some(input), files.clone(), steps.to_vec());
    let mut restored = db
        .write(move |tx| {
            let input = input.take().ok_or_else(|| Fault::unavailable("the database went away; begin again"))?;
            let mut filling = Filling::new(&files, &known, &told);
            let totals = archive::read(input, |part| filling.take(tx, part))?;
            filling.finish(tx, totals)
        })
        .await?;
    restored.newer_steps = db::migrate(db, steps).await?.len();
    Ok(restored)
}

/// The sums come last: what a changed part did to a table before is told as what it is. Trouble with disk or server stays that.
fn because_damaged(fault: Fault) -> Fault {
    if fault.kind() == FaultKind::Unavailable { fault } else { damaged(fault.causes()) }
}

/// A restore on its way.
struct Filling<'f> {
    files: &'f Files,
    steps: &'f [Migration],
    told: &'f Told,
    begun: Option<(Manifest, Load)>,
    rows: BTreeMap<String, u64>,
    key: Option<String>,
    progress: Progress,
}

impl<'f> Filling<'f> {
    fn new(files: &'f Files, steps: &'f [Migration], told: &'f Told) -> Self {
        Self { files, steps, told, begun: None, rows: BTreeMap::new(), key: None, progress: Progress::default() }
    }

    fn take(&mut self, tx: &mut Tx<'_>, part: Part) -> Result<()> {
        match part {
            Part::Manifest(manifest) => {
                let load = transfer::prepare(tx, &manifest.shape, self.steps)?;
                self.rows = manifest.shape.tables.iter().map(|table| (table.name.clone(), 0)).collect();
                self.begun = Some((*manifest, load));
            }
            Part::Rows { table, lines } => self.rows(tx, &table, &lines)?,
            Part::File { hash, bytes } => {
                self.files.take_file(&hash, &bytes).map_err(because_damaged)?;
                self.progress.files += 1;
                self.progress.bytes += bytes.len() as u64;
            }
            Part::Key(key) => self.key = Some(key.trim().to_owned()),
        }
        (self.told)(self.progress);
        Ok(())
    }

    fn rows(&mut self, tx: &mut Tx<'_>, name: &str, lines: &[u8]) -> Result<()> {
        let tables = self.begun.as_ref().map(|(manifest, _)| manifest.shape.tables.as_slice()).unwrap_or_default();
        let table = tables.iter().find(|table| table.name == name);
        let table = table.ok_or_else(|| damaged(format!("table {name} is not in the manifest")))?;
        let rows: Vec<Vec<Cell>> = serde_json::Deserializer::from_slice(lines)
            .into_iter()
            .collect::<std::result::Result<_, _>>()
            .map_err(damaged)?;
        transfer::load(tx, table, &rows).map_err(because_damaged)?;
        *self.rows.entry(name.to_owned()).or_default() += rows.len() as u64;
        self.progress.rows += rows.len() as u64;
        self.progress.bytes += lines.len() as u64;
        Ok(())
    }

    fn finish(self, tx: &mut Tx<'_>, totals: Totals) -> Result<Restored> {
        let (manifest, load) = self.begun.ok_or_else(|| damaged("it has no manifest"))?;
        if self.rows != totals.rows || self.progress.files != totals.files {
            return Err(damaged("it does not hold as much as it says"));
        }
        transfer::finish(tx, &manifest.shape, load)?;
        Ok(Restored { manifest, totals, key: self.key, newer_steps: 0 })
    }
}
