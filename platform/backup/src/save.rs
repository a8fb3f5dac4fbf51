//! Out of a database and its files into one archive.

use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use db::transfer::{self, Table};
use db::{Db, Engine, Tx};
use files::Files;
use kernel::{Fault, Result};

use crate::archive::{KEY, MANIFEST, TOTALS, Writer};
use crate::manifest::{FORMAT, Label, Manifest, Totals};
use crate::{Progress, Told};

/// Rows are held back until there are so many bytes of them: what a backup needs of memory.
const PART: usize = 4 * 1024 * 1024;

/// Saves a whole installation into one file, which has its name only once it is whole and on the disk.
///
/// # Errors
/// `platform.empty_database`; `platform.unavailable` when the disk does not take the file.
pub async fn save(db: &Db, files: &Files, label: Label, target: &Path, told: Told) -> Result<Totals> {
    let beside = beside(target);
    let (files, place) = (files.clone(), beside.clone());
    let saved = db.report(move |tx| {
        // Only its owner may read it: customers' letters are in it, and maybe the key.
        let file =
            OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&place).map_err(unwritten)?;
        let (totals, out) = write(tx, Some(&files), &label, BufWriter::new(file), &told)?;
        let file = out.into_inner().map_err(|error| unwritten(error.into_error()))?;
        file.sync_all().map_err(unwritten)?;
        Ok(totals)
    });
    let outcome = saved.await.and_then(|totals| {
        std::fs::rename(&beside, target).map_err(unwritten)?;
        let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(unwritten)?;
        Ok(totals)
    });
    if outcome.is_err() {
        // Half a backup is of no use to anybody; that it stays is no harm either.
        let _ = std::fs::remove_file(&beside);
    }
    outcome
}

fn beside(target: &Path) -> PathBuf {
    let mut name = target.as_os_str().to_owned();
    name.push(".unfinished");
    PathBuf::from(name)
}

/// The stream that is a backup, from one snapshot. Without `files` the large attachments stay where they are.
pub(crate) fn write<W: Write>(
    tx: &mut Tx<'_>,
    files: Option<&Files>,
    label: &Label,
    out: W,
    told: &Told,
) -> Result<(Totals, W)> {
    tx.without_time_limit()?;
    let manifest = Manifest {
        format: FORMAT,
        release: label.release.clone(),
        made_at: tx.now(),
        engine: if tx.engine() == Engine::Sqlite { "sqlite" } else { "postgres" }.to_owned(),
        key_mark: label.key_mark.clone(),
        shape: transfer::shape(tx)?,
    };
    let seconds = u64::try_from(manifest.made_at.micros() / 1_000_000).unwrap_or_default();
    let mut save = Save {
        out: Writer::new(out, seconds).map_err(unwritten)?,
        totals: Totals::default(),
        progress: Progress::default(),
        told,
    };
    save.out.part(MANIFEST, &serde_json::to_vec_pretty(&manifest).map_err(Fault::internal)?).map_err(unwritten)?;
    for table in &manifest.shape.tables {
        save.table(tx, table)?;
    }
    if let Some(files) = files {
        save.files(tx, files)?;
    }
    if let Some(key) = &label.key {
        save.out.part(KEY, format!("{key}\n").as_bytes()).map_err(unwritten)?;
    }
    let Save { mut out, totals, .. } = save;
    out.part(TOTALS, &serde_json::to_vec_pretty(&totals).map_err(Fault::internal)?).map_err(unwritten)?;
    Ok((totals, out.finish().map_err(unwritten)?))
}

struct Save<'t, W: Write> {
    out: Writer<W>,
    totals: Totals,
    progress: Progress,
    told: &'t Told,
}

impl<W: Write> Save<'_, W> {
    fn table(&mut self, tx: &mut Tx<'_>, table: &Table) -> Result<()> {
        let (mut lines, mut number, mut count) = (Vec::new(), 0, 0);
        transfer::rows(tx, table, |cells| {
            serde_json::to_writer(&mut lines, cells).map_err(Fault::internal)?;
            lines.push(b'\n');
            count += 1;
            self.progress.rows += 1;
            if lines.len() < PART { Ok(()) } else { self.rows(table, &mut number, &mut lines) }
        })?;
        if !lines.is_empty() {
            self.rows(table, &mut number, &mut lines)?;
        }
        self.totals.rows.insert(table.name.clone(), count);
        Ok(())
    }

    fn rows(&mut self, table: &Table, number: &mut u32, lines: &mut Vec<u8>) -> Result<()> {
        *number += 1;
        self.out.rows(&table.name, *number, lines).map_err(unwritten)?;
        self.count(lines.len());
        lines.clear();
        Ok(())
    }

    fn files(&mut self, tx: &mut Tx<'_>, files: &Files) -> Result<()> {
        Files::each_file(tx, |hash| {
            // One lost attachment must not cost all the others their backup: it is told at the end instead.
            let Ok(bytes) = files.read_file(hash) else {
                self.totals.missing.push(hash.to_owned());
                return Ok(());
            };
            self.out.file(hash, &bytes).map_err(unwritten)?;
            self.totals.files += 1;
            self.progress.files += 1;
            self.count(bytes.len());
            Ok(())
        })
    }

    fn count(&mut self, bytes: usize) {
        self.totals.bytes += bytes as u64;
        self.progress.bytes += bytes as u64;
        (self.told)(self.progress);
    }
}

pub(crate) fn unwritten(error: io::Error) -> Fault {
    Fault::disk(error)
}
