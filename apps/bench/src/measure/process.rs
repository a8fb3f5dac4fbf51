//! What the program weighs: memory, start, size on disk, and what a browser loads first.

use std::path::Path;
use std::time::Duration;

use crate::outcome::{Outcome, wrong};
use crate::program::{self, Program, Scratch};
use crate::report::{Aim, Line, Sample};

const MEGABYTE: f64 = 1_000_000.0;
const STARTS: usize = 5;

/// Start and memory of an installation without data, size of the binary, first load of the browser.
pub async fn empty(below: &Path, staff: &Path) -> Outcome<Vec<Line>> {
    let folder = Scratch::below(below, "empty")?;
    // The first start makes the tables, which is part of no start afterwards.
    Program::product(&folder.0, "")?.stop()?;
    let mut starts = Sample::default();
    for _ in 0..STARTS {
        let program = Program::product(&folder.0, "")?;
        starts.0.push(program.started_in.as_secs_f64() * 1000.0);
        program.stop()?;
    }
    let program = Program::product(&folder.0, "")?;
    tokio::time::sleep(Duration::from_secs(2)).await;
    let (resident, _) = program.memory()?;
    program.stop()?;
    let size = std::fs::metadata(program::binary()?)?.len();
    Ok(vec![
        Line::alone("cold start, empty", "ms", starts, Aim::Below(500)),
        Line::alone("memory, idle", "MB", resident as f64 / MEGABYTE, Aim::Below(80)),
        Line::alone("binary", "MB", size as f64 / MEGABYTE, Aim::Below(60)),
        Line::alone("staff UI, first load, JS gzipped", "kB", first_load(staff)? as f64 / 1000.0, Aim::Below(250)),
    ])
}

/// Memory after the load. Pages of the database file that are mapped count as resident but belong to the system's cache.
pub fn loaded(engine: &str, program: &Program) -> Outcome<Vec<Line>> {
    let (resident, own) = program.memory()?;
    Ok(vec![
        Line::alone(format!("{engine}: memory after the load, its own"), "MB", own as f64 / MEGABYTE, Aim::Below(200)),
        Line::alone(
            format!("{engine}: memory after the load, with mapped files"),
            "MB",
            resident as f64 / MEGABYTE,
            Aim::None,
        ),
    ])
}

/// Bytes of all scripts that the first page names, gzipped.
fn first_load(folder: &Path) -> Outcome<usize> {
    let page = std::fs::read_to_string(folder.join("index.html"))?;
    let named = page.split(['"', '\'']).filter(|part| {
        part.starts_with('/')
            && Path::new(part).extension().is_some_and(|extension| extension.eq_ignore_ascii_case("js"))
    });
    let mut sum = 0;
    for script in named {
        let content = std::fs::read(folder.join(script.trim_start_matches('/')))?;
        // A gzip stream is the deflated bytes with 18 bytes around them.
        sum += miniz_oxide::deflate::compress_to_vec(&content, 6).len() + 18;
    }
    if sum == 0 { wrong("the first page names no scripts") } else { Ok(sum) }
}
