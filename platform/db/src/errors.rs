//! Engine errors become faults: refusals of the schema, passing trouble, bugs.

use kernel::{Fault, FaultKind, FaultSpec};
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
        Some(cause)
            if matches!(
                cause.code,
                ErrorCode::DiskFull
                    | ErrorCode::SystemIoFailure
                    | ErrorCode::ReadOnly
                    | ErrorCode::CannotOpen
                    | ErrorCode::DatabaseBusy
                    | ErrorCode::DatabaseLocked
                    | ErrorCode::OperationInterrupted
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
        return if lost { Fault::unavailable(error) } else { Fault::internal(error) };
    };
    if *state == SqlState::T_R_SERIALIZATION_FAILURE || *state == SqlState::T_R_DEADLOCK_DETECTED {
        Fault::from(RETRY).because(error)
    } else if *state == SqlState::UNIQUE_VIOLATION {
        Fault::from(UNIQUE).because(error)
    } else if ["57", "53", "08"].contains(&&state.code()[..2]) {
        // Operator intervention, insufficient resources, connection exceptions.
        Fault::unavailable(error)
    } else {
        Fault::internal(error)
    }
}
