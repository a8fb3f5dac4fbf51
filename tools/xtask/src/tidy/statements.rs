//! Every declared statement is in the list that the tests prepare on both engines.

use super::Finding;
use super::charter::Charter;
use super::rust_text::without_tests;
use super::tree::Tree;

/// Finds modules of a feature that declare statements which nobody lists.
pub(super) fn statements_are_listed(tree: &Tree, _: &Charter) -> Vec<Finding> {
    let mut findings = Vec::new();
    for feature in tree.features() {
        let source = format!("features/{feature}/src/");
        for (path, text) in tree.under(&source, &[".rs"]) {
            if !declares(text) {
                continue;
            }
            let module = module_of(path.trim_start_matches(&source));
            let listed =
                tree.under(&source, &[".rs"]).any(|(other, text)| other != path && lists(without_tests(text), &module));
            if !listed {
                let words = format!(
                    "its statements are tested by nobody: list `{module}::STATEMENTS` in the feature's `statements()`"
                );
                findings.push(Finding::new(path, words));
            }
        }
    }
    findings
}

fn declares(text: &str) -> bool {
    let code = without_tests(text);
    code.lines().any(|line| {
        let line = line.trim_start().trim_start_matches("db::");
        line.starts_with("sql! {") || line.starts_with("sql!{")
    })
}

/// Returns the last words of a module's path: `conversations::store` for `conversations/store.rs`.
fn module_of(path: &str) -> String {
    let path = path.trim_end_matches(".rs").trim_end_matches("/mod");
    let parts: Vec<&str> = path.split('/').collect();
    parts[parts.len().saturating_sub(2)..].join("::")
}

/// Tells whether a text names the module's list: in full, from the folder the module is in, or as that folder shows it.
fn lists(text: &str, module: &str) -> bool {
    let (folder, own) = module.rsplit_once("::").unwrap_or(("", module));
    [module, folder, own]
        .iter()
        .filter(|name| !name.is_empty() && **name != "store")
        .any(|name| text.contains(&format!("{name}::STATEMENTS")))
}

#[cfg(test)]
mod tests {
    use super::super::charter::Charter;
    use super::super::tree::Tree;
    use super::statements_are_listed;

    #[test]
    fn a_module_that_nobody_lists_is_found() {
        let table = [
            ("tags/store.rs", "pub fn statements() { tags::store::STATEMENTS }", 0),
            ("tags/store.rs", "pub fn statements() { views::store::STATEMENTS }", 1),
            ("tags/store.rs", "", 1),
            ("tags/store.rs", "tags::STATEMENTS", 0),
            ("tags/store.rs", "store::STATEMENTS", 1),
            ("labels.rs", "labels::STATEMENTS", 0),
            ("tags/labels.rs", "tags::labels::STATEMENTS", 0),
        ];
        for (path, face, count) in table {
            let path = format!("features/inbox/src/{path}");
            let tree = Tree::of(&[
                ("features/inbox/Cargo.toml", ""),
                (&path, "db::sql! {\n    FIND = \"select 1\";\n}\n"),
                ("features/inbox/src/lib.rs", face),
            ]);
            assert_eq!(statements_are_listed(&tree, &Charter::default()).len(), count, "{path}: {face}");
        }
    }
}
