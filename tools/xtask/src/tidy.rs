//! `cargo xtask tidy`: rules of the house that no compiler knows, checked on the text of the files in a moment.
//!
//! A rule is a function from the tree to findings; the tests of each rule make small trees of their own.

mod charter;
mod directions;
mod layers;
mod leftovers;
mod reasons;
mod rust_text;
mod sizes;
mod statements;
mod tables;
mod tree;
mod vocabulary;
mod web_imports;

use self::charter::Charter;
use self::tree::Tree;
use crate::shell::{self, Failure, Outcome};

/// A place where a rule is broken, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Finding {
    path: String,
    words: String,
    /// A warning is shown and does not fail.
    warning: bool,
}

impl Finding {
    fn new(path: impl Into<String>, words: impl Into<String>) -> Self {
        Self { path: path.into(), words: words.into(), warning: false }
    }

    fn warning(path: impl Into<String>, words: impl Into<String>) -> Self {
        Self { warning: true, ..Self::new(path, words) }
    }
}

type Rule = fn(&Tree, &Charter) -> Vec<Finding>;

const RULES: [Rule; 12] = [
    directions::dependencies,
    directions::manifests,
    vocabulary::names,
    vocabulary::rooms,
    tables::foreign_tables,
    sizes::file_sizes,
    layers::inside_a_feature,
    leftovers::unfinished,
    reasons::dependencies_are_used,
    reasons::dependencies_have_reasons,
    statements::statements_are_listed,
    web_imports::through_public_only,
];

/// Applies every rule to the clone.
pub(crate) fn run() -> Outcome {
    let tree = Tree::of_clone(&shell::root())?;
    let charter = Charter::parse(tree.text("architecture.toml").unwrap_or_default())?;
    let mut findings: Vec<Finding> = RULES.iter().flat_map(|rule| rule(&tree, &charter)).collect();
    findings.sort();
    findings.dedup();
    for finding in &findings {
        let mark = if finding.warning { "warning: " } else { "" };
        println!("{}: {mark}{}", finding.path, finding.words);
    }
    match findings.iter().filter(|finding| !finding.warning).count() {
        0 => Ok(()),
        count => Err(Failure::new(format!("{count} rules of the house are broken (see CONTRIBUTING.md)"))),
    }
}
