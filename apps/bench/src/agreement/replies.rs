//! What a person wrote now beside email-reply-parser and the trimmed texts of email_reply_trimmer.

use channels::mail::quote::separate;

use super::tally::Tally;
use super::{Mail, text_of};
use crate::outcome::Outcome;

/// The set whose expected texts lie beside its mails.
const TRIMMED: &str = "reply-discourse";

pub(super) fn compare(mail: &Mail<'_>, tally: &mut Tally) -> Outcome {
    for reference in mail.lines("reply_visible_email_reply_parser.jsonl")? {
        let (Some(file), Some(theirs)) = (text_of(&reference, "file"), text_of(&reference, "visible")) else {
            continue;
        };
        note(tally, file, &mail.text(file)?, theirs);
    }
    let folder = mail.data.join("mail").join(TRIMMED);
    if !folder.is_dir() {
        return Ok(());
    }
    let mut names: Vec<_> = std::fs::read_dir(folder.join("trimmed"))?.collect::<Result<_, _>>()?;
    names.sort_by_key(std::fs::DirEntry::file_name);
    for entry in names {
        let name = entry.file_name().to_string_lossy().into_owned();
        let theirs = String::from_utf8_lossy(&std::fs::read(entry.path())?).into_owned();
        let file = format!("{TRIMMED}/emails/{name}");
        note(tally, &file, &mail.text(&file)?, &theirs);
    }
    Ok(())
}

fn note(tally: &mut Tally, file: &str, text: &str, theirs: &str) {
    tally.note("visible reply", file, difference(&words(&separate(text).visible), &words(theirs)));
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn difference(ours: &str, theirs: &str) -> Option<&'static str> {
    if ours == theirs {
        return None;
    }
    Some(match (theirs.strip_prefix(ours), theirs.strip_suffix(ours)) {
        (Some(rest), _) if rest.ends_with(':') => "the reference leaves the introduction of the quotation standing",
        (Some(_), _) => "the reference shows more below",
        (_, Some(_)) => "ours folds the quotation above the answer",
        _ if ours.starts_with(theirs) => "ours shows more below",
        _ if ours.ends_with(theirs) => "ours keeps who wrote a passed-on mail",
        _ if theirs.contains("> ") && !ours.contains("> ") => "ours folds the quotation above the answer",
        _ if ours.contains("> ") => "ours keeps the questions between the answers",
        _ => "other words",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_have_words() {
        for (ours, theirs, want) in [
            ("a b", "a b", None),
            ("a", "a On x wrote:", Some("the reference leaves the introduction of the quotation standing")),
            ("b", "> a b", Some("ours folds the quotation above the answer")),
            ("a b", "a", Some("ours shows more below")),
            ("> q a", "a", Some("ours keeps who wrote a passed-on mail")),
            ("> q a > r b", "a b", Some("ours keeps the questions between the answers")),
        ] {
            assert_eq!(difference(ours, theirs), want, "{ours} / {theirs}");
        }
    }
}
