//! `quarterdeck kpi compare`: the figures of an imported history beside those that another tool computed from the same files.

mod judge;
mod ours;
mod pairs;
mod theirs;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use self::judge::{Line, Verdict, shown};
use self::ours::Ours;
use self::pairs::Pairs;
use super::kpi::{Asked, aligned, kpi};
use super::{Ended, complain, explain, open, say};
use crate::config::Config;

/// `quarterdeck kpi …`
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(crate) struct Kpi {
    #[command(flatten)]
    asked: Option<Asked>,
    #[command(subcommand)]
    what: Option<What>,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Prints the figures of an imported history beside those of another tool; ends with 1 when figures that should be the same are
    /// not.
    Compare(Compare),
}

/// What to compare.
#[derive(Debug, clap::Args)]
struct Compare {
    /// The figures of the other tool: a JSON document, durations in hours.
    #[arg(long)]
    reference: PathBuf,
    /// Which figure of theirs is which of ours, and where they mean different things: a TOML file.
    #[arg(long)]
    pairs: PathBuf,
    /// Only what is not the same.
    #[arg(long)]
    only_differences: bool,
}

pub(crate) async fn run(config: Config, asked: Kpi) -> Ended {
    match (asked.what, asked.asked) {
        (Some(What::Compare(compare)), _) => compared(config, compare).await,
        (None, Some(asked)) => kpi(config, asked).await,
        (None, None) => Err("--from and --to are needed".to_owned()),
    }
}

fn text(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

async fn compared(config: Config, asked: Compare) -> Ended {
    let pairs = Pairs::parse(&text(&asked.pairs)?).map_err(|words| format!("{}: {words}", asked.pairs.display()))?;
    let document: serde_json::Value = serde_json::from_str(&text(&asked.reference)?)
        .map_err(|error| format!("{}: {error}", asked.reference.display()))?;
    let app = open(&config).await?;
    // Without a server beside it nobody else makes facts of what was imported last.
    crate::background::facts(&app).catch_up().await.map_err(|fault| explain(&fault))?;
    let source = pairs.source.clone();
    let ours = app.db.report(move |tx| ours::load_all(tx, &source)).await.map_err(|fault| explain(&fault))?;
    if ours.count() == 0 {
        return Err(format!("nothing was imported from “{}” yet", pairs.source));
    }
    let table = side_by_side(&pairs, &document, &ours)?;
    say(&table.print(&pairs, asked.only_differences));
    if table.disagreements() > 0 || !table.left.is_empty() {
        complain("figures that should be the same are not, or nothing is said of some");
        return Ok(ExitCode::FAILURE);
    }
    Ok(ExitCode::SUCCESS)
}

/// All lines, and the figures of theirs that nothing is said of.
struct Table {
    lines: Vec<Line>,
    reasons: Vec<String>,
    left: Vec<String>,
}

fn side_by_side(pairs: &Pairs, document: &serde_json::Value, ours: &Ours) -> Result<Table, String> {
    let mut table = Table { lines: Vec::new(), reasons: Vec::new(), left: theirs::left(document, pairs) };
    for pair in &pairs.figure {
        if let Some(class) = pair.differs {
            let reason = format!("{}: {}", class.word(), pair.why);
            if !table.reasons.contains(&reason) {
                table.reasons.push(reason);
            }
        }
        let reason = pair.differs.map(|class| format!("{}: {}", class.word(), pair.why));
        let place = reason.and_then(|reason| table.reasons.iter().position(|each| *each == reason)).unwrap_or_default();
        table.lines.extend(judge::lines(pair, &theirs::read(document, pair)?, &ours.figures(pair)?, place));
    }
    Ok(table)
}

impl Table {
    fn count(&self, is: impl Fn(&Verdict) -> bool) -> usize {
        self.lines.iter().filter(|line| is(&line.verdict)).count()
    }

    fn disagreements(&self) -> usize {
        self.count(|verdict| *verdict == Verdict::Disagrees)
    }

    fn print(&self, pairs: &Pairs, only_differences: bool) -> String {
        let mut rows = vec!["figure\ttheirs\tours\tverdict".to_owned()];
        for line in self.lines.iter().filter(|line| !only_differences || line.verdict != Verdict::Same) {
            let verdict = match line.verdict {
                Verdict::Same => "same".to_owned(),
                Verdict::Differs(class, reason) => format!("{} [{}]", class.word(), reason + 1),
                Verdict::Disagrees => "NOT THE SAME".to_owned(),
            };
            rows.push(format!("{}\t{}\t{}\t{verdict}", line.name, shown(Some(line.theirs)), shown(line.ours)));
        }
        let mut told = vec![aligned(&rows.join("\n")), String::new()];
        told.extend(self.reasons.iter().enumerate().map(|(place, reason)| format!("[{}] {reason}", place + 1)));
        told.extend(
            pairs.without.iter().map(|without| format!("not a figure of ours: {}: {}", without.reference, without.why)),
        );
        told.extend(self.left.iter().map(|name| format!("NOTHING IS SAID OF: {name}")));
        told.push(format!(
            "{} the same, {} differ by what is measured, {} not the same, {} without one of ours",
            self.count(|verdict| *verdict == Verdict::Same),
            self.count(|verdict| matches!(verdict, Verdict::Differs(..))),
            self.disagreements(),
            pairs.without.len() + self.left.len(),
        ));
        told.join("\n")
    }
}
