use proptest::prelude::*;

use super::*;
use crate::samples::{NASTY, of_text, quarter};

/// Every opening tag with its attributes.
fn tags(html: &str) -> Vec<&str> {
    html.split('<').skip(1).filter_map(|rest| rest.split('>').next()).filter(|it| !it.starts_with('/')).collect()
}

fn names(html: &str) -> Vec<String> {
    tags(html).iter().map(|it| it.split_whitespace().next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn a_text_never_becomes_markup() {
    let harmless = names(&html(&of_text("https://desk.example/plain")));
    for text in NASTY {
        let page = html(&of_text(text));
        let found = names(&page);
        assert!(found.iter().all(|it| harmless.contains(it)), "{text}: {found:?}");
        assert_eq!(found.iter().filter(|it| *it == "figure").count(), 4, "{text}");
        assert!(!page.contains("<script") && !page.contains("onerror=alert(1)>"), "{text}");
        assert!(!page.contains("href=\"javascript"), "{text}");
    }
}

#[test]
fn it_stands_for_itself() {
    let page = html(&quarter("de"));
    assert!(page.starts_with("<!doctype html>\n<html lang=\"de\">"));
    assert!(tags(&page).iter().all(|it| !it.contains("src=") && !it.starts_with("link") && !it.starts_with("script")));
    assert!(!page.contains("url(") && !page.contains("@import"));
    assert_eq!(page, html(&quarter("de")));
}

#[test]
fn numbers_are_written_and_marks_have_words() {
    let page = html(&quarter("de"));
    for words in [
        "84,2\u{a0}%",
        "1\u{a0}h 12\u{a0}min",
        "18.204",
        "6,42\u{a0}€",
        "zu beachten",
        "zuvor 87,3\u{a0}% · Ziel 85,0\u{a0}%",
        "5. Oktober 2026",
    ] {
        assert!(page.contains(words), "{words}");
    }
    let page = html(&quarter("en"));
    for words in
        ["84.2%", "18,204", "€6.42", "needs attention", "before 87.3% · Target 85.0%", "<p class=\"value\">–</p>"]
    {
        assert!(page.contains(words), "{words}");
    }
}

proptest! {
    #[test]
    fn any_text_is_shown_as_it_is(text in any::<String>()) {
        let shown = escaped(&text);
        let has_markup = shown.contains(['<', '>', '"', '\'']);
        prop_assert!(!has_markup);
        let back = shown.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&");
        prop_assert_eq!(back, clean(&text));
        let page = html(&of_text(&text));
        prop_assert!(names(&page).iter().all(|it| it != "script" && it != "img"));
    }
}
