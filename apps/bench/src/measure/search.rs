//! Full-text search through the API, beside bare queries on a copy of the same index.

use std::path::{Path, PathBuf};
use std::time::Instant;

use serde_json::Value;
use tantivy::collector::{Count, TopDocs};
use tantivy::query::{BooleanQuery, Occur, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Index, Searcher, Term};

use super::Run;
use crate::chance::{Chance, Vocabulary};
use crate::company::ADMINISTRATOR_SECRET;
use crate::http::{self, Connection};
use crate::outcome::{Outcome, wrong};
use crate::program::Program;
use crate::report::{Aim, Line, Sample};

const ROWS: usize = 20;
const QUERIES: usize = 40;

/// A class of queries.
struct Class {
    name: &'static str,
    words: usize,
    /// Ranks of its words, the most frequent is 0.
    ranks: std::ops::Range<u64>,
    occur: Occur,
}

const CLASSES: [Class; 4] = [
    Class { name: "rare word", words: 1, ranks: 8_000..30_000, occur: Occur::Must },
    Class { name: "common word", words: 1, ranks: 60..600, occur: Occur::Must },
    Class { name: "two words", words: 2, ranks: 60..2_000, occur: Occur::Must },
    Class { name: "three words OR", words: 3, ranks: 200..4_000, occur: Occur::Should },
];

/// Measures all classes.
pub async fn measure(run: &Run, program: &Program, folder: &Path) -> Outcome<Vec<Line>> {
    let index = Index::open_in_dir(index_folder(&folder.join("search"))?)?;
    let text = index.schema().get_field("text")?;
    let searcher = index.reader()?.searcher();
    let vocabulary = Vocabulary::new();
    let mut connection = Connection::open(&program.address).await?;
    let mut lines = Vec::new();
    for class in &CLASSES {
        let (mut ours, mut inside, mut bare) = (Sample::default(), Sample::default(), Sample::default());
        let mut chance = Chance::new(class.ranks.start);
        for _ in 0..QUERIES {
            let words: Vec<&str> = (0..class.words)
                .map(|_| {
                    vocabulary.word((class.ranks.start + chance.below(class.ranks.end - class.ranks.start)) as usize)
                })
                .collect();
            let (milliseconds, total) = ask_bare(&searcher, text, class, &words)?;
            bare.0.push(milliseconds);
            let joined = words.join(if class.occur == Occur::Should { "%20OR%20" } else { "%20" });
            let request = http::get(&format!("/api/v1/inbox/search?limit={ROWS}&q={joined}"), ADMINISTRATOR_SECRET);
            let began = Instant::now();
            let answer = connection.ask(&request).await?;
            ours.0.push(began.elapsed().as_secs_f64() * 1000.0);
            let answer: Value = serde_json::from_slice(&answer.body)?;
            inside.0.push(answer["took_ms"].as_f64().unwrap_or_default());
            if answer["total"].as_u64() != Some(total as u64) {
                return wrong(format!(
                    "“{joined}”: {} found through the API, {total} in the bare index",
                    answer["total"]
                ));
            }
        }
        let name = format!("{}: search, {}", run.engine, class.name);
        let detail = format!("{name}, without HTTP");
        lines.push(Line { name, unit: "ms", ours, ceiling: Some(bare.clone()), aim: Aim::AtMostPercent(200) });
        lines.push(Line { name: detail, unit: "ms", ours: inside, ceiling: Some(bare), aim: Aim::None });
    }
    Ok(lines)
}

/// Where the index is: on PostgreSQL every node has a folder of its own in there.
fn index_folder(search: &Path) -> Outcome<PathBuf> {
    let of_nodes = std::fs::read_dir(search)?.flatten().map(|entry| entry.path());
    let found = std::iter::once(search.to_owned()).chain(of_nodes).find(|folder| folder.join("meta.json").exists());
    found.map_or_else(|| wrong(format!("there is no index in {}", search.display())), Ok)
}

/// The best rows and how many there are in all, as the product tells them.
fn ask_bare(searcher: &Searcher, text: Field, class: &Class, words: &[&str]) -> Outcome<(f64, usize)> {
    let began = Instant::now();
    let parts: Vec<(Occur, Box<dyn Query>)> = words
        .iter()
        .map(|word| {
            let term = TermQuery::new(Term::from_field_text(text, word), IndexRecordOption::WithFreqs);
            (class.occur, Box::new(term) as Box<dyn Query>)
        })
        .collect();
    let query = BooleanQuery::new(parts);
    let top = searcher.search(&query, &TopDocs::with_limit(ROWS).order_by_score())?;
    for (_, address) in &top {
        let ids = searcher.segment_reader(address.segment_ord).fast_fields().u64("id")?;
        std::hint::black_box(ids.first(address.doc_id));
    }
    let total = searcher.search(&query, &Count)?;
    Ok((began.elapsed().as_secs_f64() * 1000.0, total))
}
