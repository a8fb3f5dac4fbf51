//! The rows of all files, put in order on disk: a case's rows may lie anywhere in files of any size, and memory stays small.

use std::fmt::Write as _;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use db::{Db, Filter, Migration, Tx, p, sql};
use kernel::{Clock, Fault, Result, Timestamp};
use sha2::{Digest, Sha256};
use tempfile::TempDir;

use super::row::Row;

sql! {
    INSERT = "insert into inbox_import_rows (case_key, kind, at, place, line, body) values ($1, $2, $3, $4, $5, $6)";
    INDEX = "create index if not exists inbox_import_rows_case on inbox_import_rows (case_key, kind, at, place, line)";
    GATHER = "insert into inbox_import_cases (case_key, begins) select case_key, min(at) from inbox_import_rows group by case_key";
    ORDER = "create index if not exists inbox_import_cases_order on inbox_import_cases (begins, case_key)";
    COUNT = "select count(*) from inbox_import_cases";
    NEXT = "select begins, case_key from inbox_import_cases where (begins, case_key) > ($1, $2) order by begins, case_key limit 64";
}

/// Tables of the file that goes away with the import: no step of the installation's own.
const TABLES: &str = "create table inbox_import_rows (
        case_key TEXT NOT NULL, kind BIGINT NOT NULL, at BIGINT NOT NULL, place BIGINT NOT NULL, line BIGINT NOT NULL, body TEXT NOT NULL
    ) STRICT_TABLE;
    create table inbox_import_cases (case_key TEXT PRIMARY KEY, begins BIGINT NOT NULL) LINK_TABLE;";

const NAME: &str = "import-rows-";

/// The rows of an import, on disk for as long as it runs.
pub(crate) struct Stage {
    db: Db,
    _folder: TempDir,
    _lock: File,
}

/// Where a walk over the cases is.
pub(crate) type Place = (i64, String);

/// A case with its rows in order.
#[derive(Debug, Clone)]
pub(crate) struct Case {
    pub(crate) key: String,
    pub(crate) rows: Vec<Row>,
    /// Changes with every change of a row.
    pub(crate) mark: String,
}

/// A row on its way.
#[derive(Debug)]
pub(crate) struct Staged {
    row: Row,
    line: i64,
    body: String,
}

impl Staged {
    pub(crate) fn of(row: Row, line: i64) -> Result<Self> {
        let body = serde_json::to_string(&row).map_err(Fault::internal)?;
        Ok(Self { row, line, body })
    }

    fn at(&self) -> Timestamp {
        self.row.at.or(self.row.created_at).unwrap_or_default()
    }
}

impl Stage {
    /// An empty one, in a folder of its own below `folder`.
    pub(crate) async fn make(folder: &Path, clock: Arc<dyn Clock>) -> Result<Self> {
        clear_away(folder);
        let own = tempfile::Builder::new().prefix(NAME).tempdir_in(folder).map_err(Fault::disk)?;
        let lock = File::create(own.path().join("lock")).map_err(Fault::disk)?;
        lock.try_lock().map_err(Fault::internal)?;
        let path = own.path().join("rows.db");
        let db = Db::scratch(path, clock)?;
        let steps = [Migration { name: "202611221450_inbox_import_rows", sql: TABLES }];
        db::migrate(&db, &steps).await?;
        Ok(Self { db, _folder: own, _lock: lock })
    }

    /// Keeps some rows.
    pub(crate) async fn keep(&self, rows: Vec<Staged>) -> Result<()> {
        let keep = move |tx: &mut Tx<'_>| {
            rows.iter().try_for_each(|staged| {
                let Row { rows: kind, case, order, .. } = &staged.row;
                let (kind, at) = (*kind as i64, staged.at());
                tx.exec(INSERT, p![case, kind, at, order, staged.line, staged.body]).map(drop)
            })
        };
        self.db.write(keep).await
    }

    /// All rows are there: says how many cases they are of.
    pub(crate) async fn sort(&self) -> Result<i64> {
        let sorted = self.db.write(|tx| {
            for statement in [INDEX, GATHER, ORDER] {
                tx.exec(statement, p![])?;
            }
            tx.one(COUNT, p![], |row| row.take())
        });
        sorted.await
    }

    /// The next cases behind a place, by the instants they begin at.
    pub(crate) async fn next(&self, behind: Place) -> Result<Option<(Place, Vec<Case>)>> {
        self.db.read(move |tx| next(tx, &behind)).await
    }
}

fn next(tx: &mut Tx<'_>, (begins, key): &Place) -> Result<Option<(Place, Vec<Case>)>> {
    let some: Vec<Place> = tx.all(NEXT, p![begins, key], |row| Ok((row.take()?, row.take()?)))?;
    let Some(last) = some.last().cloned() else { return Ok(None) };
    let keys: Vec<&String> = some.iter().map(|(_, key)| key).collect();
    let mut filter = Filter::new();
    filter.and_in("case_key", &keys);
    let sql = format!(
        "select case_key, body from inbox_import_rows{} order by case_key, kind, at, place, line",
        filter.sql()
    );
    let mut found: std::collections::BTreeMap<String, (Vec<Row>, Sha256)> = std::collections::BTreeMap::new();
    tx.each(sql, &filter.params(), |row| {
        let (key, body): (String, String) = (row.take()?, row.take()?);
        let (rows, mark) = found.entry(key).or_default();
        mark.update(body.as_bytes());
        rows.push(serde_json::from_str(&body).map_err(Fault::internal)?);
        Ok(())
    })?;
    let cases = some.iter().filter_map(|(_, key)| {
        let (rows, mark) = found.remove(key)?;
        let mark = mark.finalize().iter().take(16).fold(String::with_capacity(32), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        });
        Some(Case { key: key.clone(), rows, mark })
    });
    let cases = cases.collect();
    Ok(Some((last, cases)))
}

/// Removes what imports left behind that were killed: whoever still runs holds the lock.
fn clear_away(folder: &Path) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let left: Vec<PathBuf> = entries
        .flatten()
        .filter(|entry| entry.file_name().to_string_lossy().starts_with(NAME))
        .map(|entry| entry.path())
        .filter(|path| File::open(path.join("lock")).is_ok_and(|lock| lock.try_lock().is_ok()))
        .collect();
    for path in left {
        if let Err(error) = std::fs::remove_dir_all(&path) {
            tracing::warn!(folder = %path.display(), %error, "What an interrupted import left behind cannot be removed.");
        }
    }
}

/// The value that comes before every place.
pub(crate) fn beginning() -> Place {
    (i64::MIN, String::new())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn every_statement_is_understood() {
        let folder = tempfile::tempdir().expect("a folder");
        let stage = Stage::make(folder.path(), Arc::new(kernel::SystemClock)).await.expect("a stage");
        stage.db.write(|tx| STATEMENTS.iter().try_for_each(|sql| tx.check(sql.text))).await.expect("statements");
        assert_eq!(stage.sort().await.expect("sorted"), 0);
        assert!(stage.next(beginning()).await.expect("no case").is_none());
        drop(stage);
        assert_eq!(std::fs::read_dir(folder.path()).expect("the folder").count(), 0);
    }

    #[tokio::test]
    async fn what_a_killed_import_left_is_cleared_away_and_a_running_one_stays() {
        let folder = tempfile::tempdir().expect("a folder");
        let left = folder.path().join("import-rows-killed");
        std::fs::create_dir(&left).expect("a folder");
        File::create(left.join("lock")).expect("a lock");
        let _running = Stage::make(folder.path(), Arc::new(kernel::SystemClock)).await.expect("a stage");
        let _second = Stage::make(folder.path(), Arc::new(kernel::SystemClock)).await.expect("a stage");
        assert!(!left.exists());
        assert_eq!(std::fs::read_dir(folder.path()).expect("the folder").count(), 2);
    }
}
