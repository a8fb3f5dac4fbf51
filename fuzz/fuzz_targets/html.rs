//! Whatever HTML comes in: nothing that runs, loads or covers the page goes out, and cleaning twice changes nothing more.
#![no_main]

use channels::mail::harmless::why_harmful;
use channels::mail::sanitise::{for_sending, sanitise};
use inbox::messages::markup;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|html: &str| {
    let shown = sanitise(html, &[]);
    assert_eq!(why_harmful(&shown.html), None, "{}", shown.html);
    let sent = for_sending(html);
    let again = for_sending(&sent);
    assert_eq!(why_harmful(&again), None, "{again}");
    assert_eq!(for_sending(&again), again, "cleaning does not settle");
    let ours = markup::clean(html);
    assert_eq!(why_harmful(&ours), None, "{ours}");
    let _ = markup::to_text(&ours);
});
