//! The command line.

mod backup;
mod compare;
mod deliver;
pub(crate) mod demo;
mod doctor;
mod facts;
mod import;
mod kpi;
mod relocate;
mod restore;
mod search;
mod serve;
mod store;
mod verify;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use access::passwords::Hasher;
use clap::{Parser, Subcommand};
use delivery::Trust;
use kernel::SystemClock;

use crate::app::{App, Plan};
use crate::config::{self, Config, Location};
use crate::logging;

/// Quarterdeck: the place from which a customer service manager runs the whole department.
#[derive(Debug, Parser)]
#[command(name = "quarterdeck", version, about)]
struct Arguments {
    /// The configuration file; ./quarterdeck.toml when it exists.
    #[arg(long, global = true)]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Starts the server (the default).
    Serve,
    /// Shows the configuration.
    Config {
        #[command(subcommand)]
        what: ConfigCommand,
    },
    /// Takes a mail from standard input, as a mail server's pipe hands it over.
    Deliver {
        /// The mailbox's address; found in the mail when absent.
        #[arg(long)]
        mailbox: Option<String>,
    },
    /// Takes over history with its own dates: mail, or tables of another system; sends nothing. Interrupted, the same command goes
    /// on where it was.
    #[command(subcommand)]
    Import(import::Import),
    /// Fills a demo company into an empty installation.
    Demo {
        /// The same seed gives the same company.
        #[arg(long, default_value_t = ::demo::fill::SEED)]
        seed: u64,
        /// How many conversations.
        #[arg(long, default_value_t = ::demo::fill::CONVERSATIONS)]
        conversations: u32,
        /// The day on which the year told ends, like 2026-06-30; now when absent.
        #[arg(long, value_parser = kpi::day)]
        until: Option<jiff::civil::Date>,
    },
    /// Saves the whole installation into one file; the server may run meanwhile.
    Backup {
        /// The file to make.
        file: PathBuf,
        /// Puts the secret key into the file too: whoever has the file can then read the mailbox passwords.
        #[arg(long)]
        with_key: bool,
    },
    /// Restores a backup into an empty installation.
    Restore {
        /// The file.
        file: PathBuf,
        /// Another place than the configured one: a data folder, sqlite:FILE or postgres://USER@HOST/NAME.
        #[arg(long)]
        into: Option<String>,
    },
    /// Moves everything into another, empty database; the server must not run meanwhile.
    Move {
        /// sqlite:FILE or postgres://USER@HOST/NAME.
        #[arg(long, required_unless_present = "take_back", conflicts_with = "take_back")]
        to: Option<String>,
        /// Lets a server start again on the configured database, which was moved away from. What was written elsewhere since is
        /// not in it.
        #[arg(long)]
        take_back: bool,
    },
    /// Walks the audit chain and says whether anything was changed; ends with 1 when something is wrong.
    Verify {
        /// Looks at references, attachments, counters and the search index too.
        #[arg(long)]
        deep: bool,
        /// Computes anew what can be computed from the rest, then looks at everything.
        #[arg(long)]
        repair: bool,
    },
    /// Prints figures of the service department over some days: any metric of the dictionary.
    Kpi(compare::Kpi),
    /// Looks after the facts that figures are computed from; the server may run meanwhile, its figures are not whole until then.
    Facts {
        #[command(subcommand)]
        what: FactsCommand,
    },
    /// Says of each part of the set-up whether it is well, and what to do if not.
    Doctor,
    /// Looks after the search index of this node; the server must not run meanwhile.
    Search {
        #[command(subcommand)]
        what: SearchCommand,
    },
    /// Prints the OpenAPI document.
    Openapi,
}

#[derive(Debug, Subcommand)]
enum ConfigCommand {
    /// Prints each value and where it came from.
    Print,
    /// Prints a commented file with every setting at its default.
    Example,
}

#[derive(Debug, Subcommand)]
enum SearchCommand {
    /// Throws the index away and builds it anew from the database.
    Rebuild,
}

#[derive(Debug, Subcommand)]
enum FactsCommand {
    /// Throws the facts away and makes them anew from the event log. Interrupted, the server goes on with it.
    Rebuild,
}

/// What a command ends with.
pub(crate) type Ended = Result<ExitCode, String>;

/// Runs the command that the arguments name.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(arguments) {
        Ok(code) => code,
        Err(words) => {
            complain(&words);
            ExitCode::FAILURE
        }
    }
}

#[expect(clippy::print_stderr, reason = "the command line's own voice")]
pub(crate) fn complain(words: &str) {
    eprintln!("quarterdeck: {words}");
}

#[expect(clippy::print_stdout, reason = "the command line's own voice")]
pub(crate) fn say(words: &str) {
    println!("{words}");
}

fn run(arguments: Arguments) -> Ended {
    let config = || config::load(&config::Args { file: arguments.config.clone() }).map_err(|error| error.to_string());
    match arguments.command.unwrap_or(Command::Serve) {
        Command::Config { what: ConfigCommand::Example } => {
            say(Config::example().trim_end());
            Ok(ExitCode::SUCCESS)
        }
        Command::Config { what: ConfigCommand::Print } => {
            say(config()?.print().trim_end());
            Ok(ExitCode::SUCCESS)
        }
        Command::Openapi => blocking(openapi()),
        Command::Serve => {
            let config = config()?;
            logging::start(&config.log);
            blocking(serve::serve(config))
        }
        Command::Deliver { mailbox } => {
            let code = config().and_then(|config| {
                logging::start(&config.log);
                blocking(deliver::deliver(config, mailbox))
            });
            // A mail server keeps a mail for which the pipe ends with EX_TEMPFAIL, and tries again.
            Ok(code.unwrap_or_else(|words| {
                complain(&words);
                ExitCode::from(75)
            }))
        }
        Command::Import(asked) => {
            let config = config()?;
            logging::start(&config.log);
            blocking(import::import(config, asked))
        }
        Command::Demo { seed, conversations, until } => {
            let config = config()?;
            logging::start(&config.log);
            blocking(demo::run(config, seed, conversations, until))
        }
        Command::Kpi(asked) => {
            let config = config()?;
            logging::start(&config.log);
            blocking(compare::run(config, asked))
        }
        Command::Facts { what: FactsCommand::Rebuild } => {
            let config = config()?;
            logging::start(&config.log);
            blocking(facts::rebuild(config))
        }
        Command::Doctor => blocking(doctor::doctor(config::load(&config::Args { file: arguments.config.clone() }))),
        Command::Search { what: SearchCommand::Rebuild } => {
            let config = config()?;
            logging::start(&config.log);
            blocking(search::rebuild(config))
        }
        Command::Backup { file, with_key } => {
            let config = config()?;
            logging::start(&config.log);
            blocking(backup::backup(config, file, with_key))
        }
        Command::Restore { file, into } => {
            let config = config()?;
            logging::start(&config.log);
            blocking(restore::restore(config, file, into))
        }
        Command::Move { to, take_back: _ } => {
            let config = config()?;
            logging::start(&config.log);
            match to {
                Some(to) => blocking(relocate::relocate(config, to)),
                None => blocking(relocate::take_back(config)),
            }
        }
        Command::Verify { deep, repair } => {
            let config = config()?;
            logging::start(&config.log);
            blocking(verify::verify(config, deep, repair))
        }
    }
}

fn blocking(work: impl Future<Output = Ended>) -> Ended {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(|error| error.to_string())?;
    let ended = runtime.block_on(work);
    // Threads that wait for a mail server must not hold up the end.
    runtime.shutdown_timeout(Duration::from_secs(2));
    ended
}

/// How a database is opened, by the settings of the configuration.
pub(crate) fn database(config: &Config, location: &Location) -> db::DbConfig {
    match location {
        Location::Sqlite(path) => {
            db::DbConfig::Sqlite { path: path.clone(), readers: config.database.readers as usize, durable: true }
        }
        Location::Postgres(url) => db::DbConfig::Postgres {
            url: url.clone(),
            connections: config.database.connections as usize,
            tls: match config.database.tls {
                config::DatabaseTls::Off => db::PostgresTls::Off,
                config::DatabaseTls::Required => db::PostgresTls::Required,
            },
        },
    }
}

/// What the configuration says, as a plan of the installation.
pub(crate) fn plan(config: &Config, public_url: String) -> Result<Plan, String> {
    std::fs::create_dir_all(&config.data.folder)
        .map_err(|error| format!("the data folder {}: {error}", config.data.folder.display()))?;
    let trust = match &config.mail.ca_file {
        None => Trust::public(),
        Some(file) => {
            let pem = std::fs::read(file).map_err(|error| format!("mail.ca_file {}: {error}", file.display()))?;
            Trust::with_pem(&pem).map_err(|trouble| trouble.words)?
        }
    };
    Ok(Plan {
        database: database(config, &config.database.location),
        folder: config.data.folder.clone(),
        public_url,
        secret: *config.secret_key().map_err(|error| error.to_string())?.bytes(),
        mail_domain: config.mail.domain.clone(),
        mail_poll: config.mail.poll,
        name_servers: config.mail.name_servers.clone(),
        senders: senders(config),
        undo: config.mail.undo,
        trust,
        session: config.security.session,
        requests_per_minute: std::num::NonZeroU32::new(config.limits.requests_per_minute)
            .unwrap_or(std::num::NonZeroU32::MAX),
        sign_ins_per_minute: config.limits.sign_ins_per_minute,
        trusted_proxies: config.server.trusted_proxies.clone(),
        inner_hosts: config.server.inner_hosts.clone(),
        upload_bytes: config.limits.upload_bytes,
        slicing_bytes: config.limits.slicing_bytes,
        hasher: Hasher::owasp(),
        backups: config.backup.clone(),
    })
}

/// How senders of mail are checked.
fn senders(config: &Config) -> channels::authenticity::Policy {
    use channels::authenticity::names::Names;

    let mail = &config.mail;
    let names = if mail.check_senders {
        Names::servers(&mail.name_servers).unwrap_or_else(|words| {
            tracing::warn!(cause = words, "No name server is known: senders of mail are not checked. Set dns.servers.");
            Names::off()
        })
    } else {
        Names::off()
    };
    channels::authenticity::Policy {
        names,
        receiving_servers: mail.receiving_servers.clone(),
        trusted_forwarders: mail.trusted_forwarders.clone(),
    }
}

/// Opens the installation for a command that is not the server.
pub(crate) async fn open(config: &Config) -> Result<App, String> {
    let url = config
        .server
        .configured_public_url
        .clone()
        .unwrap_or_else(|| format!("http://{}:{}", config.server.address, config.server.port));
    App::open(plan(config, url)?, Arc::new(SystemClock)).await.map_err(|fault| explain(&fault))
}

/// A fault for the person at the terminal: with its causes, which a browser never sees.
pub(crate) fn explain(fault: &kernel::Fault) -> String {
    let causes = fault.causes();
    if causes.is_empty() { fault.sentence().to_owned() } else { format!("{} ({causes})", fault.sentence()) }
}

async fn openapi() -> Ended {
    let folder = std::env::temp_dir().join(format!("quarterdeck-openapi-{}", std::process::id()));
    std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    let document = App::documents_in(&folder).await;
    let _ = std::fs::remove_dir_all(&folder);
    say(document.map_err(|fault| explain(&fault))?.trim_end());
    Ok(ExitCode::SUCCESS)
}
