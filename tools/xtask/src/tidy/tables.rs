//! A feature's SQL names its own tables and the views that others publish, nothing else.

use super::Finding;
use super::charter::Charter;
use super::rust_text::literals;
use super::tree::Tree;

/// Words of SQL after which a table is named.
const BEFORE_A_TABLE: [&str; 5] = ["from", "join", "into", "update", "table"];

/// Finds tables of other features and of the platform in a feature's SQL.
pub(super) fn foreign_tables(tree: &Tree, charter: &Charter) -> Vec<Finding> {
    let features = tree.features();
    let mut findings = Vec::new();
    for owner in &features {
        let others: Vec<&str> = features.iter().filter(|other| *other != owner).copied().collect();
        let of_code: Vec<&str> = others.iter().copied().chain(charter.platform.keys().map(String::as_str)).collect();
        // Tests may fill what stands behind the views they read, and look at what the platform kept.
        let lent = charter.tests.get(*owner).map(Vec::as_slice).unwrap_or_default();
        let of_tests: Vec<&str> =
            others.iter().filter(|other| !lent.iter().any(|name| name == *other)).copied().collect();
        for (path, text) in tree.under(&format!("features/{owner}/"), &[".rs", ".sql"]) {
            let is_test = path.ends_with("tests.rs") || path.contains("/tests/");
            let strangers = if is_test { &of_tests } else { &of_code };
            let texts =
                if path.rsplit('.').next() == Some("sql") { vec![(1, text.to_owned())] } else { literals(text) };
            for (line, sql) in texts {
                let found = named_tables(&sql).into_iter().filter(|table| belongs_to(table, strangers));
                findings.extend(found.map(|table| complaint(&format!("{path}:{line}"), &table)));
            }
        }
    }
    findings
}

fn belongs_to(table: &str, rooms: &[&str]) -> bool {
    rooms.iter().any(|room| table.strip_prefix(room).is_some_and(|rest| rest.starts_with('_')))
}

fn complaint(place: &str, table: &str) -> Finding {
    Finding::new(place, format!("`{table}` belongs to another room; use its published view, an event or a port"))
}

fn named_tables(sql: &str) -> Vec<String> {
    let lower = sql.to_lowercase();
    let words: Vec<&str> = lower
        .split(|letter: char| !letter.is_alphanumeric() && letter != '_')
        .filter(|word| !word.is_empty())
        .collect();
    let pairs = words.windows(2).filter(|pair| BEFORE_A_TABLE.contains(&pair[0]));
    pairs.map(|pair| pair[1].to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::charter::Charter;
    use super::super::tree::Tree;
    use super::foreign_tables;

    #[test]
    fn tests_may_fill_what_they_were_lent() {
        let charter = Charter {
            platform: [("db".to_owned(), Vec::new())].into(),
            tests: [("inbox".to_owned(), vec!["access".to_owned()])].into(),
            ..Charter::default()
        };
        let table = [
            ("src/tests/desk.rs", "access_people", 0),
            ("src/tests.rs", "db_events", 0),
            ("src/tests.rs", "customers_all", 1),
            ("src/store.rs", "access_people", 1),
        ];
        for (path, name, count) in table {
            let path = format!("features/inbox/{path}");
            let features = ["inbox", "access", "customers"]
                .map(|feature| (format!("features/{feature}/Cargo.toml"), String::new()));
            let text = format!("const A: &str = \"insert into {name} values (1)\";");
            let mut files: Vec<(&str, &str)> =
                features.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
            files.push((&path, &text));
            assert_eq!(foreign_tables(&Tree::of(&files), &charter).len(), count, "{path} {name}");
        }
    }

    #[test]
    fn foreign_tables_are_found_and_published_views_are_not() {
        let charter = Charter { platform: [("db".to_owned(), Vec::new())].into(), ..Charter::default() };
        let table = [
            ("select a from inbox_tags join pub_access_people on true", 0),
            ("select a from access_people", 1),
            ("INSERT INTO access_people VALUES (1)", 1),
            ("update access_people set a = 1", 1),
            ("select a\\n  from db_events", 1),
            ("a sentence that comes from customers_everywhere", 0),
        ];
        for (sql, count) in table {
            let text = format!("// from access_people\nsql! {{ FIND = \"{sql}\"; }}");
            let tree = Tree::of(&[
                ("features/inbox/Cargo.toml", ""),
                ("features/access/Cargo.toml", ""),
                ("features/inbox/src/store.rs", &text),
            ]);
            assert_eq!(foreign_tables(&tree, &charter).len(), count, "{sql}");
        }
    }
}
