//! Every dependency has its reason written down, and no reason outlives its dependency.

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
    use super::dependencies_have_reasons;

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
}
