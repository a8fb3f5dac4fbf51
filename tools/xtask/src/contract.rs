//! Asks the running product everything its OpenAPI document allows, by schemathesis in a Python environment of its own.

use std::path::PathBuf;

use crate::install;
use crate::run::build;
use crate::shell::{self, Failure, Outcome};

/// What is installed there.
const SCHEMATHESIS: &str = "schemathesis==4.32.5";

/// Builds what `run` starts and goes over every operation; further arguments go to schemathesis.
pub(crate) fn run(arguments: &[String]) -> Outcome {
    install::ensure(&[install::PYTHON])?;
    let binary = build(&[])?;
    let python = environment()?.join("bin/python");
    shell::run(shell::command(&python.to_string_lossy(), ["tools/contract/run.py"]).arg(binary).args(arguments))
}

/// The environment, made when it is not there; a new version has a new folder.
fn environment() -> Outcome<PathBuf> {
    let home = std::env::var_os("HOME").ok_or_else(|| Failure::new("HOME is not set"))?;
    let folder = PathBuf::from(home).join(".cache/quarterdeck").join(SCHEMATHESIS.replace("==", "-"));
    if !folder.join("bin/schemathesis").exists() {
        shell::say(&format!("installing {SCHEMATHESIS}"));
        shell::run(shell::command("python3", ["-m", "venv", "--clear"]).arg(&folder))?;
        let pip = folder.join("bin/pip");
        shell::run(&mut shell::command(&pip.to_string_lossy(), ["install", "--quiet", SCHEMATHESIS]))?;
    }
    Ok(folder)
}
