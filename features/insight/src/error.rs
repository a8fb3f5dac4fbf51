//! What this room refuses, and why.

kernel::faults! {
    /// Somebody else changed the dashboard since it was read.
    DASHBOARD_CHANGED: Conflict, "insight.dashboard_changed", "Somebody changed this dashboard in the meantime. Look at it again before you save.";
    /// Somebody else changed the note since it was read.
    NOTE_CHANGED: Conflict, "insight.note_changed", "Somebody changed this note in the meantime. Look at it again before you save.";
    /// Somebody else changed the settings since they were read.
    SETTINGS_CHANGED: Conflict, "insight.settings_changed", "Somebody changed these settings in the meantime. Look at them again before you save.";
    /// Somebody else changed who answers for the metric.
    METRIC_CHANGED: Conflict, "insight.metric_changed", "Somebody else changed who answers for this metric meanwhile. Look at it again before you save.";
    /// A goal was changed by somebody else.
    GOAL_CHANGED: Conflict, "insight.goal_changed", "Somebody else changed this goal meanwhile. Look at it again before you save.";
    /// A rule was changed by somebody else.
    ALERT_RULE_CHANGED: Conflict, "insight.alert_rule_changed", "Somebody else changed this rule meanwhile. Look at it again before you save.";
    /// Somebody looks after an alert already, or it is over.
    ALERT_CHANGED: Conflict, "insight.alert_changed", "Somebody looks after this already, or it is over. Look at it again.";
    /// An action was changed by somebody else.
    ACTION_CHANGED: Conflict, "insight.action_changed", "Somebody else changed this action meanwhile. Look at it again before you save.";
    /// What an action is measured by does not change.
    ACTION_FROZEN: Conflict, "insight.action_frozen", "The figure of an action and the days before are frozen, so that nobody moves the goal posts. Take another action for another figure.";
    /// A plan of reports was changed by somebody else.
    REPORT_PLAN_CHANGED: Conflict, "insight.report_plan_changed", "Somebody else changed this plan meanwhile. Look at it again before you save.";
    /// A report was changed by somebody else.
    REPORT_CHANGED: Conflict, "insight.report_changed", "Somebody else changed this report meanwhile. Look at it again before you save.";
    /// What has happened is not in the figures yet.
    FIGURES_BEHIND: Conflict, "insight.figures_behind", "What has happened is still being counted. Try again in a moment; data health says how much is missing.";
    /// A frozen report stays as it was.
    REPORT_FROZEN: Conflict, "insight.report_frozen", "This report is frozen: it stays as it was. Make another one of the same days if something is to be added.";
    /// Only what is frozen leaves the house.
    REPORT_DRAFT: Conflict, "insight.report_draft", "This report is a draft. Freeze it before it is sent.";
    /// Somebody else changed the wallboard since it was read.
    WALLBOARD_CHANGED: Conflict, "insight.wallboard_changed", "Somebody else changed this wallboard meanwhile. Look at it again before you save.";
    /// A link that shows nothing.
    WALLBOARD_UNKNOWN: NotFound, "insight.wallboard_unknown", "This link does not show a wallboard any more. Ask whoever gave it to you for a new one.";
    /// A metric that is not in the dictionary any more.
    METRIC_GONE: Unprocessable, "insight.metric_gone", "This metric is not in the dictionary any more.";
    /// A code that is taken.
    SERIES_EXISTS: Conflict, "insight.series_exists", "There is a series of this code already.";
    /// A series was changed by somebody else.
    SERIES_CHANGED: Conflict, "insight.series_changed", "Somebody else changed this series meanwhile. Look at it again before you save.";
    /// Days cannot become months, nor the other way round.
    SERIES_HAS_VALUES: Conflict, "insight.series_has_values", "This series has values already. Take them away before you change whether they stand for days or for months.";
    /// A series that metrics need.
    SERIES_BUILT_IN: Conflict, "insight.series_built_in", "Figures are made of this series: it stays, and it stays what it is.";
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
    ONLY_UNKNOWN: "insight.only_unknown", "A list shows all, the part, the rest, or what was left out.";
    /// Not something that can be asked.
    QUESTION_UNKNOWN: "insight.question_unknown", "Nothing can be asked with «{name}» here.";
    /// Too many values.
    VALUES_MANY: "insight.values_many", "A filter has at most 200 values.";
    /// Parts that do not fit the divisions.
    PART_INVALID: "insight.part_invalid", "There is one part for each division, in the same order.";
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
    /// A number that does not fit the metric.
    STATISTIC_UNFIT: "insight.statistic_unfit", "Durations are told as median, mean or p90; counts and shares as value.";
    /// No name, or a long one.
    NAME_LENGTH: "insight.name_length", "A name has 1 to 120 characters.";
    /// A goal of several teams or people.
    GOAL_SCOPE: "insight.goal_scope", "A goal is for the whole department, for one team or for one person.";
    /// Not a number.
    NUMBER_INVALID: "insight.number_invalid", "This is a number from 0 upwards.";
    /// Not a share.
    SHARE_INVALID: "insight.share_invalid", "A share is given from 0 to 1.";
    /// A target that a figure can never reach.
    TARGET_RANGE: "insight.target_range", "This figure lies between {low} and {high}.";
    /// A band on the good side of its target.
    EDGE_BEFORE_TARGET: "insight.edge_before_target", "The edge of the band lies on the bad side of the target, or on it.";
    /// Too many people.
    PEOPLE_MANY: "insight.people_many", "A rule tells at most 50 people.";
    /// Not an address to call.
    WEBHOOK_INVALID: "insight.webhook_invalid", "This is not an address like https://hooks.example.com/desk.";
    /// A band without an edge.
    BAND_MISSING: "insight.band_missing", "A band needs an upper or a lower edge.";
    /// A band in which nothing is normal.
    BAND_NARROW: "insight.band_narrow", "A band is wider than twice its margin, and the margin is not less than 0.";
    /// Too many days.
    WATCH_DAYS: "insight.watch_days", "A band is watched over 1 to 92 days.";
    /// Too few points.
    WATCH_BASELINE: "insight.watch_baseline", "Limits are made of 6 to 92 days or weeks.";
    /// No title, or a long one.
    TITLE_LENGTH: "insight.title_length", "A title has 1 to 200 letters.";
    /// A long text.
    TEXT_LONG: "insight.text_long", "A text has at most 4,000 letters.";
    /// An action that should change nothing.
    CHANGE_MISSING: "insight.change_missing", "By how much should the figure move? Less than 0 is down.";
    /// Days before that are none.
    BEFORE_INVALID: "insight.before_invalid", "The days before end after they begin, and are at most 400.";
    /// Days after that overlap those before.
    BEGINS_EARLY: "insight.begins_early", "The days after begin later than the days before end.";
    /// Due before it begins.
    DUE_EARLY: "insight.due_early", "The last of the days after is not before the first.";
    /// Nobody who works here.
    PERSON_UNKNOWN: "insight.person_unknown", "Nobody who works here has this id.";
    /// No such alert.
    ALERT_UNKNOWN: "insight.alert_unknown", "There is no such alert.";
    /// Not something that can be made equal.
    ADJUST_UNKNOWN: "insight.adjust_unknown", "Comparisons are adjusted by topic, channel, hour or priority.";
    /// A wall with too little or too much on it.
    TILES_NUMBER: "insight.tiles_number", "A wallboard shows four to six figures.";
    /// The same figure again.
    TILE_TWICE: "insight.tile_twice", "This figure is on the wallboard already.";
    /// A limit where there is none.
    TILE_LIMIT: "insight.tile_limit", "What waits and what lies about may have a limit, a number from 0 upwards; for other figures set a goal.";
    /// A person on the wall.
    TILE_OF_PERSON: "insight.tile_of_person", "A wallboard shows goals of the department and of teams, not of one person.";
    /// Too many teams.
    TEAMS_MANY: "insight.teams_many", "A wallboard counts at most 50 teams.";
    /// An end before the beginning.
    EXPIRY_PAST: "insight.expiry_past", "This instant is past already.";
    /// Not a comparison of teams or people.
    COMPARED_UNKNOWN: "insight.compared_unknown", "Teams or people are compared: ask by team or by agent.";
    /// Parts that do not fit the kind of a report.
    REPORT_ELEMENTS: "insight.report_elements", "A report that is put together has 1 to 40 elements; an executive one has none of its own.";
    /// More figures than anybody compares.
    REPORT_METRICS_MANY: "insight.report_metrics_many", "An element shows at most 12 figures.";
    /// A filter that lets nothing count.
    REPORT_FILTER_EMPTY: "insight.report_filter_empty", "This element names only what the report leaves out: nothing would count.";
    /// A long text.
    REPORT_TEXT_LONG: "insight.report_text_long", "A text has at most 20,000 letters.";
    /// Not a day of a stretch.
    SCHEDULE_DAY: "insight.schedule_day", "The day is 1 to 7 of a week, 1 to 28 of a month or a quarter.";
    /// Not an hour.
    SCHEDULE_HOUR: "insight.schedule_hour", "The hour is 0 to 23.";
    /// Nobody who would receive it.
    RECIPIENTS_MISSING: "insight.recipients_missing", "To whom? Name at least one mail address.";
    /// More than a list should have.
    RECIPIENTS_MANY: "insight.recipients_many", "A report goes to at most 50 addresses.";
    /// Not an address, or there twice.
    RECIPIENT_INVALID: "insight.recipient_invalid", "«{address}» is no mail address, or is there twice.";
    /// No format.
    FORMATS_MISSING: "insight.formats_missing", "Name at least one format, each once.";
    /// No such format.
    FORMAT_UNKNOWN: "insight.format_unknown", "A report is given as pdf, xlsx or html.";
    /// Too many days.
    REPORT_DAYS: "insight.report_days", "A report covers at most 400 days.";
    /// Days that are not over.
    REPORT_AHEAD: "insight.report_ahead", "A report covers days that are over: its last day is before today.";
    /// Either the last stretch or own days.
    REPORT_PERIOD: "insight.report_period", "Name either the first and the last day, or the last whole stretch.";
    /// No such section.
    SECTION_UNKNOWN: "insight.section_unknown", "The report has no such section, or it is there twice.";
    /// A section that was left out.
    SECTION_MISSING: "insight.section_missing", "All sections of the report are named; what is not to be printed is hidden.";
    /// Not a chart of days or weeks.
    CHART_DIVISION: "insight.chart_division", "A control chart has a point a day or a week.";
    /// Not a currency.
    CURRENCY_INVALID: "insight.currency_invalid", "A currency is a code of three letters, as EUR.";
    /// Not a code.
    CODE_INVALID: "insight.code_invalid", "A code has at most 40 small letters, digits and _, a letter first.";
    /// Not a day of a series.
    VALUE_DAY: "insight.value_day", "This series has a value for each day: write the day as 2026-03-02.";
    /// Not a month of a series.
    VALUE_MONTH: "insight.value_month", "This series has a value for each month: write the month as 2026-03.";
    /// Not a value.
    VALUE_INVALID: "insight.value_invalid", "«{value}» is not a number from 0 upwards with at most two decimals. Thousands are not parted.";
    /// Too many values, or none.
    SERIES_VALUES_MANY: "insight.series_values_many", "Write 1 to 4,000 values at once.";
    /// The same stretch again.
    STRETCH_TWICE: "insight.stretch_twice", "This day or month is there twice.";
    /// Not a table.
    TABLE_UNREADABLE: "insight.table_unreadable", "This row cannot be read: is a quotation mark open?";
    /// A table of nothing.
    TABLE_EMPTY: "insight.table_empty", "There are no values in this table.";
    /// More rows than a table may have.
    TABLE_LONG: "insight.table_long", "A table has at most 11,000 rows.";
    /// A head that says nothing.
    TABLE_HEAD: "insight.table_head", "The first row names the columns: first day or month, then the codes of series.";
    /// More cells than columns.
    ROW_LONG: "insight.row_long", "This row has more cells than there are columns.";
    /// No such series.
    SERIES_UNKNOWN: "insight.series_unknown", "There is no series «{code}».";
    /// Days in a series of months, or the other way round.
    SERIES_OTHER_STRETCH: "insight.series_other_stretch", "The values of «{code}» stand for other stretches than the first column.";
    /// A column twice.
    SERIES_TWICE: "insight.series_twice", "The column «{code}» is there twice.";
    /// A figure that cannot be divided.
    METRIC_OF_WHOLE: "insight.metric_of_whole", "«{metric}» is told of the whole department only, and divided by day, week or month only: the imported series is of everybody.";
    /// Not a series that contacts may be divided by.
    CONTACTS_PER_INVALID: "insight.contacts_per_invalid", "Contacts are divided by active_customers or by orders.";
}
