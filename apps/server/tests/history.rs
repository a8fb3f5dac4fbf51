//! History from elsewhere, as an administrator takes it over and holds its figures against the old ones.

use std::path::Path;
use std::process::{Command, Output};

fn run(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_quarterdeck"));
    command.current_dir(folder).env_clear().env("QUARTERDECK_DATA_FOLDER", folder).env("QUARTERDECK_SERVER_PORT", "0");
    command.args(arguments).output().expect("the program runs")
}

fn words(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn write(folder: &Path, name: &str, text: &str) {
    std::fs::write(folder.join(name), text).expect("a file");
}

const LOG: &str = "case,seq,when,what,group,prio
A,0,2024-03-04T08:00:00Z,registered,First,2
A,1,2024-03-04T09:00:00Z,taken,First,2
A,2,2024-03-04T12:00:00Z,solved,Second,2
A,3,2024-03-05T12:00:00Z,registered,Second,2
A,4,2024-03-05T13:00:00Z,solved,Second,2
B,0,2024-03-11T08:00:00Z,registered,First,3
B,1,2024-03-11T08:30:00Z,taken,First,3
B,2,2024-03-11T09:00:00Z,solved,First,3
C,0,2024-03-11T10:00:00Z,registered,First,3
";

const MAP: &str = r#"
source = "log"
[[table]]
rows = "events"
case = "case"
at = "when"
order = "seq"
team = "group"
first_response = { column = "what", is = ["taken"] }
state = { column = "what", values = { registered = "new", taken = "open", solved = "solved" } }
priority = { column = "prio", values = { 2 = "high", 3 = "normal" } }
"#;

const REFERENCE: &str = r#"{
    "definitions": { "x": "in words" },
    "cases": 3,
    "first_h": { "n": 2, "mean": 0.75, "median": 0.75, "p75": 0.875, "p90": 0.95, "p95": 0.975 },
    "last_h": { "n": 2, "mean": 15.0, "median": 15.0, "p90": 26.2 },
    "by_group": { "First": { "n": 1, "mean": 1.0 }, "Second": { "n": 1, "mean": 29.0 } },
    "weekly": [ { "week": "2024-03-04", "created": 1 }, { "week": "2024-03-11", "created": 2 } ],
    "reopen_rate": 0.333333,
    "mean_moves": 0.333333,
    "closed": 0
}"#;

const PAIRS: &str = r#"
source = "log"
figure = [
    { reference = "cases", metric = "created" },
    { reference = "first_h", metric = "first_response_time" },
    { reference = "last_h", metric = "full_resolution_time" },
    { reference = "by_group", metric = "full_resolution_time", by = "team" },
    { reference = "weekly", list = { key = "week", field = "created" }, metric = "created", by = "week" },
    { reference = "reopen_rate", metric = "reopen_rate", differs = "whole", why = "theirs divides by all cases" },
    { reference = "mean_moves", facts = "transfers", value = "mean" },
]
without = [{ reference = "closed", why = "nothing was closed" }]
"#;

#[test]
fn figures_of_a_history_are_those_of_the_other_tool_or_it_is_said_why_not() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path();
    for (name, text) in [("log.csv", LOG), ("log.toml", MAP), ("theirs.json", REFERENCE), ("pairs.toml", PAIRS)] {
        write(folder, name, text);
    }
    let compare = ["kpi", "compare", "--reference", "theirs.json", "--pairs", "pairs.toml"];
    let early = run(folder, &compare);
    assert!(!early.status.success() && words(&early.stderr).contains("nothing was imported from “log” yet"));
    let rehearsed = run(folder, &["import", "table", "--map", "log.toml", "log.csv", "--dry-run"]);
    assert!(words(&rehearsed.stdout).starts_with("rows 9, conversations 3, "), "{}", words(&rehearsed.stderr));
    let imported = run(folder, &["import", "table", "--map", "log.toml", "log.csv"]);
    assert!(
        words(&imported.stdout).starts_with("rows 9, conversations 3, messages 3, "),
        "{}",
        words(&imported.stderr)
    );
    let again = run(folder, &["import", "table", "--map", "log.toml", "log.csv"]);
    assert!(words(&again.stdout).contains("conversations 0, messages 0, events 0, here already 3"));
    let compared = run(folder, &compare);
    let table = words(&compared.stdout);
    assert!(compared.status.success(), "{table}{}", words(&compared.stderr));
    let cells = |start: &str| -> Vec<String> {
        let line = table.lines().find(|line| line.starts_with(start)).expect(start);
        line.split("  ").map(|cell| cell.trim().to_owned()).filter(|cell| !cell.is_empty()).collect()
    };
    assert_eq!(cells("first_h median"), ["first_h median", "0.750000", "0.750000", "same"]);
    assert_eq!(cells("last_h p90"), ["last_h p90", "26.2000", "26.2000", "same"]);
    assert_eq!(cells("by_group Second mean"), ["by_group Second mean", "29", "29", "same"]);
    assert_eq!(cells("weekly created 2024-03-11"), ["weekly created 2024-03-11", "2", "2", "same"]);
    assert_eq!(cells("reopen_rate"), ["reopen_rate", "0.333333", "0.500000", "another whole [1]"]);
    assert!(table.contains("\n[1] another whole: theirs divides by all cases\n"), "{table}");
    assert!(table.contains("\nnot a figure of ours: closed: nothing was closed\n"), "{table}");
    assert!(table.ends_with("0 not the same, 1 without one of ours\n"), "{table}");
}

#[test]
fn what_should_be_the_same_and_is_not_ends_the_command_with_1() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path();
    let wrong = REFERENCE.replace("\"cases\": 3", "\"cases\": 4, \"unspoken\": 1");
    for (name, text) in [("log.csv", LOG), ("log.toml", MAP), ("theirs.json", &*wrong), ("pairs.toml", PAIRS)] {
        write(folder, name, text);
    }
    run(folder, &["import", "table", "--map", "log.toml", "log.csv"]);
    let arguments = ["kpi", "compare", "--reference", "theirs.json", "--pairs", "pairs.toml", "--only-differences"];
    let compared = run(folder, &arguments);
    let table = words(&compared.stdout);
    assert!(!compared.status.success());
    assert!(table.contains("NOT THE SAME") && table.contains("NOTHING IS SAID OF: unspoken"), "{table}");
    assert!(!table.contains("first_h") && table.contains("1 not the same, 2 without one of ours"), "{table}");
}

#[test]
fn a_wrong_row_is_told_and_refuses_the_import() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path();
    write(folder, "log.csv", &LOG.replace("2024-03-11T08:30:00Z", "half past eight"));
    write(folder, "log.toml", MAP);
    let refused = run(folder, &["import", "table", "--map", "log.toml", "log.csv"]);
    let told = words(&refused.stderr);
    assert!(!refused.status.success() && told.contains("log.csv, line 8, column when: “half past eight”"), "{told}");
    assert!(told.contains("1 of 9 rows are wrong: nothing was changed"), "{told}");
    let rehearsed = run(folder, &["import", "table", "--map", "log.toml", "log.csv", "--dry-run"]);
    assert!(!rehearsed.status.success(), "a rehearsal that finds wrong rows says so");
    let skipped = run(folder, &["import", "table", "--map", "log.toml", "log.csv", "--skip-bad-rows"]);
    assert!(words(&skipped.stdout).contains("conversations 3") && words(&skipped.stdout).contains("bad rows 1"));
    write(folder, "log.toml", &MAP.replace("order =", "sequence ="));
    let unknown = run(folder, &["import", "table", "--map", "log.toml", "log.csv"]);
    assert!(words(&unknown.stderr).contains("unknown field `sequence`"), "{}", words(&unknown.stderr));
}

#[test]
fn the_maps_and_pairs_of_the_guide_can_be_read() {
    let guide = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/guides/import");
    let home = tempfile::tempdir().expect("a folder");
    write(home.path(), "empty.csv", "x\n");
    write(home.path(), "theirs.json", "{}");
    let mut read = 0;
    for entry in std::fs::read_dir(&guide).expect("the guide") {
        let path = entry.expect("an entry").path();
        let name = path.to_string_lossy().into_owned();
        let (arguments, expected) = if name.ends_with(".compare.toml") {
            (vec!["kpi", "compare", "--reference", "theirs.json", "--pairs", &name], "nothing was imported from")
        } else if path.extension().is_some_and(|extension| extension == "toml") {
            // The file is none of theirs, which is found out after the map was read.
            (vec!["import", "table", "--map", &name, "empty.csv"], "empty.csv")
        } else {
            continue;
        };
        let told = run(home.path(), &arguments);
        assert!(words(&told.stderr).contains(expected), "{name}: {}", words(&told.stderr));
        read += 1;
    }
    assert_eq!(read, 9);
}
