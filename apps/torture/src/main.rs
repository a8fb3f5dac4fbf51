//! `make torture`: every scenario on every engine, one table, and an end that tells whether anything was lost.

use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use clap::Parser;
use torture::{Engine, Outcome, Plan, Scenario, Verdict, run};

/// Kills the real server while mail comes in, and counts what is lost or double.
#[derive(Debug, Parser)]
struct Arguments {
    /// Mails of each run.
    #[arg(long, default_value_t = 2000)]
    mails: usize,
    /// Kills of each run; the database is restarted and the disk filled less often.
    #[arg(long, default_value_t = 50)]
    kills: usize,
    /// The same seed gives the same mails and instants; by the clock when absent.
    #[arg(long)]
    seed: Option<u64>,
    /// Only this engine.
    #[arg(long)]
    engine: Option<Engine>,
    /// Only this scenario.
    #[arg(long)]
    scenario: Option<Scenario>,
}

fn main() -> ExitCode {
    match perform(&Arguments::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("torture: {error}");
            ExitCode::FAILURE
        }
    }
}

fn perform(arguments: &Arguments) -> Outcome<bool> {
    let clock = SystemTime::now().duration_since(UNIX_EPOCH)?.as_micros() as u64;
    let seed = arguments.seed.unwrap_or(clock);
    println!("seed {seed}");
    let mut verdicts = Vec::new();
    let mut whole = true;
    for (engine, scenario) in [
        (Engine::Sqlite, Scenario::Kill),
        (Engine::Postgres, Scenario::Kill),
        (Engine::Postgres, Scenario::Database),
        (Engine::Sqlite, Scenario::Disk),
        (Engine::Postgres, Scenario::Disk),
    ] {
        if arguments.engine.is_some_and(|only| only != engine)
            || arguments.scenario.is_some_and(|only| only != scenario)
        {
            continue;
        }
        let blows = match scenario {
            Scenario::Kill => arguments.kills,
            Scenario::Database => arguments.kills.div_ceil(2),
            Scenario::Disk => arguments.kills.div_ceil(5),
        };
        let plan = Plan { engine, scenario, mails: arguments.mails, blows, seed };
        match run(plan) {
            Ok(Some(verdict)) => {
                tell(&verdict);
                whole &= verdict.is_well();
                verdicts.push(verdict);
            }
            Ok(None) => {
                println!("{engine:?}, {scenario:?}: cannot be run on this machine");
                whole = false;
            }
            Err(error) => {
                println!("{engine:?}, {scenario:?}: {error}");
                whole = false;
            }
        }
    }
    println!("\n{}", table(&verdicts));
    Ok(whole)
}

/// What a table has no room for.
fn tell(verdict: &Verdict) {
    for words in verdict.lost.iter().take(20) {
        println!("lost: {words}");
    }
    for words in verdict.double.iter().take(20) {
        println!("double: {words}");
    }
    if let Some(words) = &verdict.verify {
        println!("verify: {words}");
    }
}

fn table(verdicts: &[Verdict]) -> String {
    let mut lines = vec![format!(
        "{:<9} {:<9} {:>6} {:>6} {:>8} {:>5} {:>7} {:>7} {:>8}",
        "engine", "scenario", "mails", "blows", "refused", "lost", "double", "verify", "seconds"
    )];
    lines.extend(verdicts.iter().map(|verdict| {
        format!(
            "{:<9} {:<9} {:>6} {:>6} {:>8} {:>5} {:>7} {:>7} {:>8}",
            format!("{:?}", verdict.plan.engine),
            format!("{:?}", verdict.plan.scenario),
            verdict.mails,
            verdict.blows,
            verdict.refused,
            verdict.lost.len(),
            verdict.double.len(),
            if verdict.verify.is_none() { "clean" } else { "broken" },
            verdict.seconds
        )
    }));
    lines.join("\n")
}
