//! What the page and the mail say besides the programme's own words.

/// The words of one language.
pub(crate) struct Words {
    pub title: &'static str,
    pub confirm: &'static str,
    pub save: &'static str,
    pub chosen: &'static str,
    pub kept: &'static str,
    pub change: &'static str,
    pub required: &'static str,
    pub expired: &'static str,
    pub unknown: &'static str,
    pub further: &'static str,
    pub no_choice: &'static str,
    pub not_good: &'static str,
    pub okay: &'static str,
    pub great: &'static str,
    pub reminder: &'static str,
    pub mail_note: &'static str,
}

const ENGLISH: Words = Words {
    title: "Your opinion",
    confirm: "Send my answer",
    save: "Send",
    chosen: "Your choice is marked. Please confirm it.",
    kept: "Your answer is kept.",
    change: "Change my answer",
    required: "Please choose one of the answers.",
    expired: "The time to answer this survey is over. Thank you all the same.",
    unknown: "This link is not one of ours, or not complete.",
    further: "Would you like to tell us more?",
    no_choice: "No answer",
    not_good: "Not good",
    okay: "Okay",
    great: "Great",
    reminder: "Reminder",
    mail_note: "A click opens a page on which you confirm your choice. You can change your answer there later.",
};

const GERMAN: Words = Words {
    title: "Ihre Meinung",
    confirm: "Antwort absenden",
    save: "Absenden",
    chosen: "Ihre Wahl ist markiert. Bitte bestätigen Sie sie.",
    kept: "Ihre Antwort ist gespeichert.",
    change: "Antwort ändern",
    required: "Bitte wählen Sie eine der Antworten.",
    expired: "Die Zeit für diese Umfrage ist vorbei. Vielen Dank trotzdem.",
    unknown: "Dieser Link ist keiner von uns oder nicht vollständig.",
    further: "Möchten Sie uns mehr dazu sagen?",
    no_choice: "Keine Angabe",
    not_good: "Nicht gut",
    okay: "In Ordnung",
    great: "Großartig",
    reminder: "Erinnerung",
    mail_note: "Ein Klick öffnet eine Seite, auf der Sie Ihre Wahl bestätigen. Dort können Sie Ihre Antwort auch später noch ändern.",
};

/// The words of a language; English for those we have none of.
pub(crate) fn words(language: &str) -> &'static Words {
    if language.to_lowercase().starts_with("de") { &GERMAN } else { &ENGLISH }
}
