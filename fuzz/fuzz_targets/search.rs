//! Any text as a search: it is read, and what is not understood is told with a place inside the text.
#![no_main]

use inbox::search::language::{Moment, parse};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|query: &str| {
    let moment = Moment { now: kernel::Timestamp::from_micros(1_780_000_000_000_000), zone: jiff::tz::TimeZone::UTC };
    let parsed = parse(query, &moment);
    let length = query.encode_utf16().count();
    for wrong in &parsed.wrong {
        assert!(wrong.at <= length, "a place outside the query");
    }
    assert_eq!(parse(query, &moment), parsed);
});
