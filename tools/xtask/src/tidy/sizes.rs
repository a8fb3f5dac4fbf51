//! Files stay small enough to be read in one sitting.

use super::Finding;
use super::charter::Charter;
use super::rust_text::without_tests;
use super::tree::Tree;

/// Compares each file with the limit of its language; files listed with a reason may only shrink.
pub(super) fn file_sizes(tree: &Tree, charter: &Charter) -> Vec<Finding> {
    let mut findings = Vec::new();
    let sizes = &charter.sizes;
    let rust = tree
        .under("", &[".rs"])
        .map(|(path, text)| (path, without_tests(text).lines().count(), sizes.rust_warning, sizes.rust_most));
    let typescript = tree
        .under("", &[".ts", ".tsx"])
        .map(|(path, text)| (path, text.lines().count(), sizes.typescript_most, sizes.typescript_most));
    for (path, lines, warning, most) in rust.chain(typescript) {
        if let Some(larger) = sizes.larger.iter().find(|larger| larger.path == path) {
            if lines > larger.lines {
                let words = format!("{lines} lines; architecture.toml lets it have {} and no more", larger.lines);
                findings.push(Finding::new(path, words));
            }
        } else if lines > most {
            findings.push(Finding::new(
                path,
                format!("{lines} lines; a file has {most} at most: split it by what it is about"),
            ));
        } else if lines > warning {
            findings.push(Finding::warning(path, format!("{lines} lines; time to split it")));
        }
    }
    for larger in &sizes.larger {
        if larger.reason.trim().is_empty() {
            findings.push(Finding::new("architecture.toml", format!("{} is larger without a reason", larger.path)));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::super::charter::{Charter, Larger, Sizes};
    use super::super::tree::Tree;
    use super::file_sizes;

    #[test]
    fn long_files_are_found_and_tests_do_not_count() {
        let larger = vec![Larger { path: "c.rs".to_owned(), lines: 8, reason: "a table of characters".to_owned() }];
        let charter = Charter {
            sizes: Sizes { rust_warning: 3, rust_most: 5, typescript_most: 4, larger },
            ..Charter::default()
        };
        let with_tests = "a\nb\n\n#[cfg(test)]\nmod tests {\n\n\n\n\n}\n";
        let table = [
            ("a.rs", "a\nb\nc\n".to_owned(), None),
            ("a.rs", "a\n".repeat(4), Some(true)),
            ("a.rs", "a\n".repeat(6), Some(false)),
            ("a.rs", with_tests.to_owned(), None),
            ("c.rs", "a\n".repeat(8), None),
            ("c.rs", "a\n".repeat(9), Some(false)),
            ("a.tsx", "a\n".repeat(4), None),
            ("a.tsx", "a\n".repeat(5), Some(false)),
        ];
        for (path, text, expected) in table {
            let findings = file_sizes(&Tree::of(&[(path, &text)]), &charter);
            assert_eq!(findings.first().map(|finding| finding.warning), expected, "{path} {text:?}");
        }
    }
}
