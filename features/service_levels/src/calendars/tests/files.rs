//! Calendar files.

use super::super::{Holiday, read_ics};
use super::holiday;
use crate::error;

fn file(entries: &str) -> String {
    format!("BEGIN:VCALENDAR\nVERSION:2.0\n{entries}\nEND:VCALENDAR\n").replace('\n', "\r\n")
}

fn entry(lines: &str) -> String {
    file(&format!("BEGIN:VEVENT\n{lines}\nEND:VEVENT"))
}

fn found(text: &str) -> Vec<Holiday> {
    read_ics(text).expect("a reading").found.into_iter().map(|each| each.holiday).collect()
}

#[test]
fn all_day_entries_become_holidays() {
    let table = [
        ("DTSTART;VALUE=DATE:20260501\nSUMMARY:Labour Day", vec![holiday("Labour Day", "2026-05-01", false, "")]),
        // The end is the day after the last one; some programs write the day itself.
        (
            "DTSTART;VALUE=DATE:20260501\nDTEND;VALUE=DATE:20260502\nSUMMARY:A",
            vec![holiday("A", "2026-05-01", false, "")],
        ),
        (
            "DTSTART;VALUE=DATE:20260501\nDTEND;VALUE=DATE:20260501\nSUMMARY:A",
            vec![holiday("A", "2026-05-01", false, "")],
        ),
        ("DTSTART:20261224\nDTEND:20270102\nSUMMARY:A", vec![holiday("A", "2026-12-24/2027-01-01", false, "")]),
        (
            "DTSTART;VALUE=DATE:20260501\nDURATION:P2D\nSUMMARY:A",
            vec![holiday("A", "2026-05-01/2026-05-02", false, "")],
        ),
        (
            "DTSTART;VALUE=DATE:20260501\nDURATION:P1W\nSUMMARY:A",
            vec![holiday("A", "2026-05-01/2026-05-07", false, "")],
        ),
        ("dtstart;value=date:20261003\nrrule:freq=yearly\nsummary:A", vec![holiday("A", "2026-10-03", true, "")]),
        (
            "DTSTART;VALUE=DATE:20261003\nRRULE:FREQ=YEARLY;INTERVAL=1;BYMONTH=10;BYMONTHDAY=3;WKST=MO\nSUMMARY:A",
            vec![holiday("A", "2026-10-03", true, "")],
        ),
        (
            "DTSTART;VALUE=DATE:20261003\nRRULE:FREQ=YEARLY;COUNT=2\nSUMMARY:A",
            vec![holiday("A", "2026-10-03", false, ""), holiday("A", "2027-10-03", false, "")],
        ),
        (
            "DTSTART;VALUE=DATE:20240229\nRRULE:FREQ=YEARLY;UNTIL=20280301T000000Z\nSUMMARY:A",
            vec![holiday("A", "2024-02-29", false, ""), holiday("A", "2028-02-29", false, "")],
        ),
        // Folded lines, escaped signs, parameters with colons, and an alarm with a text of its own.
        (
            "SUMMARY;ALTREP=\"http://x.example/a\":Neujahr\\, Jour de\n  l\\'an\nDTSTART;VALUE=DATE:20260101\nBEGIN:VALARM\nSUMMARY:Wake up\nDTSTART:20260101T090000Z\nEND:VALARM",
            vec![holiday("Neujahr, Jour de l'an", "2026-01-01", false, "")],
        ),
        ("DTSTART;VALUE=DATE:20260501\nSUMMARY:A\nSTATUS:CANCELLED", vec![]),
    ];
    for (lines, expected) in table {
        let reading = read_ics(&entry(lines)).expect("a reading");
        assert_eq!(reading.unread, vec![], "{lines}");
        assert_eq!(found(&entry(lines)), expected, "{lines}");
    }
}

#[test]
fn what_is_not_understood_is_named_by_its_line_and_the_rest_is_taken() {
    let table = [
        ("DTSTART:20260501T090000Z\nSUMMARY:A", 4, "service_levels.entry_timed"),
        ("SUMMARY:A", 3, "service_levels.entry_undated"),
        ("SUMMARY:A\nDTSTART;VALUE=DATE:20260231", 5, "service_levels.entry_date"),
        ("DTSTART;VALUE=DATE:20260501\nSUMMARY:A\nDTEND;VALUE=DATE:x", 6, "service_levels.entry_date"),
        ("DTSTART;VALUE=DATE:20260501\nDTEND;VALUE=DATE:20260401\nSUMMARY:A", 4, "service_levels.entry_range"),
        ("DTSTART;VALUE=DATE:20260501\nDTEND;VALUE=DATE:20280501\nSUMMARY:A", 4, "service_levels.entry_range"),
        ("DTSTART;VALUE=DATE:20260501\nDURATION:PT2H\nSUMMARY:A", 5, "service_levels.entry_range"),
        ("DTSTART;VALUE=DATE:20260501\nDURATION:Pü\nSUMMARY:A", 5, "service_levels.entry_range"),
        ("DTSTART;VALUE=DATE:20260501\nSUMMARY:  ", 3, "service_levels.entry_unnamed"),
        ("DTSTART;VALUE=DATE:19650501\nSUMMARY:A", 4, "service_levels.entry_far"),
        (
            "DTSTART;VALUE=DATE:20261126\nSUMMARY:A\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH",
            6,
            "service_levels.entry_rule",
        ),
        ("DTSTART;VALUE=DATE:20261126\nSUMMARY:A\nRRULE:FREQ=WEEKLY", 6, "service_levels.entry_rule"),
        ("DTSTART;VALUE=DATE:20261126\nSUMMARY:A\nRRULE:FREQ=YEARLY;UNTIL=2028ü", 6, "service_levels.entry_rule"),
        ("DTSTART;VALUE=DATE:20261126\nSUMMARY:A\nRRULE:FREQ=YEARLY\nEXDATE:20271126", 7, "service_levels.entry_rule"),
    ];
    let good = "BEGIN:VEVENT\nDTSTART;VALUE=DATE:20261225\nSUMMARY:Christmas\nEND:VEVENT";
    for (lines, line, code) in table {
        let reading = read_ics(&file(&format!("BEGIN:VEVENT\n{lines}\nEND:VEVENT\n{good}"))).expect("a reading");
        let unread: Vec<(u32, &str)> = reading.unread.iter().map(|each| (each.line, each.why.code.as_str())).collect();
        assert_eq!(unread, [(line, code)], "{lines}");
        assert_eq!(reading.found.len(), 1, "{lines}");
    }
    let broken = read_ics(&file(&format!("what is this\n{good}\nBEGIN:VEVENT"))).expect("a reading");
    let unread: Vec<(u32, &str)> = broken.unread.iter().map(|each| (each.line, each.why.code.as_str())).collect();
    assert_eq!(
        (unread, broken.found.len()),
        (vec![(3, "service_levels.line_broken"), (8, "service_levels.entry_open")], 1)
    );
}

#[test]
fn what_is_no_calendar_file_or_too_large_is_refused() {
    for text in ["", "hello", "BEGIN:VCARD\nEND:VCARD", "ü"] {
        assert!(read_ics(text).expect_err("foreign").is(error::FILE_FOREIGN), "{text}");
    }
    let long = file(&"X-A:b\n".repeat(200_000));
    assert!(read_ics(&long).expect_err("large").is(error::FILE_LARGE));
    let many = file(&"BEGIN:VEVENT\nDTSTART:20260501\nSUMMARY:A\nEND:VEVENT\n".repeat(1_001));
    assert!(read_ics(&many).expect_err("many").is(error::HOLIDAYS_MANY));
    let complaints = read_ics(&file(&"nothing\n".repeat(300))).expect("a reading");
    assert_eq!((complaints.unread.len(), complaints.unread_count), (100, 300));
}

proptest::proptest! {
    #[test]
    fn nothing_that_somebody_sends_makes_it_stumble(lines in proptest::collection::vec(
        "(BEGIN:VEVENT|END:VEVENT|DTSTART[;:=A-Z]{0,12}[0-9T]{0,9}|DURATION:P?.{0,4}|RRULE:FREQ=YEARLY;(UNTIL|COUNT)=.{0,9}|.{0,30})", 0..30)) {
        let text = format!("BEGIN:VCALENDAR\n{}", lines.join("\n"));
        let reading = read_ics(&text).expect("a reading");
        let lines = text.lines().count();
        proptest::prop_assert!(reading.unread.iter().all(|each| each.line as usize <= lines));
    }
}
