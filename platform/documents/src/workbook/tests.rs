use proptest::prelude::*;

use super::*;
use crate::samples::{NASTY, of_text, quarter};
use crate::testing::parts;

fn sheets(parts: &[(String, String)]) -> Vec<&String> {
    parts.iter().filter(|(name, _)| name.starts_with("xl/worksheets/sheet")).map(|(_, xml)| xml).collect()
}

#[test]
fn names_of_sheets_are_what_excel_allows() {
    let mut names = Names::default();
    let long = "A chapter with a name beyond what fits";
    let cases = [
        ("Summary", "Summary"),
        ("summary", "summary 2"),
        ("A/B: [x]?*", "A B x"),
        ("'quoted'", "quoted"),
        ("", "Sheet"),
        ("??", "Sheet 2"),
        ("History", "History 2"),
        (long, "A chapter with a name beyond wh"),
        (long, "A chapter with a name beyond 2"),
    ];
    for (wanted, is) in cases {
        assert_eq!(names.next(wanted), is);
    }
    assert_eq!(names.next(&"😀".repeat(40)).encode_utf16().count(), 30);
}

#[test]
fn numbers_are_numbers_with_formats() {
    let parts = parts(&workbook(&quarter("en")).unwrap());
    let all = sheets(&parts);
    assert_eq!(all.len(), 5);
    // The share, the duration as a part of a day, the count, the money.
    for value in ["<v>0.842</v>", "<v>0.05</v>", "<v>18204</v>", "<v>6.42</v>"] {
        assert!(all[1].contains(value), "{value}");
    }
    let styles = &parts.iter().find(|(name, _)| name == "xl/styles.xml").unwrap().1;
    for code in ["0.0%", "[h]:mm", "#,##0.00 &quot;EUR&quot;", "d mmm yyyy"] {
        assert!(styles.contains(code), "{code}");
    }
    assert!(all[1].contains("state=\"frozen\""));
    assert_eq!(parts.iter().filter(|(name, _)| name.starts_with("xl/charts/chart")).count(), 4);
}

#[test]
fn what_begins_like_a_formula_is_words() {
    for text in NASTY {
        let made = workbook(&of_text(text)).unwrap();
        for (name, xml) in parts(&made) {
            let is_sheet = name.starts_with("xl/worksheets/");
            assert!(!(is_sheet && (xml.contains("<f>") || xml.contains("<f "))), "{text}: {name}");
            let is_chart = name.starts_with("xl/charts/chart");
            assert!(!is_chart || xml.split("<c:f>").skip(1).all(|it| it.contains('!')), "{text}: {xml}");
        }
    }
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    assert_eq!(workbook(&quarter("de")).unwrap(), workbook(&quarter("de")).unwrap());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn any_text_makes_a_workbook(text in any::<String>()) {
        prop_assert!(workbook(&of_text(&text)).is_ok());
    }

    #[test]
    fn any_names_are_allowed_and_differ(wanted in proptest::collection::vec(any::<String>(), 1..20)) {
        let mut names = Names::default();
        let mut seen = HashSet::new();
        for one in wanted {
            let name = names.next(&one);
            prop_assert!(rust_xlsxwriter::utility::check_sheet_name(&name).is_ok(), "{:?}", name);
            prop_assert!(seen.insert(name.to_lowercase()));
        }
    }
}
