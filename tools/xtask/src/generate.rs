//! Files made from the code and committed: the API's description, and the TypeScript types made from it.

use std::fs;
use std::path::{Path, PathBuf};

use crate::shell::{self, Failure, Outcome};
use crate::web;

/// Committed files that this task writes.
const GENERATED: [&str; 2] = ["openapi.json", "web/staff/src/lib/api/schema.d.ts"];

/// `cargo xtask generate`: writes the files anew.
pub(crate) fn run() -> Outcome {
    shell::run(&mut shell::command("cargo", ["build", "--package", "server"]))?;
    write(&binary())
}

/// Tells whether the committed files are what the code makes; leaves them as they were.
pub(crate) fn check() -> Outcome {
    let root = shell::root();
    let before: Vec<(PathBuf, Option<Vec<u8>>)> =
        GENERATED.iter().map(|name| root.join(name)).map(|file| (file.clone(), fs::read(file).ok())).collect();
    let outcome = write(&binary());
    let mut stale = Vec::new();
    for (file, content) in before {
        if fs::read(&file).ok() == content {
            continue;
        }
        stale.push(file.strip_prefix(&root).unwrap_or(&file).display().to_string());
        match content {
            Some(content) => fs::write(&file, content)?,
            None => fs::remove_file(&file)?,
        }
    }
    outcome?;
    if stale.is_empty() {
        return Ok(());
    }
    Err(Failure::new(format!("not what the code makes: {}; run `cargo xtask generate` and commit", stale.join(", "))))
}

/// Returns the binary that the tests use.
pub(crate) fn binary() -> PathBuf {
    shell::target().join("debug/quarterdeck")
}

fn write(binary: &Path) -> Outcome {
    let mut command = shell::command(&binary.to_string_lossy(), ["openapi"]);
    let output = command.output().map_err(|error| shell::cannot_start(&command, &error))?;
    if !output.status.success() {
        return Err(Failure::new(format!("`quarterdeck openapi` failed: {}", String::from_utf8_lossy(&output.stderr))));
    }
    let root = shell::root();
    let file = root.join(GENERATED[0]);
    // Written only when it differs, so that nothing is rebuilt for a new date on the same content.
    if fs::read(&file).ok().as_deref() != Some(&output.stdout) {
        fs::write(&file, &output.stdout)?;
    }
    web::dependencies(web::STAFF)?;
    shell::run(&mut web::npm(web::STAFF, &["run", "generate"]))
}
