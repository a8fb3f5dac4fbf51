//! Every operation of the committed document shows what it takes and what it answers.

use serde_json::Value;

const DOCUMENT: &str = include_str!("../../../../openapi.json");

/// The places of a schema that have no example and need one: a reader can tell neither a name nor a number from its type.
fn bare(document: &Value, schema: &Value, place: &str, seen: &[&str], found: &mut Vec<String>) {
    if let Some(name) = schema["$ref"].as_str().and_then(|path| path.rsplit('/').next()) {
        if !seen.contains(&name) {
            bare(document, &document["components"]["schemas"][name], name, &[seen, &[name]].concat(), found);
        }
        return;
    }
    let shown = ["example", "examples", "enum", "const"].iter().any(|key| !schema[*key].is_null());
    if shown || schema["type"] == "boolean" || schema["format"] == "date-time" {
        return;
    }
    let parts = ["oneOf", "anyOf", "allOf"].iter().filter_map(|key| schema[*key].as_array()).flatten();
    let parts: Vec<&Value> = parts.filter(|part| part["type"] != "null").collect();
    let fields = schema["properties"].as_object();
    if parts.is_empty() && fields.is_none() && schema["items"].is_null() {
        return found.push(place.to_owned());
    }
    for part in &parts {
        bare(document, part, place, seen, found);
    }
    for (name, field) in fields.into_iter().flatten() {
        bare(document, field, &format!("{place}.{name}"), seen, found);
    }
    if !schema["items"].is_null() {
        bare(document, &schema["items"], &format!("{place}[]"), seen, found);
    }
}

#[test]
fn every_operation_has_examples() {
    let document: Value = serde_json::from_str(DOCUMENT).expect("JSON");
    let (mut operations, mut found) = (0, Vec::new());
    for operation in
        document["paths"].as_object().expect("paths").values().filter_map(|item| item.as_object()).flatten()
    {
        operations += 1;
        let id = operation.1["operationId"].as_str().unwrap_or_default();
        let answers = operation.1["responses"].as_object().expect("responses").iter();
        let good = answers.filter(|(status, _)| status.starts_with('2')).map(|(_, answer)| answer);
        for body in good.chain([&operation.1["requestBody"]]) {
            let Some(content) = body["content"]["application/json"].as_object() else { continue };
            if !content.contains_key("example") && !content.contains_key("examples") {
                bare(&document, &content["schema"], id, &[], &mut found);
            }
        }
    }
    assert!(operations > 100, "{operations} operations");
    found.sort();
    found.dedup();
    assert_eq!(found, Vec::<String>::new(), "these have no example");
}
