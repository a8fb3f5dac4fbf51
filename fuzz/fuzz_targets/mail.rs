//! Any bytes as a mail, all the way to what a conversation is given.
#![no_main]

use channels::intake::prepare::draft;
use channels::mail::letter::Limits;
use channels::mail::harmless::why_harmful;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|raw: &[u8]| {
    let limits = Limits { parts: 50, text: 64 << 10, html: 128 << 10, ..Limits::default() };
    let Ok((draft, parts)) = draft(raw, &limits, "mark") else { return };
    let letter = &draft.letter;
    for line in [&letter.subject, &letter.message_id] {
        assert!(!line.contains(['\r', '\n', '\0']), "more than one line: {line:?}");
    }
    assert!(letter.text.len() <= limits.text && !letter.text.contains('\0'));
    assert!(parts.len() <= limits.parts + 1);
    for (part, _) in &parts {
        assert!(!part.name.is_empty() && !part.name.contains(['/', '\\', '\0', '\r', '\n']), "{:?}", part.name);
    }
    assert_eq!(why_harmful(&draft.html), None, "{}", draft.html);
    assert_eq!(draft.quoted_html.as_deref().and_then(why_harmful), None);
});
