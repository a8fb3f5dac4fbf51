//! Every dependency is used and has its reason written down, and no reason outlives its dependency.

use std::collections::{BTreeMap, BTreeSet};

use toml::{Table, Value};

use super::Finding;
use super::charter::Charter;
use super::tree::Tree;

/// The page of reasons.
const PAGE: &str = "docs/decisions/dependencies.md";

/// Compares the manifests with the page.
pub(super) fn dependencies_have_reasons(tree: &Tree, _: &Charter) -> Vec<Finding> {
    let mut used = crates(tree);
    used.extend(packages(tree));
    let named = named(tree.text(PAGE).unwrap_or_default());
    let missing = used.iter().filter(|(name, _)| !named.contains(name.as_str()));
    let mut findings: Vec<Finding> =
        missing.map(|(name, place)| Finding::new(place, format!("`{name}` has no reason in {PAGE}"))).collect();
    let idle = named.iter().filter(|name| !used.contains_key(**name));
    findings.extend(idle.map(|name| Finding::new(PAGE, format!("`{name}` is used by nothing"))));
    findings
}

/// Finds crates that a manifest asks for and no source of it mentions, and shared ones that no manifest asks for.
pub(super) fn dependencies_are_used(tree: &Tree, _: &Charter) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut asked = BTreeSet::new();
    for (path, text) in tree.under("", &["/Cargo.toml"]) {
        let Ok(manifest) = text.parse::<Table>() else { continue };
        let folder = path.trim_end_matches("Cargo.toml");
        for section in ["dependencies", "dev-dependencies", "build-dependencies"] {
            for name in manifest.get(section).and_then(Value::as_table).into_iter().flat_map(Table::keys) {
                asked.insert(name.clone());
                let word = name.replace('-', "_");
                if !tree.under(folder, &[".rs"]).any(|(_, text)| has_word(text, &word)) {
                    findings.push(Finding::new(path, format!("`{name}` is used by no source file here")));
                }
            }
        }
    }
    let shared = tree.text("Cargo.toml").and_then(|text| text.parse::<Table>().ok());
    let shared = shared.as_ref().and_then(|manifest| manifest.get("workspace")?.get("dependencies")?.as_table());
    let idle = shared.into_iter().flat_map(Table::keys).filter(|name| !asked.contains(*name));
    findings.extend(idle.map(|name| Finding::new("Cargo.toml", format!("`{name}` is asked for by no crate"))));
    findings
}

fn has_word(text: &str, word: &str) -> bool {
    let joins = |letter: Option<char>| letter.is_some_and(|letter| letter.is_alphanumeric() || letter == '_');
    text.match_indices(word)
        .any(|(at, _)| !joins(text[..at].chars().next_back()) && !joins(text[at + word.len()..].chars().next()))
}

/// Returns the crates from outside, each with the manifest that brings it.
fn crates(tree: &Tree) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for (path, text) in tree.under("", &["Cargo.toml"]) {
        let Ok(manifest) = text.parse::<Table>() else { continue };
        let shared =
            manifest.get("workspace").and_then(Value::as_table).and_then(|workspace| workspace.get("dependencies"));
        let own = ["dependencies", "dev-dependencies", "build-dependencies"]
            .into_iter()
            .filter_map(|section| manifest.get(section));
        for (name, value) in shared.into_iter().chain(own).filter_map(Value::as_table).flatten() {
            if value.get("path").is_none() && value.get("workspace").is_none() {
                found.insert(name.clone(), path.to_owned());
            }
        }
    }
    found
}

/// Returns the packages of the web, each with its manifest.
fn packages(tree: &Tree) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for (path, text) in tree.under("web/", &["/package.json"]) {
        let Ok(manifest) = serde_json::from_str::<serde_json::Value>(text) else { continue };
        for section in ["dependencies", "devDependencies"] {
            let names = manifest.get(section).and_then(serde_json::Value::as_object).into_iter().flatten();
            found.extend(names.map(|(name, _)| (name.clone(), path.to_owned())));
        }
    }
    found
}

/// Returns what the list items name before their colon.
fn named(page: &str) -> BTreeSet<&str> {
    let heads = page
        .lines()
        .filter_map(|line| line.strip_prefix("- "))
        .filter_map(|line| line.split_once(": ").map(|(head, _)| head));
    heads.flat_map(|head| head.split('`').skip(1).step_by(2)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::charter::Charter;
    use super::super::tree::Tree;
    use super::{dependencies_are_used, dependencies_have_reasons};

    #[test]
    fn page_and_manifests_agree() {
        let tree = Tree::of(&[
            ("Cargo.toml", "[workspace.dependencies]\nkernel = { path = 'kernel' }\naxum = '1'\nclap = '4'"),
            ("kernel/Cargo.toml", "[dependencies]\nclap.workspace = true\nsyn = '2'"),
            ("web/staff/package.json", r#"{"dependencies": {"react": "19"}, "devDependencies": {"vite": "8"}}"#),
            (
                "docs/decisions/dependencies.md",
                "Reasons for `anything`.\n- `axum`, `vite`: serves.\n- `clap`: reads `words`.\n- `gone`: was useful.\n",
            ),
        ]);
        let words: Vec<String> =
            dependencies_have_reasons(&tree, &Charter::default()).into_iter().map(|finding| finding.words).collect();
        assert_eq!(
            words,
            [
                "`react` has no reason in docs/decisions/dependencies.md",
                "`syn` has no reason in docs/decisions/dependencies.md",
                "`gone` is used by nothing"
            ]
        );
    }

    #[test]
    fn a_dependency_that_nothing_mentions_is_found() {
        let tree = Tree::of(&[
            ("Cargo.toml", "[workspace.dependencies]\ntokio-util = '1'\nrand = '1'\nhmac = '1'"),
            ("kernel/Cargo.toml", "[dependencies]\ntokio-util.workspace = true\nrand.workspace = true"),
            ("kernel/src/lib.rs", "use tokio_util::a;\nlet operand = 1;"),
            ("platform/db/src/lib.rs", "use rand::a;"),
        ]);
        let words: Vec<String> =
            dependencies_are_used(&tree, &Charter::default()).into_iter().map(|finding| finding.words).collect();
        assert_eq!(words, ["`rand` is used by no source file here", "`hmac` is asked for by no crate"]);
    }
}
