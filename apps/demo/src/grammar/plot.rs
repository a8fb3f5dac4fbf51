//! How a conversation can go: whose turn it is, what follows from it, and what the desk does meanwhile.

use super::book::PoolId;

/// One way a conversation about a topic can go after its first message.
#[derive(Debug, Clone)]
pub struct Plot {
    pub name: String,
    pub weight: f64,
    /// The matters this plot answers; empty for those no other plot claims.
    pub answers: Vec<String>,
    /// The happening of the year (`strike`, `recall`, …) without which this plot does not occur.
    pub during: Option<String>,
    pub tags: Vec<String>,
    pub priority: Option<String>,
    pub turns: Vec<Turn>,
}

/// One step of a plot.
#[derive(Debug, Clone)]
pub struct Turn {
    pub who: Who,
    pub pool: PoolId,
    /// Chance in per cent that the turn happens; when a customer's turn does not, the conversation ends in silence.
    pub percent: u8,
    /// Days that pass before this turn (on top of the usual time), or none.
    pub days: Option<f64>,
    /// The fact (a date slot) this turn has to wait for.
    pub after: Option<String>,
    /// The status the turn leaves behind, when it is not the usual one.
    pub leaves: Option<String>,
    /// Who is mentioned in a note, or the team a conversation moves to.
    pub with: Option<String>,
}

/// Whose turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    Customer,
    /// The agent in charge answers.
    Agent,
    /// The agent in charge writes an internal note.
    Note,
    /// The colleague mentioned last answers with an internal note.
    Colleague,
    /// The lead of the team answers the customer.
    Lead,
    /// The conversation moves to another team, with a note that says why.
    Transfer,
}

impl Plot {
    /// Reads a header such as `lost 2 for=delivered during=strike tags=lost,carrier priority=high`.
    pub fn parse(header: &str) -> Result<Self, String> {
        let mut words = header.split_whitespace();
        let name = words.next().ok_or("a plot needs a name")?.to_owned();
        let weight = words.next().and_then(|w| w.parse().ok()).ok_or("a plot needs a weight")?;
        let mut plot = Self {
            name,
            weight,
            answers: Vec::new(),
            during: None,
            tags: Vec::new(),
            priority: None,
            turns: Vec::new(),
        };
        for word in words {
            match word.split_once('=') {
                Some(("for", value)) => plot.answers = value.split(',').map(str::to_owned).collect(),
                Some(("during", value)) => plot.during = Some(value.to_owned()),
                Some(("tags", value)) => plot.tags = value.split(',').map(str::to_owned).collect(),
                Some(("priority", value)) => plot.priority = Some(value.to_owned()),
                _ => return Err(format!("unknown word {word}")),
            }
        }
        Ok(plot)
    }
}

impl Turn {
    /// Reads a header such as `A (hold)`, `C (60% 2d)`, `N (product)`, `C (after eta)`; `None` when it is not a turn.
    pub fn parse(header: &str, pool: PoolId) -> Option<Result<Self, String>> {
        let (letter, rest) = header.split_at(header.chars().next().map_or(0, char::len_utf8));
        let who = match letter {
            "C" => Who::Customer,
            "A" => Who::Agent,
            "N" => Who::Note,
            "M" => Who::Colleague,
            "L" => Who::Lead,
            "T" => Who::Transfer,
            _ => return None,
        };
        let rest = rest.trim();
        if !rest.is_empty() && !rest.starts_with('(') {
            return None;
        }
        let mut turn = Self { who, pool, percent: 100, days: None, after: None, leaves: None, with: None };
        Some(turn.options(rest.trim_matches(['(', ')'])).map(|()| turn))
    }

    fn options(&mut self, text: &str) -> Result<(), String> {
        let mut words = text.split_whitespace();
        while let Some(word) = words.next() {
            if let Some(percent) = word.strip_suffix('%') {
                self.percent = percent.parse().map_err(|_| format!("bad share {word}"))?;
            } else if word == "after" {
                self.after = Some(words.next().ok_or("after what?")?.to_owned());
            } else if matches!(word, "solved" | "pending" | "hold" | "open") {
                self.leaves = Some(word.to_owned());
            } else if let Some(days) = word.strip_suffix('d').and_then(|d| d.parse().ok()) {
                self.days = Some(days);
            } else {
                self.with = Some(word.to_owned());
            }
        }
        Ok(())
    }
}
