//! Which conversation a mail belongs to.
//!
//! The rule never merges strangers: knowing a Message-ID or a number is not enough, because both are seen by everybody the mail was
//! ever forwarded to. A mail joins a conversation only when its author already takes part, or when it was sent to the address we signed.

/// A conversation the mail points at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate {
    /// Its id.
    pub conversation: i64,
    /// The author of the mail wrote or received an earlier message of it.
    pub takes_part: bool,
}

/// Everything the decision rests on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Clues {
    /// Conversations of the messages named in In-Reply-To and References, nearest first.
    pub references: Vec<Candidate>,
    /// The conversation named by a signed reply address.
    pub signed: Option<i64>,
    /// The conversation with the number in the subject.
    pub numbered: Option<Candidate>,
}

/// By which clue a mail found its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clue {
    /// In-Reply-To or References.
    References,
    /// Our signed address.
    SignedAddress,
    /// `[#1042]` in the subject.
    Number,
}

impl Clue {
    /// The stable word for it.
    pub fn code(self) -> &'static str {
        match self {
            Self::References => "references",
            Self::SignedAddress => "signed_address",
            Self::Number => "number",
        }
    }
}

/// The decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// It continues that conversation.
    Into(i64, Clue),
    /// It begins a new one; the other is only a hint for the reader, never shown to the author.
    New {
        /// The conversation it pointed at without right.
        hint: Option<i64>,
    },
}

/// Decides: References by a participant, then the signed address, then the number by a participant; else a new conversation.
pub fn place(clues: &Clues) -> Place {
    if let Some(known) = clues.references.iter().find(|candidate| candidate.takes_part) {
        return Place::Into(known.conversation, Clue::References);
    }
    if let Some(conversation) = clues.signed {
        return Place::Into(conversation, Clue::SignedAddress);
    }
    if let Some(known) = clues.numbered.filter(|candidate| candidate.takes_part) {
        return Place::Into(known.conversation, Clue::Number);
    }
    let hint = clues.references.first().or(clues.numbered.as_ref()).map(|candidate| candidate.conversation);
    Place::New { hint }
}

/// The conversation number written by us in a subject: `[#1042]`.
pub fn number_in(subject: &str) -> Option<i64> {
    subject.match_indices("[#").find_map(|(at, _)| {
        let rest = &subject[at + 2..];
        let (digits, _) = rest.split_once(']')?;
        (!digits.is_empty() && digits.len() <= 12 && digits.bytes().all(|b| b.is_ascii_digit()))
            .then(|| digits.parse().ok())?
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn known(conversation: i64) -> Candidate {
        Candidate { conversation, takes_part: true }
    }

    const fn stranger(conversation: i64) -> Candidate {
        Candidate { conversation, takes_part: false }
    }

    #[test]
    fn strangers_never_join() {
        use Place::{Into, New};
        type Case<'a> = (&'a str, &'a [Candidate], Option<i64>, Option<Candidate>, Place);
        let cases: &[Case<'_>] = &[
            ("nothing", &[], None, None, New { hint: None }),
            ("reference of a participant", &[known(1)], None, None, Into(1, Clue::References)),
            ("reference of a stranger", &[stranger(1)], None, None, New { hint: Some(1) }),
            ("second reference known", &[stranger(1), known(2)], None, None, Into(2, Clue::References)),
            ("reference before signed", &[known(1)], Some(2), None, Into(1, Clue::References)),
            ("stranger with signed address", &[stranger(1)], Some(1), None, Into(1, Clue::SignedAddress)),
            ("signed alone", &[], Some(3), None, Into(3, Clue::SignedAddress)),
            ("signed before number", &[], Some(3), Some(known(4)), Into(3, Clue::SignedAddress)),
            ("number of a participant", &[], None, Some(known(4)), Into(4, Clue::Number)),
            ("number of a stranger", &[], None, Some(stranger(4)), New { hint: Some(4) }),
            ("stranger reference, known number", &[stranger(1)], None, Some(known(4)), Into(4, Clue::Number)),
        ];
        for (name, references, signed, numbered, want) in cases {
            let clues = Clues { references: references.to_vec(), signed: *signed, numbered: *numbered };
            assert_eq!(place(&clues), *want, "{name}");
        }
    }

    #[test]
    fn numbers() {
        for (subject, want) in [
            ("Re: Broken lamp [#1042]", Some(1042)),
            ("[#7] x", Some(7)),
            ("[#] x [#8]", Some(8)),
            ("#1042", None),
            ("[#12a]", None),
            ("[#-5]", None),
            ("[#9999999999999999]", None),
            ("[#", None),
        ] {
            assert_eq!(number_in(subject), want, "{subject}");
        }
    }
}
