//! All texts of all languages, read from the files that are compiled in.

use std::collections::HashMap;

use super::line::Line;
use super::plot::{Plot, Turn};
use crate::lang::Lang;

/// A mistake in a text file: where and what.
#[derive(Debug, thiserror::Error)]
#[error("{file}:{line}: {what}")]
pub struct BookFault {
    pub file: &'static str,
    pub line: usize,
    pub what: String,
}

/// A line of a section: its number in the file, its pool, its text.
type Row<'t> = (usize, PoolId, &'t str);
/// What is wrong in which line.
type Mistake = (usize, String);

/// A pool of lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PoolId(u32);

impl PoolId {
    pub(super) fn index(self) -> usize {
        self.0 as usize
    }
}

/// The texts of one topic in one language.
#[derive(Debug, Default)]
pub struct Script {
    pools: HashMap<String, PoolId>,
    pub plots: Vec<Plot>,
}

impl Script {
    /// The pool `name.plot` when the plot has one of its own, else the pool `name`.
    pub fn pool(&self, name: &str, plot: &str) -> Option<PoolId> {
        self.pools.get(&format!("{name}.{plot}")).or_else(|| self.pools.get(name)).copied()
    }
}

/// Every text.
#[derive(Debug, Default)]
pub struct Book {
    names: Vec<String>,
    lines: Vec<Vec<Line>>,
    common: HashMap<Lang, Script>,
    scripts: HashMap<(String, Lang), Script>,
}

impl Book {
    /// Reads the compiled-in files.
    pub fn load() -> Result<Self, BookFault> {
        let mut book = Self::default();
        for (lang, file, text) in super::super::texts::FILES {
            book.read(*lang, file, text)?;
        }
        Ok(book)
    }

    /// The texts of a topic in a language, when it has any.
    pub fn script(&self, topic: &str, lang: Lang) -> Option<&Script> {
        self.scripts.get(&(topic.to_owned(), lang))
    }

    /// A pool of the lines every topic of a language shares.
    pub fn common(&self, lang: Lang, name: &str) -> Option<PoolId> {
        self.common.get(&lang).and_then(|script| script.pools.get(name)).copied()
    }

    pub(super) fn pools(&self) -> usize {
        self.lines.len()
    }

    pub(super) fn lines(&self, pool: PoolId) -> &[Line] {
        &self.lines[pool.index()]
    }

    fn add(&mut self, name: String) -> PoolId {
        self.names.push(name);
        self.lines.push(Vec::new());
        PoolId(self.lines.len() as u32 - 1)
    }

    fn read(&mut self, lang: Lang, file: &'static str, text: &str) -> Result<(), BookFault> {
        for section in sections(text) {
            let fault = |(line, what)| BookFault { file, line, what };
            let mut script = Script::default();
            let rows = self.declare(&mut script, &section.rows).map_err(fault)?;
            self.fill(&script, lang, rows).map_err(fault)?;
            self.check(&script).map_err(|what| fault((section.line, what)))?;
            if section.topic == "common" {
                self.common.insert(lang, script);
            } else {
                self.scripts.insert((section.topic.to_owned(), lang), script);
            }
        }
        Ok(())
    }

    /// First pass: the pools and plots of a section, so that lines can refer to pools below them.
    fn declare<'t>(&mut self, script: &mut Script, rows: &[(usize, &'t str)]) -> Result<Vec<Row<'t>>, Mistake> {
        let mut lines = Vec::new();
        let mut pool = None;
        for &(number, row) in rows {
            let fault = |what| (number, what);
            if let Some(name) = row.strip_prefix("= ") {
                let id = self.add(name.trim().to_owned());
                pool = Some(id);
                if script.pools.insert(name.trim().to_owned(), id).is_some() {
                    return Err(fault(format!("the pool {name} exists")));
                }
            } else if let Some(header) = row.strip_prefix("> ") {
                script.plots.push(Plot::parse(header).map_err(fault)?);
                pool = None;
            } else if let Some(line) = row.strip_prefix("- ") {
                lines.push((number, pool.ok_or_else(|| fault("a line without a pool".to_owned()))?, line.trim()));
            } else {
                let plot = script.plots.last_mut().ok_or_else(|| fault(format!("what is {row:?}?")))?;
                let id = self.add(format!("{}#{}", plot.name, plot.turns.len() + 1));
                let turn = Turn::parse(row, id).ok_or_else(|| fault(format!("what is {row:?}?")))?;
                plot.turns.push(turn.map_err(fault)?);
                pool = Some(id);
            }
        }
        Ok(lines)
    }

    /// Second pass: the lines.
    fn fill(&mut self, script: &Script, lang: Lang, rows: Vec<Row<'_>>) -> Result<(), Mistake> {
        for (number, pool, row) in rows {
            let common = self.common.get(&lang);
            let mut find = |name: &str| {
                script.pools.get(name).or_else(|| common.and_then(|shared| shared.pools.get(name))).copied()
            };
            let line = Line::parse(row, &mut find).map_err(|what| (number, what))?;
            self.lines[pool.index()].push(line);
        }
        Ok(())
    }

    fn check(&self, script: &Script) -> Result<(), String> {
        let turns = script.plots.iter().flat_map(|plot| plot.turns.iter().map(|turn| turn.pool));
        match turns.chain(script.pools.values().copied()).find(|pool| self.lines(*pool).is_empty()) {
            Some(empty) => Err(format!("the pool {} is empty", self.names[empty.index()])),
            None => Ok(()),
        }
    }
}

struct Section<'t> {
    topic: &'t str,
    line: usize,
    rows: Vec<(usize, &'t str)>,
}

fn sections(text: &str) -> Vec<Section<'_>> {
    let mut sections = Vec::new();
    for (index, row) in text.lines().enumerate() {
        let row = row.trim();
        if let Some(topic) = row.strip_prefix("## ") {
            sections.push(Section { topic: topic.trim(), line: index + 1, rows: Vec::new() });
        } else if let (Some(section), false) = (sections.last_mut(), row.is_empty() || row.starts_with("# ")) {
            section.rows.push((index + 1, row));
        }
    }
    sections
}
