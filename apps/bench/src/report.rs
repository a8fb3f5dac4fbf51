//! What was measured: a table for people, JSON for machines.

use serde::Serialize;
use serde_json::{Value, json};

/// What better means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Aim {
    /// Ours divided by the ceiling is to be at least this many hundredths.
    AtLeastPercent(u32),
    /// Ours divided by the ceiling is to be at most this many hundredths.
    AtMostPercent(u32),
    /// Ours itself is to be below this.
    Below(u32),
    /// Only to be known.
    None,
}

/// Some measurements of one thing, in the order they were taken.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Sample(pub Vec<f64>);

impl Sample {
    /// The one in the middle.
    pub fn median(&self) -> f64 {
        self.quantile(0.5)
    }

    /// The one below which a share of them lies.
    pub fn quantile(&self, share: f64) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        let place = ((sorted.len() as f64 * share) as usize).min(sorted.len().saturating_sub(1));
        sorted.get(place).copied().unwrap_or_default()
    }

    fn spread(&self) -> String {
        match self.0.len() {
            0 | 1 => String::new(),
            _ => format!(" ({}–{})", short(self.quantile(0.0)), short(self.quantile(1.0))),
        }
    }
}

impl From<f64> for Sample {
    fn from(one: f64) -> Self {
        Self(vec![one])
    }
}

/// A line of the table.
#[derive(Debug, Clone, Serialize)]
pub struct Line {
    /// What was measured.
    pub name: String,
    /// In which unit.
    pub unit: &'static str,
    /// The product.
    pub ours: Sample,
    /// What could be reached, where there is such a thing.
    pub ceiling: Option<Sample>,
    /// What is wanted.
    pub aim: Aim,
}

impl Line {
    /// A line without a ceiling.
    pub fn alone(name: impl Into<String>, unit: &'static str, ours: impl Into<Sample>, aim: Aim) -> Self {
        Self { name: name.into(), unit, ours: ours.into(), ceiling: None, aim }
    }

    /// The line by itself.
    pub fn spoken(&self) -> String {
        self.cells().join(" | ")
    }

    fn ratio(&self) -> Option<f64> {
        let ceiling = self.ceiling.as_ref()?.median();
        (ceiling > 0.0).then(|| self.ours.median() / ceiling)
    }

    fn is_met(&self) -> Option<bool> {
        match self.aim {
            Aim::AtLeastPercent(percent) => Some(self.ratio()? * 100.0 >= f64::from(percent)),
            Aim::AtMostPercent(percent) => Some(self.ratio()? * 100.0 <= f64::from(percent)),
            Aim::Below(most) => Some(self.ours.median() < f64::from(most)),
            Aim::None => None,
        }
    }

    fn cells(&self) -> [String; 5] {
        let aim = match self.aim {
            Aim::AtLeastPercent(percent) => format!("≥ {percent} %"),
            Aim::AtMostPercent(percent) => format!("≤ {percent} %"),
            Aim::Below(most) => format!("< {most} {}", self.unit),
            Aim::None => "–".to_owned(),
        };
        let verdict = match self.is_met() {
            Some(true) => " ✓",
            Some(false) => " ✗ missed",
            None => "",
        };
        [
            self.name.clone(),
            format!("{} {}{}", short(self.ours.median()), self.unit, self.ours.spread()),
            self.ceiling
                .as_ref()
                .map_or("–".to_owned(), |it| format!("{} {}{}", short(it.median()), self.unit, it.spread())),
            self.ratio().map_or("–".to_owned(), |ratio| format!("{:.0} %", ratio * 100.0)),
            format!("{aim}{verdict}"),
        ]
    }
}

fn short(number: f64) -> String {
    if number >= 100.0 {
        format!("{number:.0}")
    } else if number >= 10.0 {
        format!("{number:.1}")
    } else {
        format!("{number:.2}")
    }
}

/// The table.
pub fn table(lines: &[Line]) -> String {
    let head = ["name", "ours", "ceiling", "ratio", "aim"].map(str::to_owned);
    let rows: Vec<[String; 5]> = std::iter::once(head).chain(lines.iter().map(Line::cells)).collect();
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default();
    let widths: Vec<usize> = (0..5).map(width).collect();
    let mut text = String::new();
    for row in &rows {
        let cells: Vec<String> = row
            .iter()
            .zip(&widths)
            .map(|(cell, width)| format!("{cell}{}", " ".repeat(width - cell.chars().count())))
            .collect();
        text.push_str(cells.join(" | ").trim_end());
        text.push('\n');
    }
    text
}

/// All figures, with the machine they were taken on.
pub fn document(lines: &[Line], machine: &Value) -> Value {
    let lines: Vec<Value> = lines
        .iter()
        .map(|line| {
            json!({"name": line.name, "unit": line.unit, "ours": line.ours.median(), "ours_all": line.ours,
                "ceiling": line.ceiling.as_ref().map(Sample::median), "ceiling_all": line.ceiling, "ratio": line.ratio(),
                "aim": line.aim, "met": line.is_met()})
        })
        .collect();
    json!({"machine": machine, "figures": lines})
}

/// What the machine is.
pub fn machine() -> Value {
    let read = |path: &str| std::fs::read_to_string(path).unwrap_or_default();
    let field = |text: String, name: &str| {
        text.lines()
            .find(|line| line.starts_with(name))
            .and_then(|line| line.split(':').nth(1))
            .unwrap_or_default()
            .trim()
            .to_owned()
    };
    json!({
        "processor": field(read("/proc/cpuinfo"), "model name"),
        "cores": std::thread::available_parallelism().map_or(0, usize::from),
        "memory": field(read("/proc/meminfo"), "MemTotal"),
        "kernel": read("/proc/sys/kernel/osrelease").trim(),
        "load": read("/proc/loadavg").trim(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_tells_whether_its_aim_is_met() {
        let line =
            |ours, ceiling, aim| Line { ceiling: Some(Sample(vec![ceiling])), ..Line::alone("x", "/s", ours, aim) };
        assert_eq!(line(70.0, 100.0, Aim::AtLeastPercent(70)).is_met(), Some(true));
        assert_eq!(line(69.0, 100.0, Aim::AtLeastPercent(70)).is_met(), Some(false));
        assert_eq!(line(2.1, 1.0, Aim::AtMostPercent(200)).is_met(), Some(false));
        assert_eq!(Line::alone("x", "MB", 79.0, Aim::Below(80)).is_met(), Some(true));
        assert_eq!(Line::alone("x", "MB", 79.0, Aim::None).is_met(), None);
    }

    #[test]
    fn the_median_is_the_one_in_the_middle() {
        let sample = Sample(vec![9.0, 1.0, 5.0]);
        assert!((sample.median() - 5.0).abs() < f64::EPSILON);
        assert_eq!(sample.spread(), " (1.00–9.00)");
    }
}
