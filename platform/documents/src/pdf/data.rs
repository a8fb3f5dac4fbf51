//! A document as the page source reads it: words written out, charts drawn, columns measured.

use serde_json::{Value, json};

use crate::chart::{self, WIDTH};
use crate::fonts::width;
use crate::html::{beside, values_of};
use crate::model::{Align, Block, Card, Chart, Document, Mark, Point, Quote, Table};
use crate::text::{address, breakable, cut, line, paragraphs, tag};
use crate::writing::Writing;

/// Of words in tables, in points.
const SIZE: f64 = 8.5;
/// No column asks for more than this; its words go on in the next line.
const WIDEST: f64 = 190.0;
/// A chapter of so many letters and nothing else goes on where the one before ended.
const SHORT: usize = 600;
/// Left and right of a cell's words.
const AIR: f64 = 12.0;

pub(super) fn of(document: &Document) -> Value {
    let writing = Writing::of(&document.language);
    let blocks: Vec<Value> = (0..document.blocks.len()).flat_map(|at| blocks_at(at, document, writing)).collect();
    let chapters = document.blocks.iter().filter(|it| is_chapter(it)).count();
    json!({
        "language": tag(&document.language),
        "title": words(&cut(&document.title, 160)),
        "subtitle": words(&document.subtitle),
        "company": words(&cut(&document.company, 80)),
        "dated": writing.long_day(document.dated),
        "year": document.dated.year().max(0),
        "month": document.dated.month(),
        "day": document.dated.day(),
        "status": words(&document.status),
        "foot": cut(&document.title, 70),
        "page": cut(&document.labels.page, 20),
        "contents": if chapters > 1 { Value::String(line(&document.labels.contents)) } else { Value::Null },
        "blocks": blocks,
    })
}

/// One line, with places to break long words.
fn words(text: &str) -> String {
    breakable(&line(text))
}

fn is_chapter(block: &Block) -> bool {
    matches!(block, Block::Heading { level: 0 | 1, .. })
}

/// Whether what follows a chapter's heading is so little that a page of its own would look empty.
fn is_short(chapter: &[Block]) -> bool {
    let mut letters = 0;
    for block in chapter.iter().take_while(|block| !is_chapter(block)) {
        match block {
            Block::Paragraph { text } | Block::Lead { text } => letters += text.chars().count(),
            Block::Points { points } => letters += points.iter().map(|it| it.text.chars().count()).sum::<usize>(),
            _ => return false,
        }
    }
    letters <= SHORT
}

fn blocks_at(at: usize, document: &Document, writing: &Writing) -> Vec<Value> {
    let target = &document.labels.target;
    match &document.blocks[at] {
        Block::Heading { level, text } => {
            let (above, below) = (&document.blocks[..at], &document.blocks[at + 1..]);
            let goes_on = above.iter().any(is_chapter) && is_short(below);
            vec![json!({"kind": "heading", "level": (*level).clamp(1, 3), "text": words(text), "goes_on": goes_on})]
        }
        Block::Paragraph { text } => vec![json!({"kind": "paragraph", "parts": broken(text)})],
        Block::Lead { text } => vec![json!({"kind": "lead", "text": words(text)})],
        Block::Points { points } => {
            let points: Vec<Value> = points.iter().map(point).collect();
            vec![json!({"kind": "points", "points": points})]
        }
        Block::Cards { cards } => {
            let cards: Vec<Value> = cards.iter().map(|it| card(it, document, writing)).collect();
            vec![json!({"kind": "cards", "cards": cards})]
        }
        Block::Chart(chart) => charts(chart, target, writing),
        Block::Table(it) => vec![table(it, writing)],
        Block::Quotes { quotes } => {
            let quotes: Vec<Value> = quotes.iter().map(quote).collect();
            vec![json!({"kind": "quotes", "quotes": quotes})]
        }
    }
}

fn broken(text: &str) -> Vec<Vec<String>> {
    paragraphs(text).into_iter().map(|lines| lines.iter().map(|it| breakable(it)).collect()).collect()
}

fn point(it: &Point) -> Value {
    json!({"text": words(&it.text), "link": address(it.link.as_deref())})
}

fn quote(it: &Quote) -> Value {
    json!({"parts": broken(&it.text), "source": words(&it.source), "link": address(it.link.as_deref())})
}

fn card(it: &Card, document: &Document, writing: &Writing) -> Value {
    let mark = match it.mark {
        Mark::Good => "good",
        Mark::Bad => "bad",
        Mark::Neutral => "neutral",
    };
    json!({
        "name": words(&it.name),
        "value": words(&writing.cell(&it.value)),
        "beside": words(&beside(it, document, writing)),
        "mark": mark,
        "word": writing.mark(it.mark),
        "note": words(&it.note),
        "link": address(it.link.as_deref()),
    })
}

/// The title and the note stand with the first and the last part of a chart that needs several. Who does not see it hears its values.
fn charts(chart: &Chart, target: &str, writing: &Writing) -> Vec<Value> {
    let drawings = chart::draw(chart, &line(target), writing);
    let last = drawings.len().saturating_sub(1);
    let heard = heard(chart, target, writing);
    let empty = drawings.is_empty().then(|| json!({"height": 0.0, "items": []}));
    let parts = drawings.iter().map(|it| json!(it)).chain(empty).enumerate();
    parts
        .map(|(at, drawing)| {
            let title = if at == 0 { words(&chart.title) } else { String::new() };
            let note = if at == last { words(&chart.note) } else { String::new() };
            json!({"kind": "chart", "title": title, "note": note, "alt": heard, "width": WIDTH, "drawing": drawing})
        })
        .collect()
}

fn heard(chart: &Chart, target: &str, writing: &Writing) -> String {
    let values = values_of(chart, target, writing);
    let row =
        |row: &Vec<crate::model::Cell>| row.iter().map(|cell| line(&writing.cell(cell))).collect::<Vec<_>>().join(" ");
    let rows: Vec<String> = values.rows.iter().map(row).collect();
    let names: Vec<String> = values.columns.iter().skip(1).map(|it| line(&it.name)).collect();
    cut(&format!("{}: {}; {}", line(&chart.title), names.join(", "), rows.join("; ")), 4000)
}

fn table(it: &Table, writing: &Writing) -> Value {
    let columns = it.columns.len();
    let rows: Vec<Vec<String>> = it
        .rows
        .iter()
        .map(|row| {
            (0..columns).map(|at| row.get(at).map_or_else(String::new, |cell| line(&writing.cell(cell)))).collect()
        })
        .collect();
    let needed: Vec<f64> =
        (0..columns).map(|at| needed(&it.columns[at].name, rows.iter().map(|row| row[at].as_str()))).collect();
    let sum: f64 = needed.iter().sum();
    let size = if sum > WIDTH { (SIZE * WIDTH / sum).max(6.5) } else { SIZE };
    let is_left = |at: usize| it.columns[at].align == Align::Left;
    // What is over goes to the words, so that numbers stay near each other; without words to all.
    let words_need: f64 = (0..columns).filter(|at| is_left(*at)).map(|at| needed[at]).sum();
    let over = (WIDTH - sum).max(0.0);
    let shares: Vec<f64> = (0..columns)
        .map(|at| match (words_need > 0.0, is_left(at)) {
            (true, true) => needed[at] * (1.0 + over / words_need),
            _ => needed[at],
        })
        .collect();
    json!({
        "kind": "table",
        "caption": words(&it.caption),
        "note": words(&it.note),
        "size": size,
        "widths": shares,
        "right": (0..columns).map(|at| !is_left(at)).collect::<Vec<_>>(),
        "names": it.columns.iter().map(|column| words(&column.name)).collect::<Vec<_>>(),
        "rows": rows.iter().map(|row| row.iter().map(|text| breakable(text)).collect()).collect::<Vec<Vec<String>>>(),
    })
}

/// How wide a column would be: its widest cell, at least the longest word of its name.
fn needed<'a>(name: &str, cells: impl Iterator<Item = &'a str>) -> f64 {
    let widest = cells.map(|text| width(text, SIZE)).fold(0.0, f64::max);
    let longest = line(name).split(' ').map(|word| width(word, SIZE) * 1.06).fold(0.0, f64::max);
    widest.max(longest).min(WIDEST) + AIR
}
