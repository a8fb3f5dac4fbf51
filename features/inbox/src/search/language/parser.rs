//! Builds the tree from the pieces.

use kernel::Said;

use super::lexer::{Kind, Piece, pieces};
use super::{Filter, How, Moment, Node, Parsed, Text, Wrong, filters, words};

/// Longest query, in bytes.
const LONGEST: usize = 2000;
/// Most words, phrases and filters of one query.
const MOST_LEAVES: usize = 64;
/// Most parentheses and negations within each other.
const DEEPEST: usize = 40;

/// Reads a query.
pub fn parse(query: &str, moment: &Moment) -> Parsed {
    let cut = query.char_indices().map(|(at, _)| at).find(|at| *at > LONGEST).unwrap_or(query.len());
    let mut parser = Parser { query, pieces: pieces(&query[..cut]), next: 0, leaves: 0, moment, wrong: Vec::new() };
    if cut < query.len() {
        parser.complain(cut, words::TOO_LONG);
    }
    let mut found = Vec::new();
    while parser.next < parser.pieces.len() {
        found.extend(parser.either(0));
        if let Some(Piece { at, kind: Kind::Close }) = parser.take() {
            parser.complain(at, words::NOTHING_TO_CLOSE);
        }
    }
    Parsed { node: join(found, Node::All), wrong: parser.wrong }
}

struct Parser<'a> {
    query: &'a str,
    pieces: Vec<Piece>,
    next: usize,
    leaves: usize,
    moment: &'a Moment,
    wrong: Vec<Wrong>,
}

/// One node as it is, several under a parent, none as nothing.
fn join(mut nodes: Vec<Node>, parent: fn(Vec<Node>) -> Node) -> Option<Node> {
    if nodes.len() > 1 { Some(parent(nodes)) } else { nodes.pop() }
}

impl Parser<'_> {
    fn complain(&mut self, at: usize, said: impl Into<Said>) {
        let at = self.place(at);
        self.wrong.push(Wrong { at, said: said.into() });
    }

    /// A place in bytes as UTF-16 units.
    fn place(&self, at: usize) -> usize {
        self.query.get(..at).unwrap_or(self.query).encode_utf16().count()
    }

    fn peek(&self) -> Option<&Kind> {
        self.pieces.get(self.next).map(|piece| &piece.kind)
    }

    fn take(&mut self) -> Option<Piece> {
        let piece = self.pieces.get(self.next).cloned();
        self.next += usize::from(piece.is_some());
        piece
    }

    fn either(&mut self, depth: usize) -> Option<Node> {
        let mut sides = Vec::new();
        loop {
            let side = self.all(depth);
            let has_side = side.is_some();
            sides.extend(side);
            let Some(Piece { at, kind: Kind::Or }) = self.pieces.get(self.next).cloned() else { break };
            self.next += 1;
            if !has_side || matches!(self.peek(), None | Some(Kind::Close)) {
                self.complain(at, words::OR_ALONE);
            }
        }
        join(sides, Node::Any)
    }

    fn all(&mut self, depth: usize) -> Option<Node> {
        let mut nodes = Vec::new();
        while let Some(kind) = self.peek() {
            match kind {
                Kind::Or | Kind::Close => break,
                Kind::And => self.next += 1,
                _ => nodes.extend(self.single(depth)),
            }
        }
        join(nodes, Node::All)
    }

    fn single(&mut self, depth: usize) -> Option<Node> {
        let Piece { at, kind } = self.take()?;
        if depth >= DEEPEST && matches!(kind, Kind::Not | Kind::Open) {
            self.complain(at, words::TOO_DEEP);
            self.next = self.pieces.len();
            return None;
        }
        match kind {
            Kind::Not => match self.peek() {
                None | Some(Kind::Close | Kind::Or | Kind::And) => {
                    self.complain(at, words::NOT_ALONE);
                    None
                }
                Some(_) => self.single(depth + 1).map(|node| Node::Not(Box::new(node))),
            },
            Kind::Open => {
                let inside = self.either(depth + 1);
                match self.take() {
                    Some(Piece { kind: Kind::Close, .. }) => {}
                    _ => self.complain(at, words::NEVER_CLOSED),
                }
                inside
            }
            Kind::Close | Kind::Or | Kind::And => None,
            leaf => self.leaf(at, leaf),
        }
    }

    fn leaf(&mut self, at: usize, kind: Kind) -> Option<Node> {
        self.leaves += 1;
        if self.leaves > MOST_LEAVES {
            if self.leaves == MOST_LEAVES + 1 {
                self.complain(at, words::TOO_MANY_PARTS);
            }
            return None;
        }
        match kind {
            Kind::Word(word) => Some(plain(&word, self.place(at))),
            Kind::Phrase(phrase, closed) => {
                if !closed {
                    self.complain(at, words::QUOTE_MISSING);
                }
                has_words(&phrase).then_some(Node::Text(Text { words: phrase, how: How::Phrase }))
            }
            Kind::Filter { name, compare, value, quoted } if filters::NAMES.contains(&name.as_str()) => {
                match filters::read(&name, compare, &value, quoted, self.moment) {
                    Ok(filter) => Some(Node::Filter(filter, self.place(at))),
                    Err(said) => {
                        self.complain(at, said);
                        Some(Node::Nothing)
                    }
                }
            }
            Kind::Filter { name, value, quoted, .. } => self.unknown(at, &name, &value, quoted),
            _ => None,
        }
    }

    /// `foo:bar` is searched for as the text it is; when the name is nearly a filter's, that is said as well.
    fn unknown(&mut self, at: usize, name: &str, value: &str, quoted: bool) -> Option<Node> {
        let said = match filters::nearest(name, filters::NAMES) {
            Some(near) => words::FILTER_NEAR.said([("name", name), ("near", near)]),
            None => words::FILTER_UNKNOWN.said([("name", name), ("known", &filters::NAMES.join(", "))]),
        };
        self.complain(at, said);
        let text = format!("{name} {value}");
        let how = if quoted || !value.ends_with('*') { How::Phrase } else { How::Prefix };
        has_words(&text).then(|| Node::Text(Text { words: text.trim_end_matches('*').to_owned(), how }))
    }
}

fn has_words(text: &str) -> bool {
    text.contains(char::is_alphanumeric)
}

/// A word; `#1042` is a conversation's number, and bare digits may be one.
fn plain(word: &str, at: usize) -> Node {
    let text = Node::Text(filters::text(word, false));
    match filters::number(word) {
        Some(number) if word.starts_with('#') => Node::Filter(Filter::Number(number), at),
        Some(number) => Node::Any(vec![text, Node::Filter(Filter::Number(number), at)]),
        None => text,
    }
}
