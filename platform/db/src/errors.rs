//! Engine errors become faults: refusals of the schema, passing trouble, bugs.

use kernel::{DATABASE_LOST, DISK_FULL, DISK_TROUBLE, Fault, FaultKind, FaultSpec, READ_ONLY};
use postgres::error::SqlState;
use rusqlite::ErrorCode;

/// A unique index refused the row. Prefer `on conflict`: on PostgreSQL the unit of work cannot go on after this.
pub const UNIQUE: FaultSpec =
    FaultSpec { kind: FaultKind::Conflict, code: "platform.unique", sentence: "This exists already." };

/// The server could not serialise the unit of work; it is run again.
pub const RETRY: FaultSpec = FaultSpec {
    kind: FaultKind::Unavailable,
    code: "platform.busy",
    sentence: "Too many people changed the same thing at once. Please try again.",
};

pub(crate) fn from_sqlite(error: rusqlite::Error) -> Fault {
    match error.sqlite_error() {
        Some(cause) if cause.code == ErrorCode::ConstraintViolation => {
            let unique = [rusqlite::ffi::SQLITE_CONSTRAINT_UNIQUE, rusqlite::ffi::SQLITE_CONSTRAINT_PRIMARYKEY];
            if unique.contains(&cause.extended_code) {
                Fault::from(UNIQUE).because(error)
            } else {
                Fault::internal(error)
            }
        }
        Some(cause) if cause.code == ErrorCode::DiskFull => Fault::store(DISK_FULL).because(error),
        Some(cause) if cause.code == ErrorCode::ReadOnly => Fault::store(READ_ONLY).because(error),
        Some(cause) if matches!(cause.code, ErrorCode::SystemIoFailure | ErrorCode::CannotOpen) => {
            Fault::store(DISK_TROUBLE).because(error)
        }
        Some(cause)
            if matches!(
                cause.code,
                ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::OperationInterrupted
            ) =>
        {
            Fault::unavailable(error)
        }
        _ => Fault::internal(error),
    }
}

pub(crate) fn from_postgres(error: postgres::Error) -> Fault {
    let Some(state) = error.code() else {
        // No SQLSTATE: the connection itself is the trouble, unless a value could not be converted.
        let lost =
            error.is_closed() || std::error::Error::source(&error).is_some_and(|cause| cause.is::<std::io::Error>());
        return if lost { Fault::store(DATABASE_LOST).because(error) } else { Fault::internal(error) };
    };
    if *state == SqlState::T_R_SERIALIZATION_FAILURE || *state == SqlState::T_R_DEADLOCK_DETECTED {
        Fault::from(RETRY).because(error)
    } else if *state == SqlState::UNIQUE_VIOLATION {
        Fault::from(UNIQUE).because(error)
    } else if *state == SqlState::DISK_FULL {
        Fault::store(DISK_FULL).because(error)
    } else if *state == SqlState::READ_ONLY_SQL_TRANSACTION {
        Fault::store(READ_ONLY).because(error)
    } else if *state == SqlState::IO_ERROR {
        Fault::store(DISK_TROUBLE).because(error)
    } else if *state == SqlState::QUERY_CANCELED {
        // Our own limit of time, not the server's end.
        Fault::unavailable(error)
    } else if ["57", "53", "08"].contains(&&state.code()[..2]) {
        // Operator intervention, insufficient resources, connection exceptions.
        Fault::store(DATABASE_LOST).because(error)
    } else {
        Fault::internal(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trouble_of_a_file_is_told_by_its_cause() {
        let table = [
            (rusqlite::ffi::SQLITE_FULL, DISK_FULL),
            (rusqlite::ffi::SQLITE_READONLY, READ_ONLY),
            (rusqlite::ffi::SQLITE_READONLY_DBMOVED, READ_ONLY),
            (rusqlite::ffi::SQLITE_IOERR_WRITE, DISK_TROUBLE),
            (rusqlite::ffi::SQLITE_CANTOPEN, DISK_TROUBLE),
        ];
        for (code, spec) in table {
            let error = rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(code), None);
            let fault = from_sqlite(error);
            assert!(fault.is(spec), "{code}: {fault:?}");
        }
        let busy = rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_BUSY), None);
        assert!(!from_sqlite(busy).is_of_store());
    }
}
