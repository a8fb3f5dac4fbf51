//! What this room refuses, and why.

kernel::faults! {
    /// Somebody else changed the dashboard since it was read.
    DASHBOARD_CHANGED: Conflict, "insight.dashboard_changed", "Somebody changed this dashboard in the meantime. Look at it again before you save.";
    /// Somebody else changed the note since it was read.
    NOTE_CHANGED: Conflict, "insight.note_changed", "Somebody changed this note in the meantime. Look at it again before you save.";
    /// Somebody else changed the settings since they were read.
    SETTINGS_CHANGED: Conflict, "insight.settings_changed", "Somebody changed these settings in the meantime. Look at them again before you save.";
}

// What is wrong with a field, each with its own code.
kernel::phrases! {
    /// No such metric.
    METRIC_UNKNOWN: "insight.metric_unknown", "There is no metric «{metric}». The dictionary lists them all.";
    /// A question about nothing.
    METRIC_MISSING: "insight.metric_missing", "Which metric? Name at least one of the dictionary.";
    /// More than one where one is asked for.
    METRIC_MANY: "insight.metric_many", "This shows one metric at a time.";
    /// Something that has no length.
    METRIC_NO_DURATION: "insight.metric_no_duration", "Only durations have a distribution.";
    /// Not a day.
    DAY_INVALID: "insight.day_invalid", "«{value}» is not a day like 2026-03-01.";
    /// No day.
    DAY_MISSING: "insight.day_missing", "A question needs its first and its last day.";
    /// It ends before it begins.
    DAYS_REVERSED: "insight.days_reversed", "The last day is before the first.";
    /// Too long.
    DAYS_MANY: "insight.days_many", "A question covers at most ten years.";
    /// No such division.
    DIVISION_UNKNOWN: "insight.division_unknown", "Figures are divided by {known}, not by «{value}».";
    /// Too many divisions.
    DIVISIONS_MANY: "insight.divisions_many", "Figures are divided by at most three things at once, each one once.";
    /// No such clock.
    CLOCK_UNKNOWN: "insight.clock_unknown", "Durations are counted in calendar or in business time.";
    /// No such comparison.
    AGAINST_UNKNOWN: "insight.against_unknown", "Figures are compared with the previous period, the year before, or none.";
    /// Not a number of rows.
    LIMIT_INVALID: "insight.limit_invalid", "«{value}» is not a number of rows from 1 to 200.";
    /// Not an id.
    ID_INVALID: "insight.id_invalid", "«{value}» names nothing of this kind.";
    /// Not a choice of which rows.
    ONLY_UNKNOWN: "insight.only_unknown", "A list shows all, the part, or the rest.";
    /// Not something that can be asked.
    QUESTION_UNKNOWN: "insight.question_unknown", "Nothing can be asked with «{name}» here.";
    /// Too many values.
    VALUES_MANY: "insight.values_many", "A filter has at most 200 values.";
    /// Parts that do not fit the divisions.
    PART_INVALID: "insight.part_invalid", "There is one part for each division, in the same order.";
    /// A dashboard without a name, or with a long one.
    NAME_LENGTH: "insight.name_length", "A name has 1 to 80 characters.";
    /// A team without need, or none where one is needed.
    TEAM_OF_AUDIENCE: "insight.team_of_audience", "Name the team exactly when the dashboard is for a team.";
    /// More on a dashboard than anybody reads.
    ELEMENTS_MANY: "insight.elements_many", "A dashboard has at most 60 elements.";
    /// An element that cannot be shown.
    ELEMENT_INVALID: "insight.element_invalid", "An element lies within twelve columns and shows metrics and divisions of the dictionary.";
    /// Two elements over each other.
    ELEMENT_COVERED: "insight.element_covered", "This element lies over another one.";
    /// A note without words, or with many.
    NOTE_LENGTH: "insight.note_length", "A note has 1 to 200 characters.";
    /// Not a window.
    WINDOW_INVALID: "insight.window_invalid", "The window has 1 to 30 days.";
}
