//! Errors of the references that a look at the mail proves. They never count as agreement: the table shows the raw figure, and beside
//! it the one in which these files are left out of the question.

/// A file, what was compared, and what the reference does wrong.
const ERRORS: &[(&str, &str, &str)] = &[
    (
        "visible reply",
        "reply-crisp/email_custom_quote_header.txt",
        "the reference cuts the Hungarian quotation and shows its introduction (\"… írta:\") as if the person wrote it",
    ),
    (
        "visible reply",
        "reply-crisp/email_thread.txt",
        "the reference cuts the quotation and shows its introduction, broken over three lines, as if the person wrote it",
    ),
    (
        "visible reply",
        "reply-github/email_2_2.txt",
        "the reference misses Outlook's line and header block and shows the mail that is answered; the set's own test wants one line",
    ),
];

/// Files that are no mail, which the reference reads as one all the same.
const NO_MAIL: &[(&str, &str)] = &[
    ("stalwart-mail-parser/legacy/COPYING", "a licence text without any header, read as a mail by the reference"),
    (
        "stalwart-mail-auth/dkim/005.txt",
        "a file that begins with a DNS record instead of a header, read as a mail by the reference",
    ),
];

/// What the reference does wrong with that file, if that is known.
pub(super) fn error(kind: &str, file: &str) -> Option<&'static str> {
    if let Some((_, reason)) = NO_MAIL.iter().find(|(name, _)| *name == file) {
        return Some(reason);
    }
    ERRORS.iter().find(|(what, name, _)| *what == kind && *name == file).map(|(_, _, reason)| *reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_named_file_and_question_is_excused() {
        let file = "reply-github/email_2_2.txt";
        assert!(error("visible reply", file).is_some());
        assert_eq!((error("sender", file), error("visible reply", "reply-github/email_2_3.txt")), (None, None));
    }
}
