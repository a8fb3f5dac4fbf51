//! What is said about a query that could not be understood as a whole.

kernel::phrases! {
    /// More than is read of one query.
    TOO_LONG: "inbox.search_too_long", "The search is too long; the rest of it is left out.";
    /// More words and filters than one query may have.
    TOO_MANY_PARTS: "inbox.search_too_many_parts", "The search has too many parts; those from here on are left out.";
    /// Parentheses within parentheses without end.
    TOO_DEEP: "inbox.search_too_deep", "There are too many parentheses within each other.";
    /// `)` alone.
    NOTHING_TO_CLOSE: "inbox.search_nothing_to_close", "There is no parenthesis that this one closes.";
    /// `(` alone.
    NEVER_CLOSED: "inbox.search_never_closed", "This parenthesis is never closed.";
    /// `OR` at an end.
    OR_ALONE: "inbox.search_or_alone", "OR stands between two things; write it in small letters to search for the word.";
    /// `-` at an end.
    NOT_ALONE: "inbox.search_not_alone", "There is nothing behind this that it could leave out.";
    /// One quotation mark.
    QUOTE_MISSING: "inbox.search_quote_missing", "The second quotation mark is missing.";
    /// A filter's name with a slip.
    FILTER_NEAR: "inbox.search_filter_near", "There is no filter «{name}»; did you mean «{near}»? It was searched for as text.";
    /// A filter that there is not.
    FILTER_UNKNOWN: "inbox.search_filter_unknown", "There is no filter «{name}»; it was searched for as text. Filters are {known}.";
    /// `status>open`
    NOT_COMPARED: "inbox.search_not_compared", "«{name}» is not compared; write {name}:{value}.";
    /// `status:`
    VALUE_MISSING: "inbox.search_value_missing", "«{name}:» needs a value.";
    /// `has:money`
    HAS_UNKNOWN: "inbox.search_has_unknown", "«has:{value}» is not known; there is has:attachment.";
    /// `number:x`
    NO_NUMBER: "inbox.search_no_number", "«{value}» is not a conversation's number like #1042.";
    /// `created>soon`
    NO_DATE: "inbox.search_no_date", "«{value}» is not a date; one is 2026-03-01, 2026-03, today, yesterday or 7d.";
    /// `status:opne`
    VALUE_NEAR: "inbox.search_value_near", "There is no {name} «{value}»; did you mean {name}:{near}?";
    /// `status:blue`
    VALUE_UNKNOWN: "inbox.search_value_unknown", "There is no {name} «{value}»; there are {known}.";
    /// Nobody and nothing bears this name, but something nearly.
    NAME_NEAR: "inbox.search_name_near", "There is no {filter} «{name}»; did you mean «{near}»?";
    /// Nobody and nothing bears this name.
    NAME_UNKNOWN: "inbox.search_name_unknown", "There is no {filter} «{name}».";
}
