//! Which database, and how it is used.

use std::path::PathBuf;

/// Which engine a database runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// One file, one process with one writer.
    Sqlite,
    /// A server, several nodes.
    Postgres,
}

/// How the connection to PostgreSQL is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PostgresTls {
    /// No TLS: for a server on the same machine.
    #[default]
    Off,
    /// TLS with a certificate that a public authority signed.
    Required,
}

/// Which database, and how it is used.
#[derive(Debug, Clone)]
pub enum DbConfig {
    /// One file.
    Sqlite {
        /// The file; made when it is not there.
        path: PathBuf,
        /// Threads that read; one more is kept for reports.
        readers: usize,
        /// Whether every commit waits for the disk. On by default; off only for throw-away data.
        durable: bool,
    },
    /// A server.
    Postgres {
        /// `postgres://user:password@host:port/name`
        url: String,
        /// Threads, each with a connection; two of them are kept for reports.
        connections: usize,
        /// How the connection is protected.
        tls: PostgresTls,
    },
}

impl DbConfig {
    /// A SQLite file with the settings of production.
    pub fn sqlite(path: impl Into<PathBuf>) -> Self {
        let readers = std::thread::available_parallelism().map_or(2, |cores| cores.get().max(2));
        Self::Sqlite { path: path.into(), readers, durable: true }
    }

    /// A PostgreSQL server with the settings of production.
    pub fn postgres(url: impl Into<String>) -> Self {
        Self::Postgres { url: url.into(), connections: 16, tls: PostgresTls::Off }
    }
}
