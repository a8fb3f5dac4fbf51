//! What this room refuses, and why.

kernel::faults! {
    /// Somebody else changed the calendar since it was read.
    CALENDAR_CHANGED: Conflict, "service_levels.calendar_changed", "Somebody else changed this calendar meanwhile. Look again, then repeat your change.";
    /// Another calendar has this name.
    CALENDAR_NAME_TAKEN: Conflict, "service_levels.calendar_name_taken", "There is a calendar with this name.";
    /// More calendars than anybody keeps apart.
    CALENDARS_MANY: Conflict, "service_levels.calendars_many", "There are at most 100 calendars.";
    /// The department always has a calendar.
    CALENDAR_IS_DEFAULT: Conflict, "service_levels.calendar_is_default", "This is the department's calendar. Make another one the department's first.";
    /// A name is missing or too long.
    NAME_INVALID: Unprocessable, "service_levels.name_invalid", "A name of 1 to 100 characters is needed.";
    /// Not a zone of the time zone database.
    TIME_ZONE_UNKNOWN: Unprocessable, "service_levels.time_zone_unknown", "This is not a time zone like Europe/Berlin.";
    /// A window that ends before it begins or leaves the day.
    WINDOW_INVALID: Unprocessable, "service_levels.window_invalid", "A window ends after it begins, at 24:00 at the latest. One over midnight is entered as two.";
    /// Two windows of a day share time, or the later one comes first.
    WINDOWS_OVERLAP: Unprocessable, "service_levels.windows_overlap", "The windows of a day follow one another and do not overlap.";
    /// More windows than a day has use for.
    WINDOWS_MANY: Unprocessable, "service_levels.windows_many", "A day has at most 12 windows.";
    /// A holiday that ends before it begins, or never.
    HOLIDAY_INVALID: Unprocessable, "service_levels.holiday_invalid", "A holiday ends on the day it begins or later, after a year at most.";
    /// A holiday outside the years that are counted.
    HOLIDAY_FAR: Unprocessable, "service_levels.holiday_far", "Holidays lie between 1970 and 2100.";
    /// A holiday without a name.
    HOLIDAY_UNNAMED: Unprocessable, "service_levels.holiday_unnamed", "A holiday needs a name of 1 to 200 characters.";
    /// More holidays than years have days.
    HOLIDAYS_MANY: Unprocessable, "service_levels.holidays_many", "A calendar has at most 1,000 holidays, and 2,000 days in them.";
    /// A file larger than any list of holidays.
    FILE_LARGE: TooLarge, "service_levels.file_large", "A calendar file has at most 1 MB.";
    /// Not an iCalendar file at all.
    FILE_FOREIGN: Unprocessable, "service_levels.file_foreign", "This is not a calendar file: it does not begin with BEGIN:VCALENDAR.";
}

// Why an entry of a calendar file was not taken.
kernel::phrases! {
    /// An appointment and not a day.
    ENTRY_TIMED: "service_levels.entry_timed", "This is an appointment at a time of day, not a whole day.";
    /// No first day.
    ENTRY_UNDATED: "service_levels.entry_undated", "This entry has no first day (DTSTART).";
    /// Something that is no day.
    ENTRY_DATE: "service_levels.entry_date", "«{value}» is not a day like 20260501.";
    /// The end lies before the beginning, or too far off.
    ENTRY_RANGE: "service_levels.entry_range", "This entry ends before it begins, or lasts longer than a year.";
    /// No name.
    ENTRY_UNNAMED: "service_levels.entry_unnamed", "This entry has no name (SUMMARY).";
    /// A rule that is more than the same day each year.
    ENTRY_RULE: "service_levels.entry_rule", "This repetition is not understood: {rule}. Only the same day each year is.";
    /// Years that are not counted.
    ENTRY_FAR: "service_levels.entry_far", "This day does not lie between 1970 and 2100.";
    /// A line without a value.
    LINE_BROKEN: "service_levels.line_broken", "This line is not of the form NAME:value.";
    /// An entry that never ends.
    ENTRY_OPEN: "service_levels.entry_open", "This entry has no end (END:VEVENT).";
}
