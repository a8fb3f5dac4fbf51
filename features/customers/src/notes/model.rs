//! What a note is, and who may change it. No I/O.

use kernel::{Actor, ContactId, Fault, OrganisationId, PersonId, Result, ThingId, Timestamp, TypedId};
use serde::{Deserialize, Serialize};

use crate::error;
use crate::permissions::{NOTE_MODERATE, NOTE_WRITE};

db::typed_id!(
    /// A note about a contact or an organisation.
    NoteId, "cnote");

/// Longest note, in characters.
const LONGEST: usize = 10_000;

/// What a note is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    /// A contact.
    Contact(ContactId),
    /// An organisation.
    Organisation(OrganisationId),
}

impl Owner {
    pub(crate) fn raw(self) -> i64 {
        match self {
            Self::Contact(id) => id.raw(),
            Self::Organisation(id) => id.raw(),
        }
    }

    pub(crate) fn thing(self) -> ThingId {
        match self {
            Self::Contact(id) => id.into(),
            Self::Organisation(id) => id.into(),
        }
    }
}

/// Who wrote a note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = CustomerNoteAuthor)]
pub struct Author {
    /// The person.
    pub id: PersonId,
    /// The name at that time.
    #[schema(examples("Mara Lindgren"))]
    pub name: String,
}

/// A note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = CustomerNote)]
pub struct Note {
    /// Its id.
    pub id: NoteId,
    /// Who wrote it.
    pub author: Author,
    /// The text, with line breaks.
    #[schema(examples("Prefers to be called after 16:00."))]
    pub text: String,
    /// When it was written.
    pub created_at: Timestamp,
    /// When it was last edited.
    pub edited_at: Option<Timestamp>,
    /// Hand this back with a change.
    pub version: i64,
}

impl Note {
    /// Whether an actor may edit it: only who wrote it, so that nobody's words are put into another's mouth.
    pub(crate) fn require_editable(&self, actor: &Actor) -> Result<()> {
        actor.require(NOTE_WRITE)?;
        if actor.person() == Some(self.author.id) {
            Ok(())
        } else {
            Err(Fault::forbidden("only the author edits a note"))
        }
    }

    /// Whether an actor may delete it: who wrote it, or somebody who moderates.
    pub(crate) fn require_deletable(&self, actor: &Actor) -> Result<()> {
        if actor.may(NOTE_WRITE) && actor.person() == Some(self.author.id) {
            Ok(())
        } else {
            actor.require(NOTE_MODERATE)
        }
    }
}

/// A text that is not empty and not too long.
pub(crate) fn check_text(text: &str) -> Result<String> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Fault::wrong_field("text", error::NOTE_EMPTY));
    }
    if text.chars().count() > LONGEST {
        return Err(Fault::wrong_field("text", error::NOTE_LONG));
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use testkit::person_with;

    use super::*;

    #[test]
    fn the_author_edits_and_deletes_and_a_moderator_deletes() {
        let note = Note {
            id: NoteId::from_raw(1),
            author: Author { id: PersonId::from_raw(1), name: "Ada".into() },
            text: "x".into(),
            created_at: Timestamp::NEVER,
            edited_at: None,
            version: 1,
        };
        let table = [
            (person_with(1, "Ada", &[NOTE_WRITE]), true, true),
            (person_with(1, "Ada", &[]), false, false),
            (person_with(2, "Bo", &[NOTE_WRITE]), false, false),
            (person_with(2, "Bo", &[NOTE_WRITE, NOTE_MODERATE]), false, true),
        ];
        for (actor, edits, deletes) in table {
            let outcome = (note.require_editable(&actor).is_ok(), note.require_deletable(&actor).is_ok());
            assert_eq!(outcome, (edits, deletes), "{actor:?}");
        }
    }

    #[test]
    fn a_text_is_needed_and_not_endless() {
        assert!(check_text(" \n").is_err() && check_text(&"x".repeat(LONGEST + 1)).is_err());
        assert_eq!(check_text(" a\nb ").expect("a text"), "a\nb");
    }
}
