//! What the closing lines of the test runners say.

use std::iter::Sum;
use std::ops::AddAssign;

/// How many tests passed and how many did not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) passed: usize,
    pub(super) failed: usize,
}

impl Counts {
    /// Corrects the counts by how the runner ended: a failure it did not count, or no test at all, is one failure.
    pub(super) fn judged(mut self, succeeded: bool) -> Self {
        if self.failed == 0 && (!succeeded || self.passed == 0) {
            self.failed = 1;
        }
        self
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl Sum for Counts {
    fn sum<I: Iterator<Item = Self>>(counts: I) -> Self {
        let mut total = Self::default();
        counts.for_each(|count| total += count);
        total
    }
}

/// A program that runs tests and counts them in its own words.
#[derive(Clone, Copy)]
pub(super) enum Runner {
    Nextest,
    CargoTest,
    Vitest,
    Playwright,
}

impl Runner {
    /// Returns what one line of output counts; nothing for most lines.
    pub(super) fn read(self, line: &str) -> Counts {
        let line = without_colours(line);
        let line = line.trim();
        let counts = match self {
            Self::Nextest => {
                line.strip_prefix("Summary [").and_then(|rest| rest.split_once(" run: ")).map(|(_, rest)| rest)
            }
            Self::CargoTest => line.strip_prefix("test result: "),
            Self::Vitest => line.strip_prefix("Tests ").filter(|rest| rest.ends_with(')')),
            Self::Playwright => Some(line).filter(|line| is_playwright_total(line)),
        };
        counts.map(read_counts).unwrap_or_default()
    }
}

/// Tells whether a line is one of Playwright's totals, such as `5 passed (1.2m)` or `2 did not run`.
fn is_playwright_total(line: &str) -> bool {
    let rest = line.trim_start_matches(|letter: char| letter.is_ascii_digit());
    rest.len() < line.len()
        && [" passed (", " failed", " did not run", " interrupted", " flaky"]
            .iter()
            .any(|word| rest.strip_prefix(word).is_some_and(|end| end.is_empty() || word.ends_with('(')))
}

/// Adds up phrases such as `12 passed`, `1 timed out` or `2 did not run`.
fn read_counts(phrases: &str) -> Counts {
    let words: Vec<&str> = phrases.split([' ', ',', ';', '|']).filter(|word| !word.is_empty()).collect();
    let mut counts = Counts::default();
    for pair in words.windows(2) {
        let Ok(number) = pair[0].parse::<usize>() else { continue };
        match pair[1] {
            "passed" | "flaky" => counts.passed += number,
            "failed" | "timed" | "exec" | "did" | "interrupted" => counts.failed += number,
            _ => {}
        }
    }
    counts
}

/// Removes the terminal's colour codes.
fn without_colours(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut letters = line.chars();
    while let Some(letter) = letters.next() {
        if letter == '\u{1b}' {
            letters.by_ref().find(char::is_ascii_alphabetic);
        } else {
            plain.push(letter);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::{Counts, Runner};

    #[test]
    fn closing_lines_are_counted() {
        let table = [
            (
                Runner::Nextest,
                "     Summary [   0.012s] 12 tests run: 10 passed (1 slow), 1 failed, 1 timed out, 3 skipped",
                10,
                2,
            ),
            (Runner::Nextest, "\u{1b}[32;1m     Summary\u{1b}[0m [   0.1s] 1 test run: 1 passed, 0 skipped", 1, 0),
            (Runner::Nextest, "        PASS [   0.004s] xtask tests::seven_passed", 0, 0),
            (
                Runner::CargoTest,
                "test result: FAILED. 5 passed; 2 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.1s",
                5,
                2,
            ),
            (Runner::CargoTest, "running 7 tests", 0, 0),
            (Runner::Vitest, "      Tests  1 failed | 11 passed (12)", 11, 1),
            (Runner::Vitest, " Test Files  3 passed (3)", 0, 0),
            (Runner::Playwright, "  5 passed (1.2m)", 5, 0),
            (Runner::Playwright, "  1 failed", 0, 1),
            (Runner::Playwright, "  2 did not run", 0, 2),
            (Runner::Playwright, "  3 skipped", 0, 0),
            (Runner::Playwright, "  ✓  1 journey.spec.ts:3:1 › 4 passed (2s)", 0, 0),
        ];
        for (runner, line, passed, failed) in table {
            assert_eq!(runner.read(line), Counts { passed, failed }, "{line}");
        }
    }

    #[test]
    fn a_runner_that_fails_without_counting_or_runs_nothing_is_one_failure() {
        assert_eq!(Counts { passed: 3, failed: 0 }.judged(false), Counts { passed: 3, failed: 1 });
        assert_eq!(Counts { passed: 0, failed: 0 }.judged(true), Counts { passed: 0, failed: 1 });
        assert_eq!(Counts { passed: 3, failed: 2 }.judged(false), Counts { passed: 3, failed: 2 });
        assert_eq!(Counts { passed: 3, failed: 0 }.judged(true), Counts { passed: 3, failed: 0 });
    }
}
