//! Counting agreement, and naming disagreement.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::known;

/// Files named for one kind of disagreement.
const MOST_NAMED: usize = 4;

/// Words of a disagreement in which ours has more than the reference, and all of it, begin so.
pub const HAS_ALL: &str = "ours has all";

/// What was compared in one set.
#[derive(Debug, Default)]
struct Row {
    compared: usize,
    agreed: usize,
    disagreed: BTreeMap<&'static str, Vec<String>>,
    /// Among the disagreements: proven errors of the reference.
    explained: BTreeMap<&'static str, Vec<String>>,
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
            match (difference, known::error(kind, file)) {
                (None, _) => row.agreed += 1,
                (Some(_), Some(reason)) => row.explained.entry(reason).or_default().push(file.to_owned()),
                (Some(words), None) => row.disagreed.entry(words).or_default().push(file.to_owned()),
            }
        }
    }

    /// As a table, a line for each set and one below for each kind of disagreement.
    pub fn table(&self) -> String {
        if self.rows.is_empty() {
            return "No reference figures beside this mail: nothing to compare with.".to_owned();
        }
        let mut table = String::from(
            "Ours beside other tools (reference/): how many agree, and, where a look at the mail proves the reference wrong, how many\n\
             agree or are such errors, or ours has more and nothing is missing.",
        );
        for ((_, kind, set), row) in &self.rows {
            let share = row.agreed as f64 * 100.0 / row.compared as f64;
            let _ = write!(table, "\n{kind:<34} {set:<24} {:>4} of {:>4}  {share:>5.1} %", row.agreed, row.compared);
            let excused: usize = row.explained.values().map(Vec::len).sum();
            if excused > 0 {
                let known = row.agreed + excused;
                let share = known as f64 * 100.0 / row.compared as f64;
                let _ = write!(
                    table,
                    "   with {excused} errors of the reference {known} of {}  {share:.1} %",
                    row.compared
                );
            }
            let beyond = row.disagreed.iter().filter(|(words, _)| words.starts_with(HAS_ALL));
            let beyond: usize = beyond.map(|(_, files)| files.len()).sum();
            if beyond > 0 {
                let whole = row.agreed + beyond;
                let share = whole as f64 * 100.0 / row.compared as f64;
                let _ = write!(table, "   nothing of the reference's is missing in {whole}  {share:.1} %");
            }
            if set == "together" {
                continue;
            }
            for (reason, files) in &row.explained {
                let _ = write!(table, "\n    {} × error of the reference: {reason}: {}", files.len(), files.join(", "));
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
        assert!(lines[2].starts_with("subject") && lines[2].ends_with("1 of    2   50.0 %"), "{table}");
        assert_eq!(lines[3], "    1 × other words: b.eml");
        assert!(lines[4].contains("together") && lines.len() == 5, "{table}");
    }

    #[test]
    fn having_more_is_a_disagreement_in_which_nothing_is_missing() {
        let mut tally = Tally::default();
        tally.note("attachments", "one/a.eml", Some("ours has all, and the signature as a file"));
        tally.note("attachments", "one/b.eml", None);
        tally.note("attachments", "one/c.eml", Some("fewer"));
        let table = tally.table();
        assert!(table.contains("1 of    3   33.3 %   nothing of the reference's is missing in 2  66.7 %"), "{table}");
    }

    #[test]
    fn errors_of_the_reference_are_shown_and_never_count_as_agreement() {
        let mut tally = Tally::default();
        tally.note("visible reply", "reply-github/email_2_2.txt", Some("other words"));
        tally.note("visible reply", "reply-github/email_2_3.txt", None);
        let table = tally.table();
        assert!(table.contains("1 of    2   50.0 %   with 1 errors of the reference 2 of 2  100.0 %"), "{table}");
        assert!(table.contains("1 × error of the reference: ") && table.contains("email_2_2.txt"), "{table}");
    }
}
