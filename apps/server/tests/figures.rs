//! The commands that print and remake figures, as a person at a terminal uses them.

use std::path::Path;
use std::process::{Command, Output};

fn run(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_quarterdeck"));
    command.current_dir(folder).env_clear().env("QUARTERDECK_DATA_FOLDER", folder).args(arguments);
    command.output().expect("the program runs")
}

fn words(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn an_installation_in_which_nothing_happened_has_figures_too() {
    let folder = tempfile::tempdir().expect("a folder");
    for clock in ["calendar", "business"] {
        let asked = ["kpi", "--from", "2026-03-01", "--to", "2026-03-31", "--format", "csv", "--clock", clock];
        let printed = run(folder.path(), &asked);
        assert!(printed.status.success(), "{}", words(&printed.stderr));
        let lines = words(&printed.stdout);
        assert!(
            lines.starts_with("metric,count,of,share,mean,median,p90,points,excluded\ncreated,0,,,,,,,\n"),
            "{lines}"
        );
        assert!(
            lines.contains("\nfirst_response_time,0,,,,,,,\n") && lines.contains("\nreopen_rate,0,0,,,,,,\n"),
            "{lines}"
        );
    }
    let divided =
        run(folder.path(), &["kpi", "--from", "2026-03-01", "--to", "2026-03-31", "--by", "team", "--format", "csv"]);
    assert_eq!(words(&divided.stdout), "metric,team,count,of,share,mean,median,p90,points,excluded\n");
    let rebuilt = run(folder.path(), &["facts", "rebuild"]);
    assert!(words(&rebuilt.stdout).starts_with("Facts of 0 conversations were made in"), "{}", words(&rebuilt.stderr));
}

#[test]
fn what_cannot_be_asked_is_refused_with_what_can() {
    let folder = tempfile::tempdir().expect("a folder");
    let table: [(&[&str], &str); 8] = [
        (&["--from", "2026-03-01"], "--to"),
        (&["--from", "01.03.2026", "--to", "2026-03-31"], "a day is like 2026-03-01"),
        (&["--from", "2026-02-30", "--to", "2026-03-31"], "a day is like 2026-03-01"),
        (&["--from", "2026-03-01", "--to", "9999-12-31"], "between 1970 and 2100"),
        (&["--from", "2026-03-31", "--to", "2026-03-01"], "--to is before --from"),
        (&["--from", "2026-03-01", "--to", "2026-03-31", "--metric", "speed"], "the metrics are created, solved"),
        (&["--from", "2026-03-01", "--to", "2026-03-31", "--by", "mood"], "figures are divided by team"),
        (&["--from", "2026-03-01", "--to", "2026-03-31", "--clock", "sundial"], "calendar, business"),
    ];
    for (arguments, expected) in table {
        let refused = run(folder.path(), &[&["kpi"], arguments].concat());
        let told = words(&refused.stderr);
        assert!(!refused.status.success() && told.contains(expected), "{arguments:?}: {told}");
        assert_eq!(words(&refused.stdout), "", "{arguments:?}");
    }
}
