//! Groups of comments that share words. No I/O, no chance: the same comments give the same groups.
//!
//! Comments are vectors of TF-IDF. Groups begin at words that many but not most comments share and that seldom stand together;
//! comments then go to the group they are nearest to (cosine), and groups move to the mean of their comments, until nothing changes.
//! A group is called by its heaviest words, so a person sees what holds it together.

use std::collections::{BTreeMap, BTreeSet};

use super::terms::{Term, counts};

/// Rounds after which moving ends in any case.
const ROUNDS: usize = 12;
/// Comments that share less than this with every group belong to none.
const NEAR: f64 = 0.10;
/// Comments a group has at least.
const LEAST: usize = 3;
/// Words that name a group, and that are kept to find it again.
const NAMING: usize = 3;
const KEPT: usize = 12;

/// A group of comments.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// Its heaviest words as people write them, the heaviest first.
    pub words: Vec<String>,
    /// The stems it is known by, with their weights.
    pub stems: BTreeMap<String, f64>,
    /// Which comments, by their place.
    pub members: Vec<usize>,
}

impl Group {
    /// What it is called.
    pub fn name(&self) -> String {
        self.words.iter().take(NAMING).cloned().collect::<Vec<_>>().join(", ")
    }
}

type Vector = BTreeMap<String, f64>;

fn normal(mut vector: Vector) -> Vector {
    let length = vector.values().map(|weight| weight * weight).sum::<f64>().sqrt();
    if length > 0.0 {
        vector.values_mut().for_each(|weight| *weight /= length);
    }
    vector
}

/// How much two vectors share, 0 to 1.
pub fn likeness(one: &Vector, other: &Vector) -> f64 {
    let (few, many) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    few.iter().filter_map(|(stem, weight)| Some(weight * many.get(stem)?)).sum()
}

/// The vector of one comment when nothing is known of the others.
pub fn plain(terms: &[Term]) -> Vector {
    normal(counts(terms).into_iter().map(|(stem, count)| (stem, f64::from(count))).collect())
}

fn frequencies(comments: &[Vec<Term>]) -> BTreeMap<String, BTreeSet<usize>> {
    let mut found: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    for (place, comment) in comments.iter().enumerate() {
        for term in comment {
            found.entry(term.stem.clone()).or_default().insert(place);
        }
    }
    found
}

/// Where groups begin: words that tell much, and seldom stand together.
fn seeds(found: &BTreeMap<String, BTreeSet<usize>>, count: usize, most: usize) -> Vec<BTreeSet<usize>> {
    let mut words: Vec<(f64, &String, &BTreeSet<usize>)> = found
        .iter()
        .filter(|(_, places)| places.len() >= LEAST && places.len() * 5 <= count * 3)
        .map(|(stem, places)| (places.len() as f64 * (count as f64 / places.len() as f64).ln(), stem, places))
        .collect();
    words.sort_by(|one, other| other.0.total_cmp(&one.0).then_with(|| one.1.cmp(other.1)));
    let mut chosen: Vec<BTreeSet<usize>> = Vec::new();
    for (_, _, places) in words {
        let stands_apart = chosen.iter().all(|other| {
            let both = other.intersection(places).count();
            both * 3 < places.len().min(other.len())
        });
        if stands_apart {
            chosen.push(places.clone());
        }
        if chosen.len() == most {
            break;
        }
    }
    chosen
}

fn mean(vectors: &[Vector], members: impl Iterator<Item = usize>) -> Vector {
    let mut sum = Vector::new();
    for member in members {
        for (stem, weight) in &vectors[member] {
            *sum.entry(stem.clone()).or_default() += weight;
        }
    }
    normal(sum)
}

/// Groups comments, the largest group first; comments that are like no others are in none.
pub fn group(comments: &[Vec<Term>]) -> Vec<Group> {
    let found = frequencies(comments);
    let count = comments.len() as f64;
    let rarity = |stem: &str| (1.0 + count / (1.0 + found.get(stem).map_or(0.0, |places| places.len() as f64))).ln();
    let weigh = |comment: &Vec<Term>| {
        normal(
            counts(comment)
                .into_iter()
                .map(|(stem, n)| {
                    let weight = (1.0 + f64::from(n).ln()) * rarity(&stem);
                    (stem, weight)
                })
                .collect(),
        )
    };
    let vectors: Vec<Vector> = comments.iter().map(weigh).collect();
    let most = (comments.len() / 8).clamp(2, 15);
    let mut centres: Vec<Vector> =
        seeds(&found, comments.len(), most).into_iter().map(|places| mean(&vectors, places.into_iter())).collect();
    let mut belongs: Vec<Option<usize>> = Vec::new();
    for _ in 0..ROUNDS {
        let next: Vec<Option<usize>> = vectors.iter().map(|vector| nearest(vector, &centres)).collect();
        if next == belongs {
            break;
        }
        belongs = next;
        for (number, centre) in centres.iter_mut().enumerate() {
            let members = (0..vectors.len()).filter(|place| belongs[*place] == Some(number));
            let moved = mean(&vectors, members);
            if !moved.is_empty() {
                *centre = moved;
            }
        }
    }
    let mut groups: Vec<Group> = centres
        .iter()
        .enumerate()
        .map(|(number, centre)| {
            named(centre, comments, (0..vectors.len()).filter(|place| belongs[*place] == Some(number)))
        })
        .filter(|group| group.members.len() >= LEAST && !group.words.is_empty())
        .collect();
    groups.sort_by_key(|group| std::cmp::Reverse(group.members.len()));
    groups
}

fn nearest(vector: &Vector, centres: &[Vector]) -> Option<usize> {
    let likenesses = centres.iter().enumerate().map(|(number, centre)| (likeness(vector, centre), number));
    // Of two that are alike the first: the heavier word.
    let best = likenesses.max_by(|one, other| one.0.total_cmp(&other.0).then(other.1.cmp(&one.1)));
    best.filter(|(likeness, _)| *likeness >= NEAR).map(|(_, number)| number)
}

fn named(centre: &Vector, comments: &[Vec<Term>], members: impl Iterator<Item = usize>) -> Group {
    let members: Vec<usize> = members.collect();
    let mut written: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
    for term in members.iter().flat_map(|place| &comments[*place]) {
        *written.entry(&term.stem).or_default().entry(&term.word).or_default() += 1;
    }
    let mut heaviest: Vec<(&String, f64)> = centre.iter().map(|(stem, weight)| (stem, *weight)).collect();
    heaviest.sort_by(|one, other| other.1.total_cmp(&one.1).then_with(|| one.0.cmp(other.0)));
    heaviest.truncate(KEPT);
    let usual = |stem: &str| {
        let forms = written.get(stem)?;
        forms.iter().max_by_key(|(_, count)| **count).map(|(word, _)| (*word).to_owned())
    };
    let words = heaviest.iter().filter_map(|(stem, _)| usual(stem)).take(NAMING * 2).collect();
    let stems = normal(heaviest.into_iter().map(|(stem, weight)| (stem.clone(), weight)).collect());
    Group { words, stems, members }
}
