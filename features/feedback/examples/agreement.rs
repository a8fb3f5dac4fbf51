//! How far the reading of comments agrees with people: lines of `label<TAB>text` come in, counts go out.
//!
//! `… | cargo run -p feedback --example agreement -- sentiment en` (labels −1, 0, 1) or `-- themes en` (any labels).

use std::collections::BTreeMap;
use std::io::BufRead as _;

use feedback::themes::cluster::group;
use feedback::themes::sentiment::sentiment;
use feedback::themes::terms::terms;

fn main() -> std::io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let language = arguments.get(1).map_or("en", String::as_str);
    let rows: Vec<(String, String)> = std::io::stdin()
        .lock()
        .lines()
        .map_while(Result::ok)
        .filter_map(|line| line.split_once('\t').map(|(label, text)| (label.to_owned(), text.to_owned())))
        .collect();
    let mut out = std::io::stdout().lock();
    if arguments.first().is_some_and(|what| what == "themes") {
        themes(&rows, language, &mut out)
    } else {
        feelings(&rows, language, &mut out)
    }
}

fn feelings(rows: &[(String, String)], language: &str, out: &mut impl std::io::Write) -> std::io::Result<()> {
    let mut counts: BTreeMap<(i64, i64), usize> = BTreeMap::new();
    for (label, text) in rows {
        let Ok(label) = label.parse() else { continue };
        *counts.entry((label, sentiment(text, language).number())).or_default() += 1;
    }
    let all: usize = counts.values().sum();
    let same = |matches: &dyn Fn(i64, i64) -> bool| -> usize {
        counts.iter().filter(|((said, read), _)| matches(*said, *read)).map(|(_, count)| count).sum()
    };
    let agree = same(&|said, read| said == read);
    let (decided, right) = (same(&|said, read| said != 0 && read != 0), same(&|said, read| said != 0 && said == read));
    writeln!(out, "{all} texts, {agree} read as people did ({:.1} %)", percent(agree, all))?;
    writeln!(out, "{decided} where both lean to a side, {right} to the same ({:.1} %)", percent(right, decided))?;
    for ((said, read), count) in &counts {
        writeln!(out, "said {said:2}, read {read:2}: {count}")?;
    }
    out.flush()
}

fn themes(rows: &[(String, String)], language: &str, out: &mut impl std::io::Write) -> std::io::Result<()> {
    let words: Vec<_> = rows.iter().map(|(_, text)| terms(text, language)).collect();
    let (mut placed, mut fitting) = (0, 0);
    for group in group(&words) {
        let mut labels: BTreeMap<&str, usize> = BTreeMap::new();
        for member in &group.members {
            *labels.entry(&rows[*member].0).or_default() += 1;
        }
        let (label, count) = labels.into_iter().max_by_key(|(_, count)| *count).unwrap_or_default();
        placed += group.members.len();
        fitting += count;
        writeln!(out, "{:5} {:60} mostly «{label}» ({count})", group.members.len(), group.name())?;
    }
    writeln!(
        out,
        "{placed} of {} placed; {fitting} bear the label most of their group bear ({:.1} %)",
        rows.len(),
        percent(fitting, placed)
    )?;
    out.flush()
}

fn percent(part: usize, whole: usize) -> f64 {
    100.0 * part as f64 / whole.max(1) as f64
}
