//! From a tree to a query of the index, and from the query to ranked conversations.

use std::ops::Bound;

use db::Tx;
use kernel::{Actor, Result, Sees, Timestamp, TypedId};
use tantivy::Term;
use tantivy::query::{
    AllQuery, BooleanQuery, ConstScoreQuery, EmptyQuery, Occur, PhrasePrefixQuery, PhraseQuery, Query, RangeQuery,
    TermQuery, TermSetQuery,
};
use tantivy::schema::{Field, IndexRecordOption};

use super::fields::Fields;
use super::language::{Filter, How, Node, Text, Whom, Wrong};
use super::names::{self, Sort};
use super::tokens::{Stems, parts};

type Boxed = Box<dyn Query>;

/// A query ready to run.
pub(crate) struct Compiled {
    pub(crate) query: Boxed,
    /// Whether words rank the results; others come newest first.
    pub(crate) ranked: bool,
    /// Names that nobody and nothing bears.
    pub(crate) wrong: Vec<Wrong>,
}

/// Compiles a tree for an actor: whatever the actor may not know of is not found, not counted and does not rank.
///
/// # Errors
/// Only when the database does not answer.
pub(crate) fn compile(tx: &mut Tx<'_>, fields: &Fields, actor: &Actor, node: Option<&Node>) -> Result<Compiled> {
    let mut compiler = Compiler { tx, fields, actor, stems: Stems::new(), ranked: false, wrong: Vec::new() };
    let wanted = match node {
        Some(node) => compiler.node(node, true)?,
        None => None,
    };
    let wanted = wanted.unwrap_or_else(everything);
    let query = match visible(fields, actor) {
        None => wanted,
        Some(visible) => Box::new(BooleanQuery::new(vec![(Occur::Must, wanted), (Occur::Must, silent(visible))])),
    };
    Ok(Compiled { query, ranked: compiler.ranked, wrong: compiler.wrong })
}

struct Compiler<'a, 'c> {
    tx: &'a mut Tx<'c>,
    fields: &'a Fields,
    actor: &'a Actor,
    stems: Stems,
    ranked: bool,
    wrong: Vec<Wrong>,
}

/// Matches without a say in the rank.
fn silent(query: Boxed) -> Boxed {
    Box::new(ConstScoreQuery::new(query, 0.0))
}

fn everything() -> Boxed {
    silent(Box::new(AllQuery))
}

fn exactly(field: Field, number: i64) -> Boxed {
    Box::new(TermQuery::new(Term::from_field_u64(field, number as u64), IndexRecordOption::Basic))
}

fn any_of(field: Field, numbers: &[i64]) -> Boxed {
    match numbers {
        [one] => exactly(field, *one),
        many => Box::new(TermSetQuery::new(many.iter().map(|number| Term::from_field_u64(field, *number as u64)))),
    }
}

fn either(mut queries: Vec<Boxed>) -> Boxed {
    match queries.pop() {
        Some(last) if queries.is_empty() => last,
        Some(last) => {
            queries.push(last);
            Box::new(BooleanQuery::union(queries))
        }
        None => Box::new(EmptyQuery),
    }
}

/// What the actor may know of; nothing when that is everything. Says the same as `conversations::scope`.
fn visible(fields: &Fields, actor: &Actor) -> Option<Boxed> {
    let me = actor.person().map_or(0, TypedId::raw);
    let mut ways = match actor.sees() {
        Sees::All => return None,
        Sees::Mine => Vec::new(),
        Sees::Teams(teams) => {
            let mut teams: Vec<i64> = teams.iter().map(|team| team.raw()).collect();
            teams.push(0);
            vec![any_of(fields.team, &teams)]
        }
    };
    if me != 0 {
        ways.extend([exactly(fields.assignee, me), exactly(fields.mention, me)]);
    }
    Some(either(ways))
}

impl Compiler<'_, '_> {
    /// The query of a node; nothing when it holds nothing to look for. `says` whether its words rank.
    fn node(&mut self, node: &Node, says: bool) -> Result<Option<Boxed>> {
        Ok(match node {
            Node::All(nodes) => self.all(nodes, says)?,
            Node::Any(nodes) => {
                let mut sides = Vec::new();
                for node in nodes {
                    sides.extend(self.node(node, says)?);
                }
                (!sides.is_empty()).then(|| either(sides))
            }
            Node::Not(_) => self.all(std::slice::from_ref(node), says)?,
            Node::Text(text) => {
                let query = self.text(self.fields.text, text);
                self.ranked |= says && query.is_some();
                query
            }
            Node::Filter(filter, at) => Some(silent(self.filter(filter, *at)?)),
            Node::Nothing => Some(Box::new(EmptyQuery)),
        })
    }

    fn all(&mut self, nodes: &[Node], says: bool) -> Result<Option<Boxed>> {
        let mut clauses = Vec::new();
        for node in nodes {
            match node {
                Node::Not(inner) => clauses.extend(self.node(inner, false)?.map(|query| (Occur::MustNot, query))),
                other => clauses.extend(self.node(other, says)?.map(|query| (Occur::Must, query))),
            }
        }
        if clauses.is_empty() {
            return Ok(None);
        }
        if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
            clauses.push((Occur::Must, everything()));
        }
        Ok(Some(match (clauses.len(), clauses.pop()) {
            (1, Some((Occur::Must, only))) => only,
            (_, last) => Box::new(BooleanQuery::new(clauses.into_iter().chain(last).collect())),
        }))
    }

    /// Words in a field; nothing when there are none in the text.
    fn text(&self, field: Field, text: &Text) -> Option<Boxed> {
        let parts = parts(&text.words);
        let term = |part: &str| Term::from_field_text(field, part);
        let terms = || parts.iter().map(|part| term(part)).collect::<Vec<_>>();
        let word = |part: &str| -> Boxed { Box::new(TermQuery::new(term(part), IndexRecordOption::WithFreqs)) };
        match (text.how, parts.as_slice()) {
            (_, []) => None,
            (How::Words, [_]) => Some(either(self.stems.forms(&text.words).iter().map(|form| word(form)).collect())),
            (How::Phrase, [one]) => Some(word(one)),
            (How::Words | How::Phrase, _) => Some(Box::new(PhraseQuery::new(terms()))),
            (How::Prefix, [one]) => {
                let end = Term::from_field_text(field, &format!("{one}\u{10FFFF}"));
                Some(Box::new(RangeQuery::new(Bound::Included(term(one)), Bound::Excluded(end))))
            }
            (How::Prefix, _) => Some(Box::new(PhrasePrefixQuery::new(terms()))),
        }
    }

    fn filter(&mut self, filter: &Filter, at: usize) -> Result<Boxed> {
        let fields = self.fields;
        Ok(match filter {
            Filter::Status(all) => any_of(fields.status, &all.iter().map(|one| one.number()).collect::<Vec<_>>()),
            Filter::Priority(all) => any_of(fields.priority, &all.iter().map(|one| one.number()).collect::<Vec<_>>()),
            Filter::Channel(name) => {
                Box::new(TermQuery::new(Term::from_field_text(fields.channel, name), IndexRecordOption::Basic))
            }
            Filter::Tag(name) => self.named(fields.tag, Sort::Tag, name, at)?,
            Filter::Assignee(Whom::Me) => exactly(fields.assignee, self.actor.person().map_or(0, TypedId::raw)),
            Filter::Assignee(Whom::Nobody) => exactly(fields.assignee, 0),
            Filter::Assignee(Whom::Named(name)) => self.named(fields.assignee, Sort::Person, name, at)?,
            Filter::Team(None) => exactly(fields.team, 0),
            Filter::Team(Some(name)) => self.named(fields.team, Sort::Team, name, at)?,
            Filter::Topic(None) => exactly(fields.topic, 0),
            Filter::Topic(Some(name)) => self.named(fields.topic, Sort::Topic, name, at)?,
            Filter::From(text) => self.text(fields.from, text).unwrap_or_else(|| Box::new(EmptyQuery)),
            Filter::To(text) => self.text(fields.to, text).unwrap_or_else(|| Box::new(EmptyQuery)),
            Filter::Subject(text) => self.text(fields.subject, text).unwrap_or_else(|| Box::new(EmptyQuery)),
            Filter::HasAttachment => exactly(fields.attachment, 1),
            Filter::Created(from, to) => within(fields.created, *from, *to),
            Filter::Updated(from, to) => within(fields.updated, *from, *to),
            Filter::Number(number) => exactly(fields.number, *number),
        })
    }

    fn named(&mut self, field: Field, sort: Sort, name: &str, at: usize) -> Result<Boxed> {
        Ok(match names::ids(self.tx, sort, name)? {
            Ok(ids) => any_of(field, &ids),
            Err(said) => {
                self.wrong.push(Wrong { at, said });
                Box::new(EmptyQuery)
            }
        })
    }
}

fn within(field: Field, from: Timestamp, to: Timestamp) -> Boxed {
    let term = |at: Timestamp| Term::from_field_i64(field, at.micros());
    Box::new(RangeQuery::new(Bound::Included(term(from)), Bound::Excluded(term(to))))
}
