//! Separating an answer from what it answers loses no word, in text and in HTML.
#![no_main]

use channels::mail::quote::separate;
use channels::mail::quote_html::separate_html;
use channels::mail::harmless::why_harmful;
use channels::mail::sanitise::sanitise;
use libfuzzer_sys::fuzz_target;

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}

fuzz_target!(|text: &str| {
    let parts = separate(text);
    let kept = letters(&parts.visible) + parts.quoted.as_deref().map_or(0, letters);
    assert_eq!(kept, letters(text), "words were lost or doubled");
    let says = |text: &str| text.chars().any(|c| c.is_alphanumeric() || !(c.is_ascii() || c.is_whitespace()));
    assert!(!says(text) || says(&parts.visible) || parts.visible == text.trim_end().trim_matches('\n'), "nothing is visible");
    let page = separate_html(&sanitise(text, &[]).html);
    assert_eq!(why_harmful(&page.visible), None, "{}", page.visible);
    assert_eq!(page.quoted.as_deref().and_then(why_harmful), None);
});
