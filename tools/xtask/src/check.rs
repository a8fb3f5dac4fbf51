//! Everything that judges the code without running it, cheap checks first.

use crate::generate;
use crate::shell::{self, Failure, Outcome};
use crate::tidy;
use crate::web;

/// One check: its name and how it is done.
pub(crate) struct Check {
    pub(crate) name: &'static str,
    pub(crate) perform: fn() -> Outcome,
}

/// The checks in the order in which they are done.
pub(crate) const CHECKS: [Check; 7] = [
    Check { name: "tidy", perform: tidy::run },
    Check { name: "format", perform: format },
    Check { name: "staff web: types and lint", perform: staff },
    Check { name: "browser journeys: types and lint", perform: journeys },
    Check { name: "staff web: size", perform: size },
    Check { name: "clippy", perform: clippy },
    Check { name: "generated files", perform: generated },
];

/// `cargo xtask check`: stops at the first check that fails.
pub(crate) fn run() -> Outcome {
    for check in &CHECKS {
        shell::say(check.name);
        (check.perform)().map_err(|failure| Failure::new(format!("{}: {failure}", check.name)))?;
    }
    shell::say("all checks passed");
    Ok(())
}

fn format() -> Outcome {
    shell::run(&mut shell::command("cargo", ["fmt", "--all", "--", "--check"]))
}

fn staff() -> Outcome {
    web::dependencies(web::STAFF)?;
    shell::run(&mut web::npm(web::STAFF, &["run", "check"]))
}

fn journeys() -> Outcome {
    web::dependencies(web::JOURNEYS)?;
    shell::run(&mut web::npm(web::JOURNEYS, &["run", "check"]))
}

fn size() -> Outcome {
    web::build()?;
    shell::run(&mut web::npm(web::STAFF, &["run", "budget"]))
}

fn clippy() -> Outcome {
    shell::run(&mut shell::command("cargo", ["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]))
}

fn generated() -> Outcome {
    build_everything()?;
    generate::check()
}

/// Builds the binary and every test once, in the one profile and feature set that all steps share.
pub(crate) fn build_everything() -> Outcome {
    shell::run(&mut shell::command("cargo", ["build", "--workspace", "--all-targets"]))
}
