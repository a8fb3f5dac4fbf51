use proptest::prelude::*;

use super::*;

fn at(when: Option<&When>) -> (&str, &str, Option<i64>) {
    when.map_or(("", "", None), |when| (&when.local, &when.zone, when.at))
}

#[test]
fn an_invitation_is_read() {
    let found = read(
        b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VTIMEZONE\r\nTZID:X\r\nBEGIN:STANDARD\r\nDTSTART:16010101T030000\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n\
        BEGIN:VEVENT\r\nSUMMARY;LANGUAGE=en:Frame check\\, second\r\n  look\r\nDTSTART;TZID=W. Europe Standard Time:20260714T100000\r\n\
        DTEND;TZID=\"Europe/Berlin\":20260714T113000\r\nLOCATION:Workshop\\; gate 2\r\nORGANIZER;CN=\"Weber: Jonas\":MAILTO:jonas@example.org\r\n\
        ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:a@example.org\r\nATTENDEE:mailto:b@example.org\r\nRRULE:FREQ=WEEKLY\r\n\
        BEGIN:VALARM\r\nTRIGGER:-PT15M\r\nDTSTART:20000101\r\nSUMMARY:alarm\r\nEND:VALARM\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
    )
    .unwrap();
    assert_eq!((found.method.as_str(), found.title.as_str()), ("request", "Frame check, second look"));
    assert_eq!(
        (found.place.as_str(), found.attendees, found.repeats, found.answer),
        ("Workshop; gate 2", 2, true, None)
    );
    assert_eq!(at(found.starts.as_ref()), ("2026-07-14T10:00:00", "Europe/Berlin", Some(1_784_016_000)));
    assert_eq!(at(found.ends.as_ref()), ("2026-07-14T11:30:00", "Europe/Berlin", Some(1_784_021_400)));
    let organiser = found.organiser.unwrap();
    assert_eq!((organiser.address.as_str(), organiser.name.as_deref()), ("jonas@example.org", Some("Weber: Jonas")));
}

#[test]
fn times_are_told_in_many_ways() {
    for (lines, starts, ends) in [
        ("DTSTART:20260714T080000Z", ("2026-07-14T08:00:00", "UTC", Some(1_784_016_000)), ("", "", None)),
        ("DTSTART;VALUE=DATE:20260714\nDURATION:P2D", ("2026-07-14", "", None), ("2026-07-16", "", None)),
        (
            "DTSTART:20260714T080000\nDURATION:PT90M",
            ("2026-07-14T08:00:00", "", None),
            ("2026-07-14T09:30:00", "", None),
        ),
        ("DTSTART;TZID=My own zone:20260714T080000", ("2026-07-14T08:00:00", "My own zone", None), ("", "", None)),
        ("DTSTART:nonsense\nDTEND:20261345T990000", ("", "", None), ("", "", None)),
    ] {
        let found = read(format!("BEGIN:VEVENT\n{lines}\nEND:VEVENT").as_bytes()).unwrap();
        assert_eq!((at(found.starts.as_ref()), at(found.ends.as_ref())), (starts, ends), "{lines}");
    }
}

#[test]
fn answers_and_cancellations() {
    for (text, method, answer) in [
        (
            "METHOD:REPLY\nBEGIN:VEVENT\nATTENDEE;PARTSTAT=DECLINED:mailto:a@b.example\nEND:VEVENT",
            "reply",
            Some("declined"),
        ),
        ("METHOD:REQUEST\nBEGIN:VEVENT\nSTATUS:CANCELLED\nEND:VEVENT", "cancel", None),
        ("BEGIN:VEVENT\nEND:VEVENT", "", None),
    ] {
        let found = read(text.as_bytes()).unwrap();
        assert_eq!((found.method.as_str(), found.answer), (method, answer), "{text}");
    }
    assert_eq!(read(b"BEGIN:VTODO\nEND:VTODO"), None);
    assert_eq!(read(&vec![b'x'; LARGEST + 1]), None);
}

proptest! {
    #[test]
    fn anything_is_survived(lines in "((DTSTART|DTEND|DURATION|SUMMARY|ORGANIZER|ATTENDEE|BEGIN|END)(;[A-Z]{1,6}=\"?[a-z/]{0,9}\"?)?:[0-9TZPé]{0,17}\\n ?){0,20}") {
        let found = read(format!("BEGIN:VEVENT\n{lines}").as_bytes());
        prop_assert!(found.is_some());
    }
}
