//! What this room refuses, and why.

kernel::faults! {
    /// Somebody else changed it since it was read.
    CHANGED: Conflict, "feedback.changed", "Somebody changed this in the meantime. Look at it again before you save.";
    /// The link is none of ours, or not complete.
    LINK_UNKNOWN: NotFound, "feedback.link_unknown", "This link is not one of ours, or not complete.";
    /// The time to answer is over.
    EXPIRED: Gone, "feedback.expired", "The time to answer this survey is over.";
    /// No score, or one that is not on the scale.
    SCORE_INVALID: Unprocessable, "feedback.score_invalid", "Please choose one of the answers.";
    /// It is left out already, or not.
    EXCLUSION_STANDS: Conflict, "feedback.exclusion_stands", "This answer is left out of the figures already.";
    /// It has ended.
    FOLLOW_UP_CLOSED: Conflict, "feedback.follow_up_closed", "This follow-up has ended already.";
}

// What is wrong with a field, each with its own code.
kernel::phrases! {
    /// A name of nothing or too much.
    NAME_LENGTH: "feedback.name_length", "A name has 1 to 100 characters.";
    /// No words in the language that stands in for others.
    DEFAULT_LANGUAGE: "feedback.default_language", "There must be words in the language that stands in for all others.";
    /// Not a language.
    LANGUAGE_INVALID: "feedback.language_invalid", "This is not a language like «de» or «pt-BR».";
    /// A text is missing or too long.
    TEXT_LENGTH: "feedback.text_length", "This text has 1 to {most} characters.";
    /// Not a mail address.
    ADDRESS_INVALID: "feedback.address_invalid", "This is not a mail address.";
    /// A number out of its bounds.
    NUMBER_BOUNDS: "feedback.number_bounds", "This is a number from {least} to {most}.";
    /// More questions than anybody answers.
    QUESTIONS_MANY: "feedback.questions_many", "A survey has at most 10 further questions.";
    /// Not a key.
    KEY_INVALID: "feedback.key_invalid", "A key is 1 to 40 lower-case letters, digits and underscores, begins with a letter, is not «score» and is used once.";
    /// A choice of nothing or too much.
    CHOICES_COUNT: "feedback.choices_count", "There are 2 to 20 choices to choose from.";
    /// Only choices have choices.
    CHOICES_UNWANTED: "feedback.choices_unwanted", "Only a choice has choices.";
    /// A condition on something that is not asked before.
    CONDITION_UNKNOWN: "feedback.condition_unknown", "A condition names «score» or a question that is asked before.";
    /// A state that nobody is asked after.
    STATUS_INVALID: "feedback.status_invalid", "Customers are asked after «solved» or «closed».";
    /// A reason of nothing or too much.
    REASON_LENGTH: "feedback.reason_length", "A reason has 3 to 500 characters; it is shown beside the figure.";
    /// A note of nothing or too much.
    NOTE_LENGTH: "feedback.note_length", "Say in 3 to 2,000 characters what came of it.";
    /// A word that the table does not ask for.
    EXPORT_FIELD: "feedback.export_field", "This table is not narrowed by «{name}».";
    /// A value that its word does not have.
    EXPORT_VALUE: "feedback.export_value", "«{value}» is not a value of this.";
    /// Not in the time zone database.
    ZONE_UNKNOWN: "feedback.zone_unknown", "There is no time zone of this name; one is «Europe/Berlin».";
}
