//! The one tool of the house: `cargo xtask <task>` builds, runs, tests and checks Quarterdeck.
//!
//! `make` targets are thin names for these tasks. Nothing here knows the product's code: it calls cargo, npm and the binary.

mod check;
mod compare;
mod contract;
mod fuzz;
mod generate;
mod install;
mod postgres;
mod release;
mod run;
mod shell;
mod test;
mod tidy;
mod web;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::shell::Outcome;

/// Builds, runs, tests and checks Quarterdeck.
#[derive(Parser)]
#[command(name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Builds web and server, then starts Quarterdeck on SQLite in ./data
    Run,
    /// Fills a demo company, then starts Quarterdeck on it
    Demo {
        /// Folder for the demo company's data
        #[arg(default_value = "data-demo")]
        folder: PathBuf,
        /// Same seed, same company; the usual one when left out
        #[arg(long)]
        seed: Option<u64>,
    },
    /// Runs every test: Rust on both engines, web, browser journeys
    Test {
        /// Only these parts (all when none is named)
        #[arg(value_enum)]
        parts: Vec<test::Part>,
        /// Runs the checks first and counts them too, as CI does
        #[arg(long)]
        checks: bool,
    },
    /// Runs the checks, cheap ones first
    Check,
    /// Checks directions, vocabulary, foreign tables and sizes without compiling
    Tidy,
    /// Writes openapi.json and the TypeScript schema made from it
    Generate,
    /// Measures speed beside its ceilings; further arguments go to the bench program
    Bench {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Sends a folder of real mail through `quarterdeck deliver` and counts what became of it
    Corpus {
        /// A folder whose folder `mail` holds the mail, packed or not
        data: PathBuf,
    },
    /// Imports public histories and holds their figures against those of another tool
    Compare {
        /// A folder with `eventlogs`, `tickets` and `reference`
        data: PathBuf,
    },
    /// Asks the running product everything its OpenAPI document allows; further arguments go to schemathesis
    Contract {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Feeds made-up mail, replies, HTML and searches to the code that reads them
    Fuzz {
        /// How long each program runs
        #[arg(default_value_t = 600)]
        seconds: u32,
        /// Only this program: mail, reply, html or search
        only: Option<String>,
    },
    /// Kills the server, its database and its disk while mail comes in; further arguments go to the torture program
    Torture {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Starts a throw-away PostgreSQL; runs a command on it, or waits until input ends
    Pg {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        command: Vec<String>,
    },
    /// Keeps a data folder of this release for the test of later ones
    ReleaseData,
    /// Takes the pictures for the README from a demo company
    Screenshots,
}

fn main() -> ExitCode {
    match perform(Cli::parse().task) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            failure.tell();
            ExitCode::FAILURE
        }
    }
}

fn perform(task: Task) -> Outcome {
    match task {
        Task::Run => run::run(),
        Task::Demo { folder, seed } => run::demo(&folder, seed),
        Task::Test { parts, checks } => test::run(&parts, checks),
        Task::Check => check::run(),
        Task::Tidy => tidy::run(),
        Task::Generate => generate::run(),
        Task::Bench { arguments } => run::bench(&arguments),
        Task::Fuzz { seconds, only } => fuzz::run(seconds, only.as_deref()),
        Task::Corpus { data } => run::corpus(&data),
        Task::Compare { data } => compare::run(&data),
        Task::Contract { arguments } => contract::run(&arguments),
        Task::Torture { arguments } => run::torture(&arguments),
        Task::Pg { command } => postgres::serve(&command),
        Task::ReleaseData => release::keep_data(),
        Task::Screenshots => run::screenshots(),
    }
}
