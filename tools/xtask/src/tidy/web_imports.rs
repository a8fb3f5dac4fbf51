//! On the web, too, features know each other only through what they publish.

use super::Finding;
use super::charter::Charter;
use super::tree::Tree;

const FEATURES: &str = "web/staff/src/features/";

/// Finds imports of another feature's insides, and of features in the parts that serve all of them.
pub(super) fn through_public_only(tree: &Tree, _: &Charter) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in tree.under("web/staff/src/", &[".ts", ".tsx"]) {
        let own = path.strip_prefix(FEATURES).and_then(|rest| rest.split('/').next());
        // Declarations gather the types of all features and import nothing that runs.
        if path.ends_with(".d.ts") {
            continue;
        }
        let serves_all = path.starts_with("web/staff/src/ui/") || path.starts_with("web/staff/src/lib/");
        for (number, line) in text.lines().enumerate() {
            let Some(target) = imported(line).and_then(|name| resolve(path, name)) else { continue };
            let Some((feature, rest)) = target.strip_prefix(FEATURES).and_then(|rest| rest.split_once('/')) else {
                continue;
            };
            let place = format!("{path}:{}", number + 1);
            if serves_all {
                findings.push(Finding::new(
                    place,
                    format!("ui and lib serve every feature and know none, not `{feature}`"),
                ));
            } else if own.is_some_and(|own| own != feature) && rest != "public" && rest != "public.ts" {
                findings.push(Finding::new(
                    place,
                    format!("from `{feature}` only `@/features/{feature}/public` may be imported"),
                ));
            }
        }
    }
    findings
}

/// Returns what a line imports, statically or when needed.
fn imported(line: &str) -> Option<&str> {
    let (_, rest) =
        line.split_once("from ").or_else(|| line.split_once("import(")).or_else(|| line.split_once("import "))?;
    let quote = rest.chars().next().filter(|letter| *letter == '"' || *letter == '\'')?;
    rest[1..].split(quote).next()
}

/// Returns the path from the root of the clone that an import means; none for packages.
fn resolve(importer: &str, name: &str) -> Option<String> {
    if let Some(rest) = name.strip_prefix("@/") {
        return Some(format!("web/staff/src/{rest}"));
    }
    if !name.starts_with('.') {
        return None;
    }
    let mut parts: Vec<&str> = importer.split('/').collect();
    parts.pop();
    for part in name.split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::super::charter::Charter;
    use super::super::tree::Tree;
    use super::through_public_only;

    #[test]
    fn insides_of_other_features_are_not_imported() {
        let inbox = "web/staff/src/features/inbox/list/List.tsx";
        let table = [
            (inbox, "import { a } from \"@/features/customers/public\";", 0),
            (inbox, "import { a } from \"@/features/customers/queries\";", 1),
            (inbox, "import { a } from \"../../customers/queries\";", 1),
            (inbox, "const a = await import(\"../../customers/pages/Page\");", 1),
            (inbox, "import \"../../customers/style.css\";", 1),
            (inbox, "import { a } from \"../queries\";", 0),
            (inbox, "import { a } from \"@/features/inbox/queries\";", 0),
            (inbox, "import { a } from \"react\";", 0),
            ("web/staff/src/app/router.ts", "import { a } from \"@/features/inbox/routes\";", 0),
            ("web/staff/src/ui/Button.tsx", "import { a } from \"@/features/inbox/public\";", 1),
        ];
        for (path, text, count) in table {
            assert_eq!(
                through_public_only(&Tree::of(&[(path, text)]), &Charter::default()).len(),
                count,
                "{path} {text}"
            );
        }
    }
}
