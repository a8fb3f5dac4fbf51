//! `cargo xtask fuzz`: what strangers send, made up by libFuzzer for a while. The programs are in `fuzz/`, a workspace of its own.

use std::fs;
use std::path::Path;

use crate::install;
use crate::shell::{self, Failure, Outcome};

/// The programs, each beside the folder of its seeds.
const TARGETS: [&str; 4] = ["mail", "reply", "html", "search"];
/// One input may take so long and so much, in seconds and megabytes.
const LIMITS: [&str; 3] = ["-timeout=10", "-rss_limit_mb=3000", "-malloc_limit_mb=1000"];
/// Bytes of the largest input that is made up.
const LARGEST: [(&str, &str); 4] = [("mail", "65536"), ("reply", "16384"), ("html", "16384"), ("search", "4096")];

/// Runs one program, or each after the other, for so many seconds.
pub(crate) fn run(seconds: u32, only: Option<&str>) -> Outcome {
    if only.is_some_and(|name| !TARGETS.contains(&name)) {
        return Err(Failure::new(format!("the programs are {}", TARGETS.join(", "))));
    }
    install::ensure(&[install::COMPILER])?;
    if shell::find("cargo-fuzz").is_none() {
        shell::run(&mut shell::command("cargo", ["install", "--locked", "cargo-fuzz"]))?;
    }
    let root = shell::root();
    let folder = root.join("fuzz");
    for name in TARGETS.into_iter().filter(|name| only.is_none_or(|only| only == *name)) {
        one(&folder, name, seconds)?;
    }
    Ok(())
}

fn one(folder: &Path, name: &str, seconds: u32) -> Outcome {
    // What libFuzzer finds interesting goes into the first folder; the seeds stay as they are.
    let corpus = folder.join("corpus").join(name);
    fs::create_dir_all(&corpus)?;
    let largest = LARGEST.iter().find(|(target, _)| *target == name).map_or("4096", |(_, bytes)| bytes);
    // As `--release` of the manifest: cargo-fuzz would switch assertions on in every dependency too.
    // The code is ours and forbids `unsafe`: panics, overflows, loops and allocations are looked for, not wild pointers.
    let mut command = shell::command("cargo", ["fuzz", "run", "--release", "--sanitizer", "none", name]);
    command.args([corpus, folder.join("seeds").join(name)]).arg("--");
    command.args(LIMITS).arg(format!("-max_total_time={seconds}")).arg(format!("-max_len={largest}"));
    command.args(["-print_final_stats=1", "-verbosity=1"]);
    // The switches that libFuzzer needs are not in the stable language yet.
    command.env("RUSTC_BOOTSTRAP", "1").env("CARGO_TARGET_DIR", shell::target().join("fuzz")).current_dir(folder);
    shell::run(&mut command)
}
