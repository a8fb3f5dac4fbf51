//! One line of a text file, taken apart once.

use super::book::PoolId;

/// A line to be written many times.
#[derive(Debug, Clone)]
pub struct Line {
    /// The line belongs to conversations about one of these matters; empty for any.
    pub fits: Vec<String>,
    /// What the conversation is about once this line has been written.
    pub sets: Vec<String>,
    pub pieces: Vec<Piece>,
}

/// A part of a line.
#[derive(Debug, Clone)]
pub enum Piece {
    Text(String),
    Slot(String),
    Pool(PoolId),
    Choice(Vec<Vec<Piece>>),
}

impl Line {
    /// Takes a line apart. `pool` finds a pool by its name; the error is a phrase that says what is wrong.
    pub fn parse(text: &str, pool: &mut dyn FnMut(&str) -> Option<PoolId>) -> Result<Self, String> {
        let (keys, text) = match text.strip_prefix('~') {
            Some(marked) => marked.split_once(' ').ok_or("a mark without a line")?,
            None => ("", text),
        };
        let words = |list: &str| list.split(',').filter(|key| !key.is_empty()).map(str::to_owned).collect::<Vec<_>>();
        let (fits, sets) = match keys.split_once('>') {
            Some((fits, sets)) => (words(fits), words(sets)),
            None => (words(keys), Vec::new()),
        };
        let mut reader = Reader { rest: text.trim_start(), pool };
        let pieces = reader.sequence(0)?;
        if reader.rest.is_empty() {
            Ok(Self { fits, sets, pieces })
        } else {
            Err(format!("unexpected {:?}", reader.rest))
        }
    }
}

struct Reader<'a, 'p> {
    rest: &'a str,
    pool: &'p mut dyn FnMut(&str) -> Option<PoolId>,
}

impl Reader<'_, '_> {
    fn sequence(&mut self, depth: usize) -> Result<Vec<Piece>, String> {
        let mut pieces = Vec::new();
        while let Some(first) = self.rest.chars().next() {
            match first {
                '<' => pieces.push(self.choice(depth)?),
                '{' => pieces.push(Piece::Slot(self.until('}')?)),
                '[' => {
                    let name = self.until(']')?;
                    pieces.push(Piece::Pool((self.pool)(&name).ok_or_else(|| format!("no pool {name}"))?));
                }
                '|' | '>' if depth > 0 => break,
                '|' | '>' | '}' | ']' => return Err(format!("stray {first} before {:?}", self.rest)),
                _ => {
                    let end = self.rest.find(['<', '{', '[', '|', '>', '}', ']']).unwrap_or(self.rest.len());
                    pieces.push(Piece::Text(self.rest[..end].to_owned()));
                    self.rest = &self.rest[end..];
                }
            }
        }
        Ok(pieces)
    }

    fn choice(&mut self, depth: usize) -> Result<Piece, String> {
        let mut options = Vec::new();
        loop {
            self.rest = &self.rest[1..];
            options.push(self.sequence(depth + 1)?);
            match self.rest.chars().next() {
                Some('|') => {}
                Some('>') => break,
                _ => return Err("a choice is not closed".to_owned()),
            }
        }
        self.rest = &self.rest[1..];
        Ok(Piece::Choice(options))
    }

    fn until(&mut self, close: char) -> Result<String, String> {
        let end = self.rest.find(close).ok_or_else(|| format!("{close} is missing"))?;
        let name = self.rest[1..end].to_owned();
        self.rest = &self.rest[end + 1..];
        Ok(name)
    }
}

#[cfg(test)]
mod tests {
    use super::Line;

    fn parse(text: &str) -> Result<Line, String> {
        Line::parse(text, &mut |_| None)
    }

    #[test]
    fn broken_lines_are_refused() {
        for broken in ["<a|b", "a|b", "a>b", "{slot", "[nowhere]", "a}"] {
            assert!(parse(broken).is_err(), "{broken}");
        }
        assert!(parse("<a|<b|c> {d}|> e").is_ok());
    }
}
