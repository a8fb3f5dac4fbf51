//! Where the filled databases are kept between runs: outside the clone, apart for each schema.

use std::path::PathBuf;

use sha2::{Digest, Sha256};

use crate::company::Size;
use crate::fill;
use crate::outcome::{Outcome, wrong};
use crate::program::{Program, Scratch};

/// The folder of one schema and size.
#[derive(Debug, Clone)]
pub struct Cache {
    /// The folder.
    pub folder: PathBuf,
    /// How much data it holds.
    pub size: Size,
}

impl Cache {
    /// Finds it: the product is asked for its schema by starting it on an empty folder.
    pub fn find(size: Size) -> Outcome<Self> {
        let base = match std::env::var_os("HOME") {
            Some(home) => PathBuf::from(home).join(".cache/quarterdeck"),
            None => return wrong("HOME is not set"),
        };
        let empty = Scratch::below(&base, "bench-schema")?;
        Program::product(&empty.0, "")?.stop()?;
        let connection = rusqlite::Connection::open(empty.0.join("quarterdeck.db"))?;
        let mut steps = connection.prepare("select name || checksum from db_migrations order by name")?;
        let steps = steps.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
        let hash = Sha256::digest(format!("{steps:?} {size:?} {}", fill::VERSION).as_bytes());
        let mut name = "bench-".to_owned();
        hash.iter().take(6).for_each(|byte| push_hex(&mut name, *byte));
        let folder = base.join(name);
        std::fs::create_dir_all(&folder)?;
        Ok(Self { folder, size })
    }

    /// The data folder on SQLite.
    pub fn sqlite(&self) -> PathBuf {
        self.folder.join("sqlite")
    }

    /// What a node on PostgreSQL keeps beside the database.
    pub fn postgres_desk(&self) -> PathBuf {
        self.folder.join("postgres-desk")
    }

    /// The files of the PostgreSQL server, kept by whoever runs it.
    pub fn postgres_server(&self) -> PathBuf {
        self.folder.join("postgres-server")
    }

    /// Fills SQLite unless that was done before.
    pub async fn fill_sqlite(&self) -> Outcome {
        let (done, unfinished) = (self.sqlite(), self.folder.join("sqlite-unfinished"));
        if done.exists() {
            return Ok(());
        }
        eprintln!("filling SQLite; kept in {} for the next run", self.folder.display());
        // What an interrupted run left behind.
        let _ = std::fs::remove_dir_all(&unfinished);
        std::fs::create_dir_all(&unfinished)?;
        fill::sqlite(&unfinished, self.size).await?;
        Ok(std::fs::rename(unfinished, done)?)
    }

    /// Fills an empty PostgreSQL server.
    pub async fn fill_postgres(&self, server: &str) -> Outcome {
        eprintln!("filling PostgreSQL; kept in {} for the next run", self.folder.display());
        let desk = self.postgres_desk();
        let _ = std::fs::remove_dir_all(&desk);
        std::fs::create_dir_all(&desk)?;
        let admin = server.to_owned();
        tokio::task::spawn_blocking(move || -> Outcome {
            Ok(postgres::Client::connect(&admin, postgres::NoTls)?.batch_execute("create database bench")?)
        })
        .await??;
        fill::postgres(&desk, &crate::measure::database(server, "bench"), self.size).await
    }
}

/// Adds a byte as two digits.
pub fn push_hex(text: &mut String, byte: u8) {
    for digit in [byte >> 4, byte & 15] {
        text.push(char::from_digit(u32::from(digit), 16).unwrap_or('0'));
    }
}
