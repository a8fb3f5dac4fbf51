//! Figures as another tool wrote them down: a JSON document, durations in hours.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

use super::pairs::{Pair, Pairs, Value};

/// A figure of one part: numbers by name; a single number has none.
pub(super) type Numbers = BTreeMap<&'static str, f64>;

/// The names under which a spread is written.
const SPREAD: [&str; 4] = ["n", "mean", "median", "p90"];

/// The figures of a pair by their parts; one without a part is under "".
pub(super) fn read(document: &Json, pair: &Pair) -> Result<BTreeMap<String, Numbers>, String> {
    let missing = || format!("{}: the reference has no such figure", pair.reference);
    let found = pair.reference.split('.').try_fold(document, |at, name| at.get(name)).ok_or_else(missing)?;
    if let Some(list) = &pair.list {
        let rows = found.as_array().ok_or_else(missing)?;
        let part = |row: &Json| Some((row.get(&list.key)?.as_str()?.to_owned(), numbers(row.get(&list.field)?)?));
        return rows.iter().map(|row| part(row).ok_or_else(missing)).collect();
    }
    if !pair.sum.is_empty() {
        let added: Option<f64> = pair.sum.iter().map(|name| found.get(name)?.as_f64()).sum();
        return added
            .map(|sum| BTreeMap::from([(pair.sum.join(" + "), Numbers::from([("", sum)]))]))
            .ok_or_else(missing);
    }
    let field = |value: &Json| match &pair.field {
        Some(field) => value.get(field).or_else(|| value.get(field.parse::<usize>().ok()?)).and_then(numbers),
        None => numbers(value),
    };
    if pair.by.is_none() || pair.value == Some(Value::Parts) {
        return field(found).map(|one| BTreeMap::from([(String::new(), one)])).ok_or_else(missing);
    }
    let parts = found.as_object().ok_or_else(missing)?;
    parts.iter().map(|(part, value)| Ok((part.clone(), field(value).ok_or_else(missing)?))).collect()
}

fn numbers(value: &Json) -> Option<Numbers> {
    match value {
        Json::Number(number) => Some(Numbers::from([("", number.as_f64()?)])),
        Json::Object(fields) => {
            let known = |name: &'static str| Some((name, fields.get(name)?.as_f64()?));
            Some(SPREAD.into_iter().filter_map(known).collect())
        }
        _ => None,
    }
}

/// Figures of the document that the pairs do not speak of.
pub(super) fn left(document: &Json, pairs: &Pairs) -> Vec<String> {
    let spoken: BTreeSet<&str> = pairs
        .figure
        .iter()
        .map(|pair| pair.reference.as_str())
        .chain(pairs.without.iter().map(|without| without.reference.as_str()))
        .map(|reference| reference.split('.').next().unwrap_or(reference))
        .collect();
    let all = document.as_object().into_iter().flat_map(|fields| fields.keys());
    all.filter(|name| *name != "definitions" && !spoken.contains(name.as_str())).cloned().collect()
}
