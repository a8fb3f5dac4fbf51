//! Inside a feature: decisions do no I/O, nothing but endpoints speaks HTTP, and nobody asks the clock.

use super::Finding;
use super::charter::Charter;
use super::rust_text::without_tests;
use super::tree::Tree;

/// What a file of this name may not mention, and why.
const FORBIDDEN: [(&str, &[&str], &str); 4] = [
    ("model.rs", &["axum", "db", "web", "jobs", "files", "tokio"], "a model decides and does no I/O"),
    ("commands.rs", &["axum", "web"], "commands are called by jobs and reactions too: HTTP stays in http.rs"),
    ("queries.rs", &["axum", "web"], "queries are called by jobs and reactions too: HTTP stays in http.rs"),
    ("store.rs", &["axum", "web", "jobs"], "a store knows SQL and rows only"),
];

/// Where the present comes from the system instead of the unit of work.
const CLOCKS: [&str; 3] = ["SystemTime::now(", "Timestamp::now(", "Zoned::now("];

/// Finds crates used on the wrong floor of a feature, and looks at the clock.
pub(super) fn inside_a_feature(tree: &Tree, _: &Charter) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in tree.under("features/", &[".rs"]) {
        let name = path.rsplit('/').next().unwrap_or_default();
        let is_test = name.ends_with("tests.rs") || path.contains("/tests/");
        let rule = FORBIDDEN.iter().find(|(file, ..)| *file == name);
        for (number, line) in without_tests(text).lines().enumerate() {
            // An id says how it is stored, which is part of what it is.
            let code = line.split("//").next().unwrap_or_default().replace("db::typed_id!", "");
            let place = || format!("{path}:{}", number + 1);
            if let Some((_, crates, why)) = rule
                && let Some(found) = crates.iter().find(|name| mentions(&code, name))
            {
                findings.push(Finding::new(place(), format!("may not use `{found}`: {why}")));
            }
            if !is_test && CLOCKS.iter().any(|clock| code.contains(clock)) {
                findings.push(Finding::new(place(), "time comes from the unit of work, not from the clock"));
            }
        }
    }
    findings
}

/// Tells whether code names a crate at the start of a path.
fn mentions(code: &str, name: &str) -> bool {
    code.match_indices(&format!("{name}::")).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        before.is_none_or(|letter| !letter.is_alphanumeric() && letter != '_' && letter != ':')
    })
}

#[cfg(test)]
mod tests {
    use super::super::charter::Charter;
    use super::super::tree::Tree;
    use super::inside_a_feature;

    #[test]
    fn floors_inside_a_feature_are_kept() {
        let table = [
            ("model.rs", "use db::Tx;", 1),
            ("model.rs", "use kernel::Timestamp; // not db::Tx", 0),
            ("model.rs", "use crate::db::x; use mydb::y;", 0),
            ("model.rs", "db::typed_id!(TagId, \"tag\");", 0),
            ("commands.rs", "fn a(b: axum::Json<u8>) {}", 1),
            ("commands.rs", "use db::Tx;", 0),
            ("http.rs", "use axum::Json;", 0),
            ("store.rs", "use db::Tx;", 0),
            ("jobs.rs", "let now = Timestamp::now();", 1),
            ("store_tests.rs", "let now = Timestamp::now();", 0),
            ("jobs.rs", "fn a() {}\n#[cfg(test)]\nmod tests { fn b() { Timestamp::now(); } }", 0),
        ];
        for (name, text, count) in table {
            let tree = Tree::of(&[(&format!("features/inbox/src/tags/{name}"), text)]);
            assert_eq!(inside_a_feature(&tree, &Charter::default()).len(), count, "{name}: {text}");
        }
    }
}
