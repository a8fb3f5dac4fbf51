//! Counting agreement, and naming disagreement.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Files named for one kind of disagreement.
const MOST_NAMED: usize = 4;

/// What was compared in one set.
#[derive(Debug, Default)]
struct Row {
    compared: usize,
    agreed: usize,
    disagreed: BTreeMap<&'static str, Vec<String>>,
}

/// All that was compared.
#[derive(Debug, Default)]
pub struct Tally {
    rows: BTreeMap<(usize, &'static str, String), Row>,
    kinds: Vec<&'static str>,
}

impl Tally {
    /// Notes one comparison: `None` is agreement, else the words for how the two differ.
    pub fn note(&mut self, kind: &'static str, file: &str, difference: Option<&'static str>) {
        let place = self.kinds.iter().position(|known| *known == kind).unwrap_or_else(|| {
            self.kinds.push(kind);
            self.kinds.len() - 1
        });
        for set in [super::set_of(file), "together"] {
            let row = self.rows.entry((place, kind, set.to_owned())).or_default();
            row.compared += 1;
            match difference {
                None => row.agreed += 1,
                Some(words) => row.disagreed.entry(words).or_default().push(file.to_owned()),
            }
        }
    }

    /// As a table, a line for each set and one below for each kind of disagreement.
    pub fn table(&self) -> String {
        if self.rows.is_empty() {
            return "No reference figures beside this mail: nothing to compare with.".to_owned();
        }
        let mut table = String::from("Ours beside other tools (reference/):");
        for ((_, kind, set), row) in &self.rows {
            let share = row.agreed as f64 * 100.0 / row.compared as f64;
            let _ = write!(table, "\n{kind:<34} {set:<24} {:>4} of {:>4}  {share:>5.1} %", row.agreed, row.compared);
            if set == "together" {
                continue;
            }
            for (words, files) in &row.disagreed {
                let named = files
                    .iter()
                    .take(MOST_NAMED)
                    .map(|file| file.split_once('/').map_or(file.as_str(), |(_, name)| name));
                let more = if files.len() > MOST_NAMED { ", …" } else { "" };
                let _ =
                    write!(table, "\n    {} × {words}: {}{more}", files.len(), named.collect::<Vec<_>>().join(", "));
            }
        }
        table
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_and_disagreements_are_told() {
        let mut tally = Tally::default();
        assert!(tally.table().starts_with("No reference"));
        tally.note("subject", "one/a.eml", None);
        tally.note("subject", "one/b.eml", Some("other words"));
        let table = tally.table();
        let lines: Vec<&str> = table.lines().collect();
        assert!(lines[1].starts_with("subject") && lines[1].ends_with("1 of    2   50.0 %"), "{table}");
        assert_eq!(lines[2], "    1 × other words: b.eml");
        assert!(lines[3].contains("together") && lines.len() == 4, "{table}");
    }
}
