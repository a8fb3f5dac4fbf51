//! Who may know whom, read from the Cargo manifests.

use std::collections::BTreeMap;

use toml::{Table, Value};

use super::Finding;
use super::charter::Charter;
use super::tree::Tree;

/// The floors of the house from the ground up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Floor {
    Kernel,
    Platform,
    Feature,
    App,
    Tool,
}

/// A crate of ours.
struct Room {
    manifest: String,
    floor: Floor,
    /// Crates of ours it uses: name and whether only its tests do.
    uses: Vec<(String, bool)>,
}

/// Each crate uses only what the plan lets it use.
pub(super) fn dependencies(tree: &Tree, charter: &Charter) -> Vec<Finding> {
    let rooms = rooms(tree);
    let mut findings = Vec::new();
    for (name, room) in &rooms {
        for (used, for_tests) in &room.uses {
            let Some(other) = rooms.get(used) else { continue };
            let listed = charter.tests.get(name).is_some_and(|listed| listed.contains(used));
            if *for_tests && (used == "testkit" || listed) {
                continue;
            }
            if !may_use(name, room.floor, used, other.floor, charter) {
                findings.push(Finding::new(&room.manifest, format!("`{name}` may not use `{used}`")));
            }
        }
    }
    findings.extend(circle(charter).map(|words| Finding::new("architecture.toml", words)));
    findings
}

fn may_use(name: &str, floor: Floor, used: &str, other: Floor, charter: &Charter) -> bool {
    match (floor, other) {
        (_, Floor::Tool) | (Floor::Kernel | Floor::Tool, _) => false,
        (_, Floor::Kernel) | (Floor::Feature | Floor::App, Floor::Platform) => true,
        (Floor::Platform, Floor::Platform) => {
            charter.platform.get(name).is_some_and(|listed| listed.iter().any(|room| room == used))
        }
        (Floor::Platform, _) | (Floor::Feature, Floor::Feature | Floor::App) => false,
        (Floor::App, _) => charter.apps.get(name).is_some_and(|listed| {
            listed.iter().any(|word| word == "*" || word == used || (word == "features" && other == Floor::Feature))
        }),
    }
}

/// Returns words about a circle among the platform rooms, if the plan has one.
fn circle(charter: &Charter) -> Option<String> {
    let mut left: BTreeMap<&String, &Vec<String>> = charter.platform.iter().collect();
    loop {
        let free: Vec<&String> = left
            .iter()
            .filter(|(_, uses)| !uses.iter().any(|used| left.contains_key(used)))
            .map(|(name, _)| *name)
            .collect();
        if free.is_empty() {
            break;
        }
        left.retain(|name, _| !free.contains(name));
    }
    let names: Vec<&str> = left.keys().map(|name| name.as_str()).collect();
    (!names.is_empty()).then(|| format!("the platform rooms go in a circle: {}", names.join(", ")))
}

/// Every crate is named after its folder, inherits the lints and is placed in the plan.
pub(super) fn manifests(tree: &Tree, charter: &Charter) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in tree.under("", &["/Cargo.toml"]) {
        let Ok(manifest) = text.parse::<Table>() else {
            findings.push(Finding::new(path, "not a manifest"));
            continue;
        };
        // A workspace of its own is another house: what is built from it is no part of the product.
        if manifest.contains_key("workspace") {
            continue;
        }
        let Some(floor) = floor(path) else {
            findings.push(Finding::new(path, "no floor of the house has crates here"));
            continue;
        };
        let folder = path.trim_end_matches("/Cargo.toml").rsplit('/').next().unwrap_or_default();
        let name = manifest.get("package").and_then(|package| package.get("name")).and_then(Value::as_str);
        if name != Some(folder) {
            findings.push(Finding::new(path, format!("the crate must be named `{folder}`, as its folder is")));
        }
        if manifest.get("lints").and_then(|lints| lints.get("workspace")).and_then(Value::as_bool) != Some(true) {
            findings.push(Finding::new(path, "must inherit the lints: [lints] workspace = true"));
        }
        let listed = match floor {
            Floor::Platform => charter.platform.contains_key(folder),
            Floor::App => charter.apps.contains_key(folder),
            Floor::Kernel | Floor::Feature | Floor::Tool => true,
        };
        if !listed {
            findings.push(Finding::new(path, format!("`{folder}` is not in architecture.toml")));
        }
    }
    findings
}

fn rooms(tree: &Tree) -> BTreeMap<String, Room> {
    let mut rooms = BTreeMap::new();
    for (path, text) in tree.under("", &["/Cargo.toml"]) {
        let (Some(floor), Ok(manifest)) = (floor(path), text.parse::<Table>()) else { continue };
        let Some(name) = manifest.get("package").and_then(|package| package.get("name")).and_then(Value::as_str) else {
            continue;
        };
        let mut uses = Vec::new();
        for (section, for_tests) in [("dependencies", false), ("build-dependencies", false), ("dev-dependencies", true)]
        {
            if let Some(table) = manifest.get(section).and_then(Value::as_table) {
                uses.extend(table.keys().map(|used| (used.clone(), for_tests)));
            }
        }
        rooms.insert(name.to_owned(), Room { manifest: path.to_owned(), floor, uses });
    }
    rooms
}

fn floor(manifest: &str) -> Option<Floor> {
    if manifest == "kernel/Cargo.toml" {
        return Some(Floor::Kernel);
    }
    let (top, rest) = manifest.split_once('/')?;
    let direct = rest.matches('/').count() == 1;
    match top {
        "platform" if direct => Some(Floor::Platform),
        "features" if direct => Some(Floor::Feature),
        "apps" if direct => Some(Floor::App),
        "tools" if direct => Some(Floor::Tool),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::charter::Charter;
    use super::super::tree::Tree;
    use super::{dependencies, manifests};

    const PLAN: &str = "[platform]\ndb = []\njobs = ['db']\ntestkit = ['db']\n[apps]\nserver = ['features', 'reactions']\nreactions = ['features']\nbench = ['*']\n[tests]\ncustomers = ['access']\n[web]\nfolders = []\n[sizes]\nrust_warning = 1\nrust_most = 1\ntypescript_most = 1\n";

    fn manifest(path: &str, section: &str, used: &str) -> (String, String) {
        let name = path.rsplit('/').next().unwrap_or_default();
        (
            format!("{path}/Cargo.toml"),
            format!("[package]\nname = '{name}'\n[lints]\nworkspace = true\n[{section}]\n{used}.workspace = true\n"),
        )
    }

    fn refused(path: &str, section: &str, used: &str) -> bool {
        let all = [
            "kernel",
            "platform/db",
            "platform/jobs",
            "platform/testkit",
            "features/inbox",
            "features/access",
            "apps/reactions",
            "apps/server",
            "apps/bench",
        ];
        let mut files: Vec<(String, String)> =
            all.iter().filter(|other| **other != path).map(|other| manifest(other, "dependencies", "serde")).collect();
        files.push(manifest(path, section, used));
        let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        let charter = Charter::parse(PLAN).expect("a plan");
        !dependencies(&Tree::of(&files), &charter).is_empty()
    }

    #[test]
    fn directions_are_kept() {
        let table = [
            ("kernel", "dependencies", "db", true),
            ("platform/db", "dependencies", "kernel", false),
            ("platform/db", "dependencies", "jobs", true),
            ("platform/jobs", "dependencies", "db", false),
            ("platform/jobs", "dependencies", "inbox", true),
            ("platform/db", "dev-dependencies", "testkit", false),
            ("platform/db", "dependencies", "testkit", true),
            ("features/inbox", "dependencies", "db", false),
            ("features/inbox", "dependencies", "access", true),
            ("features/inbox", "dev-dependencies", "access", true),
            ("features/customers", "dev-dependencies", "access", false),
            ("features/customers", "dependencies", "access", true),
            ("features/inbox", "dependencies", "reactions", true),
            ("apps/reactions", "dependencies", "inbox", false),
            ("apps/reactions", "dependencies", "server", true),
            ("apps/server", "dependencies", "reactions", false),
            ("apps/bench", "dependencies", "server", false),
        ];
        for (path, section, used, expected) in table {
            assert_eq!(refused(path, section, used), expected, "{path} {section} {used}");
        }
    }

    #[test]
    fn a_circle_in_the_plan_is_found() {
        let charter = Charter::parse(&PLAN.replace("db = []", "db = ['jobs']")).expect("a plan");
        let findings = dependencies(&Tree::default(), &charter);
        assert_eq!(findings[0].words, "the platform rooms go in a circle: db, jobs, testkit");
    }

    #[test]
    fn a_manifest_is_named_as_its_folder_inherits_lints_and_is_in_the_plan() {
        let charter = Charter::parse(PLAN).expect("a plan");
        let words = |path, text| {
            let findings = manifests(&Tree::of(&[(path, text)]), &charter);
            findings.into_iter().map(|finding| finding.words).collect::<Vec<_>>().join("; ")
        };
        assert_eq!(words("platform/db/Cargo.toml", "[package]\nname = 'db'\n[lints]\nworkspace = true"), "");
        assert_eq!(
            words("platform/mail/Cargo.toml", "[package]\nname = 'post'"),
            "the crate must be named `mail`, as its folder is; must inherit the lints: [lints] workspace = true; `mail` is not in architecture.toml"
        );
        assert_eq!(words("attic/Cargo.toml", "[package]\nname = 'x'\n[workspace]"), "");
        assert_eq!(words("attic/box/Cargo.toml", "[package]\nname = 'box'"), "no floor of the house has crates here");
    }
}
