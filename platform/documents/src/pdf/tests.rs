use proptest::prelude::*;
use typst::layout::{Frame, FrameItem};
use typst::model::Document as _;
use typst::text::TextItem;

use super::*;
use crate::model::Block;
use crate::samples::{NASTY, of_text, quarter};
use crate::text::clean;

/// Every run of text on the pages.
fn runs(pages: &PagedDocument) -> Vec<&TextItem> {
    fn walk<'a>(frame: &'a Frame, made: &mut Vec<&'a TextItem>) {
        for (_, item) in frame.items() {
            match item {
                FrameItem::Group(group) => walk(&group.frame, made),
                FrameItem::Text(text) => made.push(text),
                _ => {}
            }
        }
    }
    let mut made = Vec::new();
    for page in pages.pages() {
        walk(&page.frame, &mut made);
    }
    made
}

/// What stands on the pages, without spaces.
fn told(pages: &PagedDocument) -> String {
    letters(&runs(pages).iter().map(|run| run.text.as_str()).collect::<String>())
}

fn letters(text: &str) -> String {
    text.chars().filter(|it| !it.is_whitespace() && !matches!(it, '\u{200B}' | '\u{AD}' | '-' | '\u{2010}')).collect()
}

#[test]
fn a_quarter_is_set_and_always_the_same() {
    let document = quarter("en");
    let made = pdf(&document).unwrap();
    assert!(made.starts_with(b"%PDF-1.7"));
    assert_eq!(made, pdf(&document).unwrap());
    let pages = set(&document).unwrap();
    assert_eq!(pages.info().title.as_deref(), Some("Customer service, third quarter 2026"));
    let text = told(&pages);
    for words in ["84.2%", "before87.3%", "needsattention", "Contents", "Page3", "Keyaccounts7"] {
        assert!(text.contains(words), "{words}");
    }
    // The long table goes on over pages and says its columns again.
    assert!(text.matches("Firstresponse,median").count() > 1);
}

#[test]
fn a_text_is_set_as_it_is_and_never_as_markup() {
    for text in NASTY {
        let pages = set(&of_text(text)).unwrap();
        assert!(!clean(text).is_ascii() || told(&pages).contains(&letters(&clean(text))), "{text}");
    }
}

#[test]
fn nothing_that_customers_write_is_an_empty_box() {
    for text in ["Danke 👍🏽❤️😀", "👨‍👩‍👧 🇩🇪 ✅ 2️⃣", "שלום مرحبا", "Ž ß € – „so“ → ★"]
    {
        let pages = set(&of_text(text)).unwrap();
        let is_box = |run: &&TextItem| run.glyphs.iter().any(|glyph| glyph.id == 0);
        assert!(!runs(&pages).iter().any(is_box), "{text}");
    }
}

#[test]
fn an_empty_document_is_a_cover() {
    let document = Document { blocks: Vec::new(), ..of_text("") };
    assert_eq!(set(&document).unwrap().pages().len(), 1);
}

#[test]
fn a_chapter_of_a_sentence_goes_on_where_the_one_before_ended() {
    let heading = |text: &str| Block::Heading { level: 1, text: text.into() };
    let chapters = |words: &str| {
        let paragraph = Block::Paragraph { text: words.into() };
        let blocks = ["One", "Two", "Three"].into_iter().flat_map(|name| [heading(name), paragraph.clone()]).collect();
        set(&Document { blocks, ..of_text("") }).unwrap().pages().len()
    };
    // The cover, the contents and what they say.
    assert_eq!(chapters("Nothing happened."), 3);
    assert_eq!(chapters(&"Much happened. ".repeat(60)), 5);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, max_shrink_iters: 20, ..ProptestConfig::default() })]
    #[test]
    fn any_text_makes_pages(text in any::<String>()) {
        prop_assert!(pdf(&of_text(&text)).is_ok());
    }
}
