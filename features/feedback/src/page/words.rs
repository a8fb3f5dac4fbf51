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
    pub leave: &'static str,
    pub leave_title: &'static str,
    pub leave_ask: &'static str,
    pub leave_do: &'static str,
    pub left_title: &'static str,
    pub left: &'static str,
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
    leave: "No more surveys, please",
    leave_title: "No more surveys",
    leave_ask: "Shall we stop asking you for your opinion? Answers to your own questions still reach you.",
    leave_do: "Send me no more surveys",
    left_title: "You are unsubscribed",
    left: "We will not ask for your opinion any more. Answers to your own questions still reach you.",
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
    leave: "Bitte keine Umfragen mehr",
    leave_title: "Keine Umfragen mehr",
    leave_ask: "Sollen wir Sie nicht mehr nach Ihrer Meinung fragen? Antworten auf Ihre eigenen Fragen erreichen Sie weiter.",
    leave_do: "Keine Umfragen mehr senden",
    left_title: "Sie sind abgemeldet",
    left: "Wir fragen Sie nicht mehr nach Ihrer Meinung. Antworten auf Ihre eigenen Fragen erreichen Sie weiter.",
};

/// The words of a language; English for those we have none of.
pub(crate) fn words(language: &str) -> &'static Words {
    if language.to_lowercase().starts_with("de") { &GERMAN } else { &ENGLISH }
}
