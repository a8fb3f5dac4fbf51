//! What a filling refuses.

kernel::faults! {
    /// The demo company is there already.
    ALREADY_FILLED: Conflict, "demo.already_filled", "The demo company has been filled already.";
    /// Another process fills it.
    BEING_FILLED: Conflict, "demo.being_filled", "Another process is filling the demo company.";
    /// Somebody else's data is there.
    NOT_EMPTY: Conflict, "demo.not_empty", "There are customers here already. A demo company is only filled into an empty installation.";
}
