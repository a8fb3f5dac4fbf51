//! Recipients of bounces beside Sisimai and flufl.bounce.

use std::collections::{BTreeMap, BTreeSet};

use channels::mail::letter::Limits;
use channels::mail::parse::parse;
use channels::mail::report::read;
use serde_json::Value;

use super::tally::Tally;
use super::{Mail, text_of};
use crate::outcome::Outcome;

type Recipients = BTreeSet<String>;

pub(super) fn compare(mail: &Mail<'_>, tally: &mut Tally) -> Outcome {
    let sisimai = sisimai(mail)?;
    let flufl = flufl(mail)?;
    let files: BTreeSet<&String> = sisimai.keys().chain(flufl.keys()).collect();
    for file in files {
        let ours = ours(&mail.bytes(file)?);
        let theirs: Vec<&Recipients> =
            [sisimai.get(file), flufl.get(file)].into_iter().flatten().filter(|named| !named.is_empty()).collect();
        if theirs.is_empty() {
            // Nobody knows better: nothing to agree with.
            continue;
        }
        let agreed = theirs.iter().any(|named| **named == ours);
        tally.note("bounces, by either reader", file, (!agreed).then(|| difference(&ours, theirs[0])));
        for (kind, named) in [("bounces, by Sisimai", sisimai.get(file)), ("bounces, by flufl.bounce", flufl.get(file))]
        {
            if let Some(named) = named.filter(|named| !named.is_empty()) {
                tally.note(kind, file, (*named != ours).then(|| difference(&ours, named)));
            }
        }
    }
    Ok(())
}

fn ours(raw: &[u8]) -> Recipients {
    let report = parse(raw, &Limits::default()).ok().and_then(|letter| read(&letter));
    report.map(|report| report.recipients.iter().map(|address| address.to_lowercase()).collect()).unwrap_or_default()
}

fn difference(ours: &Recipients, theirs: &Recipients) -> &'static str {
    if ours.is_empty() {
        "ours finds no report"
    } else if ours.is_subset(theirs) {
        "ours finds fewer (those only delayed are none of the failed)"
    } else if theirs.is_subset(ours) {
        "ours finds more"
    } else {
        "other recipients"
    }
}

/// By file; absence notes are no bounces, and addresses that the tool made up for want of any are none.
fn sisimai(mail: &Mail<'_>) -> Outcome<BTreeMap<String, Recipients>> {
    let mut found = BTreeMap::new();
    for reference in mail.lines("bounces_sisimai.jsonl")? {
        let results = reference.get("results").and_then(Value::as_array).cloned().unwrap_or_default();
        let bounces = results.iter().filter(|result| text_of(result, "reason") != Some("vacation"));
        let named = bounces.filter_map(|result| text_of(result, "recipient"));
        let named = named.filter(|address| !address.ends_with(".invalid")).map(str::to_lowercase).collect();
        found.insert(text_of(&reference, "file").unwrap_or_default().to_owned(), named);
    }
    Ok(found)
}

fn flufl(mail: &Mail<'_>) -> Outcome<BTreeMap<String, Recipients>> {
    let path = mail.reference("bounces_flufl.json");
    if !path.is_file() {
        return Ok(BTreeMap::new());
    }
    let all: Vec<Value> = serde_json::from_slice(&std::fs::read(path)?)?;
    let mut found = BTreeMap::new();
    for reference in &all {
        let lists = ["permanent", "temporary"].into_iter().filter_map(|list| reference.get(list)?.as_array());
        let named = lists.flatten().filter_map(Value::as_str).filter(|address| !address.contains('{'));
        let named = named.map(str::to_lowercase).collect();
        found.insert(text_of(reference, "file").unwrap_or_default().to_owned(), named);
    }
    Ok(found)
}
