//! The columns of one file under a map: found by name once, then each row is read.

use std::path::{Path, PathBuf};

use csv::StringRecord;
use kernel::Timestamp;

use super::instant::{Instants, TimeForm};
use super::map::{Choice, Condition, Table, Tags};
use super::row::{Row, Trouble, Who};

/// A value made of columns.
#[derive(Debug)]
enum Cell {
    Column(usize, String),
    Pieces(Vec<Piece>, String),
}

#[derive(Debug)]
enum Piece {
    Said(String),
    Column(usize),
}

impl Cell {
    fn name(&self) -> &str {
        match self {
            Self::Column(_, name) | Self::Pieces(_, name) => name,
        }
    }

    fn text(&self, record: &StringRecord) -> String {
        let column = |at: &usize| record.get(*at).unwrap_or_default();
        match self {
            Self::Column(at, _) => column(at).to_owned(),
            Self::Pieces(pieces, _) => {
                let is_empty = |piece: &Piece| matches!(piece, Piece::Column(at) if column(at).trim().is_empty());
                let of_columns = |piece: &&Piece| matches!(piece, Piece::Column(_));
                // Words around nothing say nothing.
                if pieces.iter().filter(of_columns).all(is_empty) {
                    return String::new();
                }
                let piece = |piece: &Piece| match piece {
                    Piece::Said(text) => text.clone(),
                    Piece::Column(at) => column(at).to_owned(),
                };
                pieces.iter().map(piece).collect()
            }
        }
    }
}

struct Chosen<T> {
    cell: Cell,
    choice: Choice<T>,
    words: String,
}

/// A file's columns as a table of the map uses them.
pub(crate) struct Columns {
    file: PathBuf,
    table: Table,
    instants: Instants,
    case: Cell,
    plain: Plain,
    state: Option<Chosen<super::map::Target>>,
    priority: Option<Chosen<crate::words::Priority>>,
    channel: Option<Chosen<super::map::Way>>,
    from: Option<Chosen<super::map::Side>>,
    tags: Option<(Cell, Tags)>,
    first_response: Option<(Cell, Condition)>,
}

macro_rules! plain {
    ($($name:ident),+ $(,)?) => {
        /// The mapped columns that hold one value each.
        struct Plain { $($name: Option<Cell>),+ }
        impl Plain {
            fn find(table: &Table, head: &Head<'_>) -> Result<Self, String> {
                Ok(Self { $($name: head.find(stringify!($name), table.$name.as_deref())?),+ })
            }
        }
    };
}
plain!(
    number,
    at,
    order,
    created_at,
    first_response_at,
    solved_at,
    closed_at,
    updated_at,
    reopened,
    subject,
    text,
    html,
    requester,
    requester_name,
    author,
    author_name,
    team,
    person,
    topic,
    spam,
);

struct Head<'h> {
    names: &'h StringRecord,
}

impl Head<'_> {
    fn find(&self, key: &str, wanted: Option<&str>) -> Result<Option<Cell>, String> {
        wanted.map(|wanted| self.cell(key, wanted)).transpose()
    }

    fn cell(&self, key: &str, wanted: &str) -> Result<Cell, String> {
        if !wanted.contains('{') {
            return Ok(Cell::Column(self.column(key, wanted)?, wanted.to_owned()));
        }
        let (mut pieces, mut rest) = (Vec::new(), wanted);
        while let Some((said, behind)) = rest.split_once('{') {
            let (name, after) =
                behind.split_once('}').ok_or_else(|| format!("{key} = “{wanted}”: a brace is not closed"))?;
            pieces.extend([Piece::Said(said.to_owned()), Piece::Column(self.column(key, name)?)]);
            rest = after;
        }
        pieces.push(Piece::Said(rest.to_owned()));
        Ok(Cell::Pieces(pieces, wanted.to_owned()))
    }

    fn column(&self, key: &str, name: &str) -> Result<usize, String> {
        self.names.iter().position(|each| each.trim() == name).ok_or_else(|| {
            let there: Vec<&str> = self.names.iter().collect();
            format!("there is no column “{name}”, which `{key}` names; the file has {}", there.join(", "))
        })
    }

    fn chosen<T: Clone>(&self, key: &str, choice: Option<&Choice<T>>) -> Result<Option<Chosen<T>>, String> {
        let Some(choice) = choice else { return Ok(None) };
        let words = choice.values.keys().map(|value| format!("“{value}”")).collect::<Vec<_>>().join(", ");
        Ok(Some(Chosen { cell: self.cell(key, &choice.column)?, choice: choice.clone(), words }))
    }
}

impl Columns {
    /// # Errors
    /// In words, when a column is not there.
    pub(crate) fn find(file: &Path, table: &Table, time: &TimeForm, names: &StringRecord) -> Result<Self, String> {
        let head = Head { names };
        let tags = table.tags.as_ref().map(|tags| Ok::<_, String>((head.cell("tags", &tags.column)?, tags.clone())));
        let first = table.first_response.as_ref();
        let first = first.map(|when| Ok::<_, String>((head.cell("first_response", &when.column)?, when.clone())));
        Ok(Self {
            file: file.to_owned(),
            instants: Instants::of(table.time.as_ref().unwrap_or(time))?,
            case: head.cell("case", &table.case)?,
            plain: Plain::find(table, &head)?,
            state: head.chosen("state", table.state.as_ref())?,
            priority: head.chosen("priority", table.priority.as_ref())?,
            channel: head.chosen("channel", table.channel.as_ref())?,
            from: head.chosen("from", table.from.as_ref())?,
            tags: tags.transpose()?,
            first_response: first.transpose()?,
            table: table.clone(),
        })
    }

    /// Reads a row; what is wrong with it goes to `troubles`, and then there is no row.
    pub(crate) fn row(&self, record: &StringRecord, troubles: &mut Vec<Trouble>) -> Option<Row> {
        let before = troubles.len();
        let mut reading = Reading { columns: self, record, troubles };
        let row = reading.row();
        (troubles.len() == before).then_some(row)
    }
}

struct Reading<'r> {
    columns: &'r Columns,
    record: &'r StringRecord,
    troubles: &'r mut Vec<Trouble>,
}

impl Reading<'_> {
    fn row(&mut self) -> Row {
        let columns = self.columns;
        let plain = &columns.plain;
        let case = self.text(Some(&columns.case));
        if case.is_empty() || case.len() > 200 {
            self.trouble(&columns.case, &case, "the id of a case, at most 200 bytes, is expected".to_owned());
        }
        let instant = |it: &mut Self, cell: &Option<Cell>| it.instant(cell.as_ref());
        let mut row = Row {
            rows: columns.table.rows,
            case,
            at: instant(self, &plain.at),
            order: self.number(plain.order.as_ref()).unwrap_or_default(),
            created_at: instant(self, &plain.created_at),
            first_response_at: instant(self, &plain.first_response_at),
            solved_at: plain.solved_at.is_some().then(|| instant(self, &plain.solved_at)),
            closed_at: instant(self, &plain.closed_at),
            updated_at: instant(self, &plain.updated_at),
            reopened: self.number(plain.reopened.as_ref()),
            number: self.text(plain.number.as_ref()),
            subject: self.text(plain.subject.as_ref()),
            text: self.text(plain.text.as_ref()),
            html: self.text(plain.html.as_ref()),
            requester: self.who(plain.requester.as_ref(), plain.requester_name.as_ref()),
            author: self.who(plain.author.as_ref(), plain.author_name.as_ref()),
            from: self.chosen(columns.from.as_ref()),
            state: self.chosen(columns.state.as_ref()),
            team: plain.team.is_some().then(|| some(self.text(plain.team.as_ref()))),
            person: plain.person.is_some().then(|| self.who(plain.person.as_ref(), None)),
            topic: plain.topic.is_some().then(|| some(self.text(plain.topic.as_ref()))),
            priority: self.chosen(columns.priority.as_ref()),
            channel: self.chosen(columns.channel.as_ref()),
            tags: Vec::new(),
            spam: self.flag(plain.spam.as_ref()),
            is_first_response: false,
        };
        if let Some((cell, tags)) = &columns.tags {
            let all = self.text(Some(cell));
            row.tags = all.split(tags.split).filter_map(|tag| crate::tags::fold(tag).ok()).collect();
        }
        if let Some((cell, when)) = &columns.first_response {
            row.is_first_response = when.holds(&self.text(Some(cell)));
        }
        self.require(&row);
        row
    }

    /// The instants that a row of its kind cannot be without.
    fn require(&mut self, row: &Row) {
        let plain = &self.columns.plain;
        let needed = match row.rows {
            super::map::Rows::Tickets => (plain.created_at.as_ref(), row.created_at),
            super::map::Rows::Events | super::map::Rows::Messages => (plain.at.as_ref(), row.at),
        };
        if let (Some(cell), None) = needed
            && self.text(Some(cell)).is_empty()
        {
            self.trouble(cell, "", format!("{} is expected", self.columns.instants.expected()));
        }
    }

    fn trouble(&mut self, cell: &Cell, value: &str, expected: String) {
        self.troubles.push(Trouble::of(&self.columns.file, self.record, cell.name(), value, expected));
    }

    fn text(&self, cell: Option<&Cell>) -> String {
        cell.map(|cell| cell.text(self.record).trim().to_owned()).unwrap_or_default()
    }

    fn instant(&mut self, cell: Option<&Cell>) -> Option<Timestamp> {
        let cell = cell?;
        let text = self.text(Some(cell));
        if text.is_empty() {
            return None;
        }
        let at = self.columns.instants.read(&text);
        if at.is_none() {
            self.trouble(cell, &text, format!("{} is expected", self.columns.instants.expected()));
        }
        at
    }

    fn number(&mut self, cell: Option<&Cell>) -> Option<i64> {
        let cell = cell?;
        let text = self.text(Some(cell));
        if text.is_empty() {
            return None;
        }
        let number = text.parse().ok();
        if number.is_none() {
            self.trouble(cell, &text, "a whole number is expected".to_owned());
        }
        number
    }

    fn flag(&mut self, cell: Option<&Cell>) -> bool {
        let Some(cell) = cell else { return false };
        let text = self.text(Some(cell));
        match text.to_ascii_lowercase().as_str() {
            "true" | "t" | "yes" | "y" | "1" => true,
            "false" | "f" | "no" | "n" | "0" | "" => false,
            _ => {
                self.trouble(cell, &text, "true or false is expected".to_owned());
                false
            }
        }
    }

    fn who(&self, key: Option<&Cell>, name: Option<&Cell>) -> Option<Who> {
        let clean = |cell| kernel::one_line(&self.text(cell)).chars().take(100).collect::<String>();
        let (key, name) = (clean(key), clean(name));
        match (key.is_empty(), name.is_empty()) {
            (true, true) => None,
            (true, false) => Some(Who { key: name.clone(), name }),
            _ => Some(Who { key, name }),
        }
    }

    fn chosen<T: Copy>(&mut self, chosen: Option<&Chosen<T>>) -> Option<T> {
        let chosen = chosen?;
        let text = self.text(Some(&chosen.cell));
        let word = chosen.choice.of(&text);
        if word.is_none() {
            self.trouble(&chosen.cell, &text, format!("one of {} is expected", chosen.words));
        }
        word
    }
}

fn some(text: String) -> Option<String> {
    let line: String = kernel::one_line(&text).chars().take(100).collect();
    (!line.is_empty()).then_some(line)
}
