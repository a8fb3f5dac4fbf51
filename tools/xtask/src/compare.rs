//! `cargo xtask compare DATA`: imports public histories with the released binary and holds their figures against those that another
//! tool computed from the same files.

use std::path::{Path, PathBuf};

use crate::run;
use crate::shell::{self, Failure, Outcome};

/// A set: its map and pairs in `docs/guides/import`, its files below the data folder, its reference.
struct Set {
    name: &'static str,
    files: &'static [&'static str],
    reference: Option<&'static str>,
}

const SETS: [Set; 5] = [
    Set {
        name: "servicenow",
        files: &["eventlogs/servicenow_incidents.csv.gz"],
        reference: Some("kpi_servicenow_incidents.json"),
    },
    Set {
        name: "italian_helpdesk",
        files: &["eventlogs/italian_helpdesk.csv.gz"],
        reference: Some("kpi_italian_helpdesk.json"),
    },
    Set {
        name: "bpi2013_incidents",
        files: &["eventlogs/bpi2013_incidents.csv.gz"],
        reference: Some("kpi_bpi2013_incidents.json"),
    },
    Set { name: "bpi2013_closed_problems", files: &["eventlogs/bpi2013_closed_problems.csv.gz"], reference: None },
    Set {
        name: "thunderbird",
        files: &["tickets/thunderbird_questions.csv.gz", "tickets/thunderbird_answers.csv.gz"],
        reference: Some("kpi_thunderbird.json"),
    },
];

/// Imports each set into one fresh installation and prints its figures side by side; all are tried, and one that fails fails the task.
pub(crate) fn run(data: &Path) -> Outcome {
    let data = data.canonicalize().map_err(|error| Failure::new(format!("{}: {error}", data.display())))?;
    let binary = run::build(&[])?;
    let folder = std::env::temp_dir().join(format!("quarterdeck-compare-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let failed: Vec<&str> =
        SETS.iter().filter(|set| one(set, &data, &binary, &folder).is_err()).map(|set| set.name).collect();
    std::fs::remove_dir_all(&folder)?;
    if failed.is_empty() { Ok(()) } else { Err(Failure::new(format!("not as it should be: {}", failed.join(", ")))) }
}

fn one(set: &Set, data: &Path, binary: &Path, folder: &Path) -> Outcome {
    println!("== {}", set.name);
    let guide = |kind: &str| shell::root().join("docs/guides/import").join(format!("{}.{kind}", set.name));
    let files: Vec<PathBuf> = set.files.iter().map(|file| data.join(file)).collect();
    let quarterdeck = |arguments: &[&str]| {
        let mut command = run::on(folder, binary, arguments);
        // A server of the developer's own is none of ours.
        command.env("QUARTERDECK_SERVER_PORT", "0");
        command
    };
    shell::run(quarterdeck(&["import", "table", "--map"]).arg(guide("toml")).args(&files))?;
    let Some(reference) = set.reference else { return Ok(()) };
    let mut compare = quarterdeck(&["kpi", "compare", "--reference"]);
    compare.arg(data.join("reference").join(reference)).arg("--pairs").arg(guide("compare.toml"));
    shell::run(&mut compare)
}
