//! One vocabulary: whatever a feature names begins with the feature's name.

use super::Finding;
use super::charter::Charter;
use super::rust_text::{literals, without_tests};
use super::tree::Tree;

/// Files of a feature in which every dotted word is a public name: a permission, an event, a fault code or a job kind.
const NAMING: [&str; 4] = ["permissions.rs", "events.rs", "error.rs", "jobs.rs"];

/// Tables, views, indexes, migrations, permissions, events, faults, jobs, addresses and tags carry the feature's name.
pub(super) fn names(tree: &Tree, _: &Charter) -> Vec<Finding> {
    let mut findings = Vec::new();
    for owner in tree.features() {
        let folder = format!("features/{owner}/");
        // A feature may say its own name once, for all its addresses.
        let nested =
            tree.text(&format!("{folder}src/lib.rs")).is_some_and(|face| face.contains(&format!("nest(\"/{owner}\"")));
        for (path, text) in tree.under(&folder, &[".sql"]) {
            findings.extend(schema_names(path, text, owner));
        }
        for (path, text) in tree.under(&format!("{folder}src/"), &[".rs"]) {
            let text = without_tests(text);
            if NAMING.contains(&path.rsplit('/').next().unwrap_or_default()) {
                findings.extend(public_names(path, text, owner));
            }
            findings.extend(addresses(path, text, owner, nested));
        }
    }
    findings
}

fn schema_names(path: &str, text: &str, owner: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    let stem = path.rsplit('/').next().unwrap_or_default();
    let dated =
        stem.split_once('_').filter(|(date, _)| date.len() == 12 && date.bytes().all(|digit| digit.is_ascii_digit()));
    if !dated.is_some_and(|(_, rest)| rest.starts_with(&format!("{owner}_"))) {
        findings.push(Finding::new(path, format!("a migration is named YYYYMMDDHHMM_{owner}_<what>.sql")));
    }
    for (kind, name) in created(text) {
        let prefix = if kind == "view" { format!("pub_{owner}_") } else { format!("{owner}_") };
        if !name.starts_with(&prefix) && name != owner {
            findings.push(Finding::new(path, format!("{kind} `{name}` must begin with `{prefix}`")));
        }
    }
    findings
}

/// Returns what a migration creates: `table`, `index` or `view`, and the name.
fn created(text: &str) -> Vec<(&str, &str)> {
    let code: String =
        text.lines().map(|line| line.split("--").next().unwrap_or_default()).collect::<Vec<_>>().join(" ");
    let mut found = Vec::new();
    let lower = code.to_lowercase();
    let words: Vec<&str> = lower
        .split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_')
        .filter(|word| !word.is_empty())
        .collect();
    for (at, word) in words.iter().enumerate() {
        if *word != "create" {
            continue;
        }
        let mut rest =
            words[at + 1..].iter().filter(|word| !["unique", "if", "not", "exists", "or", "replace"].contains(*word));
        if let (Some(kind @ (&"table" | &"index" | &"view")), Some(name)) = (rest.next(), rest.next()) {
            let kind = ["table", "index", "view"].into_iter().find(|known| known == kind).unwrap_or_default();
            // The lower-cased copy ends here; names are found again in the text that stays.
            if let Some(start) = text.to_lowercase().find(name) {
                found.push((kind, &text[start..start + name.len()]));
            }
        }
    }
    found
}

fn public_names(path: &str, text: &str, owner: &str) -> Vec<Finding> {
    literals(text)
        .into_iter()
        .filter(|(_, name)| is_dotted(name) && !name.starts_with(&format!("{owner}.")))
        .map(|(line, name)| Finding::new(format!("{path}:{line}"), format!("`{name}` must begin with `{owner}.`")))
        .collect()
}

/// Tells whether a text is a name such as `inbox.conversation.reply`.
fn is_dotted(text: &str) -> bool {
    text.contains('.')
        && text.split('.').all(|part| {
            part.starts_with(|letter: char| letter.is_ascii_lowercase())
                && part.chars().all(|letter| letter.is_ascii_lowercase() || letter == '_')
        })
}

/// Checks `path = "/…"` and `tag = "…"` of endpoints.
fn addresses(path: &str, text: &str, owner: &str, nested: bool) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let value = |attribute| line.split_once(attribute).and_then(|(_, rest)| rest.split('"').next());
        let place = || format!("{path}:{}", number + 1);
        if !nested
            && let Some(address) = value("path = \"/")
            && address.trim_start_matches("api/v1/").split('/').next() != Some(owner)
        {
            findings.push(Finding::new(place(), format!("the address `/{address}` must begin with `/{owner}`")));
        }
        // How an enum is told apart in JSON is no tag of an endpoint.
        let is_endpoint = !line.trim_start().starts_with("#[serde(");
        if let Some(tag) = value("tag = \"").filter(|tag| is_endpoint && *tag != owner) {
            findings.push(Finding::new(place(), format!("the tag `{tag}` must be `{owner}`")));
        }
    }
    findings
}

/// Each feature has its page of words, and each folder of the web is a feature of the server.
pub(super) fn rooms(tree: &Tree, charter: &Charter) -> Vec<Finding> {
    let features = tree.features();
    let mut findings = Vec::new();
    for name in &features {
        let readme = format!("features/{name}/README.md");
        if tree.text(&readme).is_none_or(|text| text.trim().is_empty()) {
            findings.push(Finding::new(readme, "each feature has a page: purpose, words, tables, permissions, events"));
        }
    }
    for (path, _) in tree.under("web/staff/src/features/", &[""]) {
        let folder = path.split('/').nth(4).unwrap_or_default();
        if !features.contains(&folder) && !charter.web.folders.iter().any(|listed| listed == folder) {
            findings.push(Finding::new(
                format!("web/staff/src/features/{folder}"),
                "no feature of the server has this name",
            ));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::super::charter::{Charter, Web};
    use super::super::tree::Tree;
    use super::{names, rooms};

    fn words(path: &str, text: &str) -> Vec<String> {
        let tree = Tree::of(&[("features/inbox/Cargo.toml", ""), (path, text)]);
        names(&tree, &Charter::default()).into_iter().map(|finding| finding.words).collect()
    }

    #[test]
    fn tables_indexes_and_views_carry_the_name() {
        let path = "features/inbox/migrations/202611210000_inbox_first.sql";
        assert!(words(path, "create table inbox_tags (a BIGINT);\n-- create table other (a)\ncreate unique index inbox_tags_a on inbox_tags (a);\ncreate view pub_inbox_tags as select 1;").is_empty());
        assert_eq!(
            words(path, "CREATE TABLE IF NOT EXISTS tags (a BIGINT)"),
            ["table `tags` must begin with `inbox_`"]
        );
        assert_eq!(
            words(path, "create view inbox_open as select 1"),
            ["view `inbox_open` must begin with `pub_inbox_`"]
        );
        assert_eq!(words(path, "create index tags_a on inbox_tags (a)"), ["index `tags_a` must begin with `inbox_`"]);
        assert_eq!(
            words("features/inbox/migrations/first.sql", ""),
            ["a migration is named YYYYMMDDHHMM_inbox_<what>.sql"]
        );
    }

    #[test]
    fn permissions_events_faults_and_jobs_carry_the_name() {
        for file in ["permissions.rs", "events.rs", "error.rs", "jobs.rs"] {
            let path = format!("features/inbox/src/{file}");
            let text = "const A: &str = \"inbox.conversation.reply\"; const B: &str = \"A sentence. Another.\"; const C: &str = \"desk.open\";\n#[cfg(test)]\nmod tests { const D: &str = \"other.name\"; }";
            assert_eq!(words(&path, text), ["`desk.open` must begin with `inbox.`"], "{file}");
        }
    }

    #[test]
    fn addresses_and_tags_carry_the_name() {
        let path = "features/inbox/src/tags/http.rs";
        assert!(
            words(
                path,
                "#[utoipa::path(get, path = \"/inbox/tags\", tag = \"inbox\")]\n#[x(path = \"/api/v1/inbox\")]\n#[serde(tag = \"kind\")]"
            )
            .is_empty()
        );
        assert_eq!(
            words(path, "#[utoipa::path(get, path = \"/tags\", tag = \"tags\")]"),
            ["the address `/tags` must begin with `/inbox`", "the tag `tags` must be `inbox`"]
        );
    }

    #[test]
    fn a_feature_has_a_page_and_a_web_folder_has_a_feature() {
        let tree = Tree::of(&[
            ("features/inbox/Cargo.toml", ""),
            ("web/staff/src/features/inbox/a.ts", ""),
            ("web/staff/src/features/desk/a.ts", ""),
        ]);
        let paths =
            |charter: &Charter| rooms(&tree, charter).into_iter().map(|finding| finding.path).collect::<Vec<_>>();
        assert_eq!(paths(&Charter::default()), ["features/inbox/README.md", "web/staff/src/features/desk"]);
        let listed = Charter { web: Web { folders: vec!["desk".to_owned()] }, ..Charter::default() };
        assert_eq!(paths(&listed), ["features/inbox/README.md"]);
    }
}
