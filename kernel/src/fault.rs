//! The one error type. A fault is either an expected refusal or a bug, and says whether anybody should be woken.

use std::fmt;

use serde::Serialize;

use crate::phrase::{Params, Said};

/// What sort of thing went wrong; `platform/web` alone turns this into a status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    /// The request makes no sense as it is (400).
    Invalid,
    /// Nobody knows who is asking (401).
    Unauthenticated,
    /// Known, but not allowed (403).
    Forbidden,
    /// Not there, or not for this person to know of (404).
    NotFound,
    /// Somebody else was faster, or the state does not allow it (409).
    Conflict,
    /// Was there once (410).
    Gone,
    /// More than we take (413).
    TooLarge,
    /// Understood, but a field is wrong (422).
    Unprocessable,
    /// Too often (429).
    RateLimited,
    /// Something we depend on does not answer; try again (503).
    Unavailable,
    /// A bug, or something we did not foresee (500).
    Internal,
}

impl FaultKind {
    /// Whether somebody should be woken: refusals are everyday work, these are not.
    pub fn is_alarming(self) -> bool {
        matches!(self, Self::Internal | Self::Unavailable)
    }
}

/// A fault as declared by a feature: its kind, stable code, and the sentence a person reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FaultSpec {
    /// What sort of thing went wrong.
    pub kind: FaultKind,
    /// Stable code, `<feature>.<what>`.
    pub code: &'static str,
    /// What happened, in words for a person.
    pub sentence: &'static str,
}

/// Declares a feature's faults and a list `ALL` of them.
///
/// `faults! { /// doc  NEWER_MESSAGE: Conflict, "inbox.newer_message", "Something newer arrived."; }`
#[macro_export]
macro_rules! faults {
    ($( $(#[$doc:meta])* $name:ident : $kind:ident, $code:literal, $sentence:literal; )+) => {
        $( $(#[$doc])* pub const $name: $crate::FaultSpec =
            $crate::FaultSpec { kind: $crate::FaultKind::$kind, code: $code, sentence: $sentence }; )+
        /// Every fault of this room, for the snapshot of codes.
        pub const ALL: &[$crate::FaultSpec] = &[$($name),+];
    };
}

/// A field at fault: where in the request, and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct FieldFault {
    /// The field, as in the request: `email`, `to/0/address`.
    #[schema(examples("email"))]
    pub pointer: String,
    /// Stable code of what is wrong.
    #[schema(examples("request.required"))]
    pub code: String,
    /// What is wrong, in words for a person.
    pub detail: String,
    /// What varies in the words of that code, for whoever says them in another language.
    #[serde(skip_serializing_if = "Params::is_empty")]
    #[schema(value_type = Option<std::collections::HashMap<String, String>>)]
    pub params: Params,
}

impl FieldFault {
    /// A field at fault.
    pub fn new(pointer: impl Into<String>, code: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { pointer: pointer.into(), code: code.into(), detail: detail.into(), params: Params::new() }
    }

    /// A field at fault, in words that have a code of their own.
    pub fn saying(pointer: impl Into<String>, said: impl Into<Said>) -> Self {
        let Said { code, params, text } = said.into();
        Self { pointer: pointer.into(), code, detail: text, params }
    }
}

/// Something that was refused or went wrong.
pub struct Fault {
    spec: FaultSpec,
    /// The sentence a person reads, when it is more exact than the declared one; its code may be empty.
    detail: Option<Box<Said>>,
    /// The fields at fault.
    pub fields: Vec<FieldFault>,
    /// What lies beneath; goes to the log, never to the client.
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
    /// Seconds after which another try makes sense.
    pub retry_after: Option<u64>,
}

const FORBIDDEN: FaultSpec = FaultSpec {
    kind: FaultKind::Forbidden,
    code: "access.forbidden",
    sentence: "Your role does not allow this. Ask an administrator.",
};
const UNPROCESSABLE: FaultSpec = FaultSpec {
    kind: FaultKind::Unprocessable,
    code: "request.invalid",
    sentence: "Something in the request is not right; see the fields.",
};
const INTERNAL: FaultSpec = FaultSpec {
    kind: FaultKind::Internal,
    code: "platform.internal",
    sentence: "Something went wrong on our side. Nothing was changed. The request id helps an administrator to find it.",
};
const UNAVAILABLE: FaultSpec = FaultSpec {
    kind: FaultKind::Unavailable,
    code: "platform.unavailable",
    sentence: "The database does not answer at the moment. Nothing was changed. Please try again.",
};
const NOT_FOUND: FaultSpec = FaultSpec {
    kind: FaultKind::NotFound,
    code: "platform.not_found",
    sentence: "There is nothing here, or it is not yours to see.",
};

/// The disk has no room.
pub const DISK_FULL: FaultSpec = FaultSpec {
    kind: FaultKind::Unavailable,
    code: "platform.disk_full",
    sentence: "The server's disk is full. Nothing was changed. An administrator must make room; after that everything goes on by itself.",
};
/// The disk or the database can only be read.
pub const READ_ONLY: FaultSpec = FaultSpec {
    kind: FaultKind::Unavailable,
    code: "platform.read_only",
    sentence: "The server can only read at the moment, because its disk or database takes no changes. Nothing was changed. An administrator must look at it; after that everything goes on by itself.",
};
/// The disk answers with errors.
pub const DISK_TROUBLE: FaultSpec = FaultSpec {
    kind: FaultKind::Unavailable,
    code: "platform.disk_trouble",
    sentence: "The server's disk reports an error. Nothing was changed. An administrator must look at it; after that everything goes on by itself.",
};
/// The database server is away or starts again.
pub const DATABASE_LOST: FaultSpec = FaultSpec {
    kind: FaultKind::Unavailable,
    code: "platform.database_lost",
    sentence: "The database server cannot be reached at the moment. We keep trying, and everything goes on by itself when it is back. Please try again.",
};

/// The faults that no feature owns.
pub const ALL: &[FaultSpec] =
    &[FORBIDDEN, UNPROCESSABLE, INTERNAL, UNAVAILABLE, NOT_FOUND, DISK_FULL, READ_ONLY, DISK_TROUBLE, DATABASE_LOST];

/// Seconds until another try makes sense when a person has to make room or mend something.
const UNTIL_MENDED: u64 = 15;

impl Fault {
    /// A bug or something unforeseen; the cause goes to the log only.
    pub fn internal(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::from(INTERNAL).because(source)
    }

    /// The disk did not do what was asked of it: full, read-only, or broken.
    pub fn disk(error: std::io::Error) -> Self {
        use std::io::ErrorKind;
        let spec = match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => DISK_FULL,
            ErrorKind::ReadOnlyFilesystem | ErrorKind::PermissionDenied => READ_ONLY,
            _ => DISK_TROUBLE,
        };
        Self::store(spec).because(error)
    }

    /// Trouble of what we store in, with the time after which another try makes sense.
    pub fn store(spec: FaultSpec) -> Self {
        let mut fault = Self::from(spec);
        fault.retry_after = Some(if spec.code == DATABASE_LOST.code { 2 } else { UNTIL_MENDED });
        fault
    }

    /// Whether what we store in is in trouble: it passes by itself or by an administrator's hand, whatever was asked.
    pub fn is_of_store(&self) -> bool {
        [DISK_FULL, READ_ONLY, DISK_TROUBLE, DATABASE_LOST].iter().any(|spec| self.is(*spec))
    }

    /// The declared fault behind it.
    pub fn spec(&self) -> FaultSpec {
        self.spec
    }

    /// Something we depend on does not answer.
    pub fn unavailable(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        let mut fault = Self::from(UNAVAILABLE).because(source);
        fault.retry_after = Some(2);
        fault
    }

    /// Not there, or not for this person to know of.
    pub fn not_found() -> Self {
        Self::from(NOT_FOUND)
    }

    /// The actor lacks a permission.
    pub fn forbidden(permission: &str) -> Self {
        Self::from(FORBIDDEN).detail(format!("Your role does not allow this ({permission}). Ask an administrator."))
    }

    /// One field of the request is wrong.
    pub fn invalid_field(pointer: impl Into<String>, code: impl Into<String>, detail: impl Into<String>) -> Self {
        let field = FieldFault::new(pointer, code, detail);
        Self::from(UNPROCESSABLE).detail(field.detail.clone()).field(field)
    }

    /// One field of the request is wrong, in words that have a code of their own.
    pub fn wrong_field(pointer: impl Into<String>, said: impl Into<Said>) -> Self {
        let field = FieldFault::saying(pointer, said);
        Self::from(UNPROCESSABLE).detail(field.detail.clone()).field(field)
    }

    /// Several fields of the request are wrong; `Ok` when none is.
    pub fn check_fields(fields: Vec<FieldFault>) -> crate::Result<()> {
        match fields.first() {
            None => Ok(()),
            Some(first) => {
                let mut fault = Self::from(UNPROCESSABLE).detail(first.detail.clone());
                fault.fields = fields;
                Err(fault)
            }
        }
    }

    /// Says more exactly what happened.
    pub fn detail(mut self, sentence: impl Into<String>) -> Self {
        self.detail = Some(Box::new(Said { text: sentence.into(), ..Said::default() }));
        self
    }

    /// Says more exactly what happened, in words that have a code of their own.
    pub fn saying(mut self, said: impl Into<Said>) -> Self {
        self.detail = Some(Box::new(said.into()));
        self
    }

    /// Adds a field at fault.
    pub fn field(mut self, field: FieldFault) -> Self {
        self.fields.push(field);
        self
    }

    /// Adds the cause, for the log.
    pub fn because(mut self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// Says when another try makes sense.
    pub fn retry_after(mut self, seconds: u64) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    /// What sort of thing went wrong.
    pub fn kind(&self) -> FaultKind {
        self.spec.kind
    }

    /// Stable code, `<feature>.<what>`.
    pub fn code(&self) -> &'static str {
        self.spec.code
    }

    /// The short declared sentence.
    pub fn title(&self) -> &'static str {
        self.spec.sentence
    }

    /// What happened, in words for a person.
    pub fn sentence(&self) -> &str {
        self.detail.as_ref().map_or(self.spec.sentence, |said| &said.text)
    }

    /// What happened, for whoever says it in another language: the more exact sentence when it has a code, else the declared one.
    pub fn said(&self) -> Said {
        match &self.detail {
            Some(said) if !said.code.is_empty() => (**said).clone(),
            _ => Said { code: self.code().to_owned(), text: self.sentence().to_owned(), ..Said::default() },
        }
    }

    /// Whether this is the declared fault.
    pub fn is(&self, spec: FaultSpec) -> bool {
        self.spec.code == spec.code
    }

    /// The causes, outermost first, for the log.
    pub fn causes(&self) -> String {
        let mut text = String::new();
        let mut next: Option<&dyn std::error::Error> = self.source.as_deref().map(|source| source as _);
        while let Some(cause) = next {
            if !text.is_empty() {
                text.push_str(": ");
            }
            text.push_str(&cause.to_string());
            next = cause.source();
        }
        text
    }
}

impl From<FaultSpec> for Fault {
    fn from(spec: FaultSpec) -> Self {
        Self { spec, detail: None, fields: Vec::new(), source: None, retry_after: None }
    }
}

impl FaultSpec {
    /// This fault with a more exact sentence.
    pub fn detail(self, sentence: impl Into<String>) -> Fault {
        Fault::from(self).detail(sentence)
    }

    /// This fault at a field, in words more exact than its own.
    pub fn saying_at(self, pointer: impl Into<String>, said: impl Into<Said>) -> Fault {
        let said = said.into();
        let field = FieldFault::saying(pointer, said.clone());
        Fault::from(self).saying(said).field(field)
    }

    /// This fault at a field.
    pub fn at(self, pointer: impl Into<String>) -> Fault {
        Fault::from(self).field(FieldFault::new(pointer, self.code, self.sentence))
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.sentence(), self.spec.code)
    }
}

impl fmt::Debug for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.spec.code, self.sentence())?;
        for field in &self.fields {
            write!(f, " [{}: {}]", field.pointer, field.detail)?;
        }
        if self.source.is_some() {
            write!(f, " <- {}", self.causes())?;
        }
        Ok(())
    }
}

impl std::error::Error for Fault {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cause_is_for_the_log_and_not_in_the_sentence() {
        let fault = Fault::internal(std::io::Error::other("disk 7 melted"));
        assert!(!fault.to_string().contains("melted"));
        assert!(fault.causes().contains("disk 7 melted"));
        assert!(fault.kind().is_alarming());
    }

    #[test]
    fn trouble_of_the_disk_is_told_by_its_cause() {
        use std::io::{Error, ErrorKind};
        let table = [
            (ErrorKind::StorageFull, DISK_FULL),
            (ErrorKind::QuotaExceeded, DISK_FULL),
            (ErrorKind::ReadOnlyFilesystem, READ_ONLY),
            (ErrorKind::Other, DISK_TROUBLE),
        ];
        for (kind, spec) in table {
            let fault = Fault::disk(Error::from(kind));
            assert!(fault.is(spec) && fault.is_of_store() && fault.retry_after.is_some(), "{fault:?}");
        }
        assert!(!Fault::unavailable("a mail server").is_of_store());
    }

    #[test]
    fn checked_fields_become_one_fault() {
        assert!(Fault::check_fields(vec![]).is_ok());
        let fault = Fault::check_fields(vec![FieldFault::new("email", "request.required", "An address is needed.")]);
        let fault = fault.expect_err("a field is wrong");
        assert_eq!((fault.sentence(), fault.fields.len()), ("An address is needed.", 1));
        assert!(!fault.kind().is_alarming());
    }
}
