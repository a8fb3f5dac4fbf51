//! Measures speed beside its ceilings (`cargo xtask bench`), and sends a corpus of mail through the product
//! (`cargo xtask corpus`). No part of the product: it starts the product's own binary and
//! asks it over HTTP.

mod agreement;
mod cache;
mod ceiling;
mod chance;
mod company;
mod corpus;
mod fill;
mod http;
mod measure;
mod outcome;
mod program;
mod report;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use cache::Cache;
use company::Size;
use outcome::{Outcome, wrong};

/// The server that PostgreSQL is measured on.
const POSTGRES: &str = "QUARTERDECK_TEST_POSTGRES";

/// Measures speed beside its ceilings.
#[derive(Debug, Parser)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Fills SQLite when that is needed, and prints the folder that a filled PostgreSQL server is to be kept in.
    Prepare(How),
    /// Fills the PostgreSQL server that the environment names.
    FillPostgres(How),
    /// Measures.
    Run(How),
    /// Sends a folder of mail through `quarterdeck deliver`, and counts what became of it.
    Corpus {
        /// A folder whose folder `mail` holds the mail, packed or not.
        data: PathBuf,
        /// Names each file that was not placed.
        #[arg(long)]
        list: bool,
    },
    /// Compares what we read out of a folder of mail with what other tools read, without sending anything.
    Compare {
        /// A folder with `mail` and `reference`.
        data: PathBuf,
    },
    /// Serves the bare pages of a database.
    Ceiling {
        /// A SQLite file or the address of a PostgreSQL database.
        database: String,
    },
}

#[derive(Debug, clap::Args)]
struct How {
    /// A tenth of the data and short measurements, to see that everything works.
    #[arg(long)]
    quick: bool,
    /// Only one engine.
    #[arg(long, value_enum)]
    only: Option<Engine>,
    /// Only some of the lines.
    #[arg(long, value_enum)]
    part: Option<Part>,
    /// Imports a million mails too, and asks for figures of ten million conversations: takes an hour and 15 GB.
    #[arg(long)]
    million: bool,
    /// The folder of the clone: for the built staff web and the written figures.
    #[arg(long, default_value = ".")]
    clone: PathBuf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Engine {
    Sqlite,
    Postgres,
}

/// Lines that can be measured alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Part {
    /// Archives of mail.
    Imports,
    /// How soon others see what happened.
    Live,
    /// Pages, search, replies, start and memory.
    Desk,
    /// Dashboards, lists behind figures, roll-ups.
    Figures,
}

impl How {
    fn measures(&self, part: Part) -> bool {
        self.part.is_none_or(|only| only == part)
    }

    fn cache(&self) -> Outcome<Cache> {
        Cache::find(if self.quick { Size::QUICK } else { Size::FULL })
    }

    fn wants(&self, engine: Engine) -> bool {
        self.only.is_none_or(|only| only == engine)
    }
}

fn main() -> ExitCode {
    let done = tokio::runtime::Runtime::new()
        .map_err(Into::into)
        .and_then(|runtime| runtime.block_on(perform(Arguments::parse().task)));
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn perform(task: Task) -> Outcome {
    match task {
        Task::Ceiling { database } => ceiling::serve(&database).await,
        Task::Corpus { data, list } => corpus::send(&data, list).await,
        Task::Compare { data } => corpus::compare(&data),
        Task::Prepare(how) => {
            let cache = how.cache()?;
            cache.fill_sqlite().await?;
            println!("{}", cache.postgres_server().display());
            Ok(())
        }
        Task::FillPostgres(how) => how.cache()?.fill_postgres(&server()?).await,
        Task::Run(how) => run(&how).await,
    }
}

fn server() -> Outcome<String> {
    std::env::var(POSTGRES).or_else(|_| wrong(format!("{POSTGRES} names no server")))
}

async fn imports(how: &How, cache: &Cache) -> Outcome<Vec<report::Line>> {
    let mails = if how.quick { 2_000 } else { 40_000 };
    let mut lines = Vec::new();
    if how.wants(Engine::Sqlite) {
        lines.extend(measure::told(measure::archive::sqlite(&cache.folder, mails).await?));
    }
    if how.million {
        lines.extend(measure::told(measure::archive::million(&cache.folder).await?));
    }
    if how.wants(Engine::Postgres) {
        lines.extend(measure::told(measure::archive::postgres(&cache.folder, &server()?, mails).await?));
    }
    Ok(lines)
}

async fn figures(how: &How, cache: &Cache) -> Outcome<Vec<report::Line>> {
    let conversations = match how {
        How { quick: true, .. } => 20_000,
        How { million: true, .. } => 10_000_000,
        How { .. } => 1_000_000,
    };
    let mut lines = Vec::new();
    if how.wants(Engine::Sqlite) {
        lines.extend(measure::figures::sqlite(&cache.folder, conversations).await?);
        lines.extend(measure::told(vec![measure::figures::rebuild_sqlite(cache)?]));
    }
    if how.wants(Engine::Postgres) {
        lines.extend(measure::figures::postgres(&cache.folder, &server()?, conversations).await?);
        lines.extend(measure::told(vec![measure::figures::rebuild_postgres(cache, &server()?).await?]));
    }
    Ok(lines)
}

async fn run(how: &How) -> Outcome {
    let cache = how.cache()?;
    let machine = report::machine();
    let mut lines = Vec::new();
    if how.measures(Part::Desk) {
        lines.extend(measure::weigh(&cache, &how.clone.join("web/staff/dist")).await?);
    }
    if how.measures(Part::Imports) {
        lines.extend(imports(how, &cache).await?);
    }
    if how.measures(Part::Figures) {
        lines.extend(figures(how, &cache).await?);
    }
    let desk = !matches!(how.part, Some(Part::Imports | Part::Figures));
    if how.wants(Engine::Sqlite) && desk {
        lines.extend(measure::sqlite(&cache, how.part).await?);
    }
    if how.wants(Engine::Postgres) && desk {
        lines.extend(measure::postgres(&cache, &server()?, how.part).await?);
    }
    println!("{}", report::table(&lines));
    let target = how.clone.join("target");
    std::fs::create_dir_all(&target)?;
    let document = report::document(&lines, &machine);
    std::fs::write(target.join("bench.json"), serde_json::to_vec_pretty(&document)?)?;
    println!("All figures: {}", target.join("bench.json").display());
    Ok(())
}
