//! The operations of the API's own document, turned into requests.

use std::collections::BTreeMap;

use axum::http::Method;
use serde_json::Value;

use crate::world::{Answer, Client};

/// Ids of things that are there, by the collection in the path and the prefix of the id: `conversations` and `conv`.
#[derive(Debug, Clone, Default)]
pub(crate) struct Things(BTreeMap<(String, String), String>);

impl Things {
    /// Adds a thing that lies in a collection, or belongs to something in it.
    pub(crate) fn add(&mut self, collection: &str, id: String) {
        let prefix = id.split('_').next().unwrap_or_default().to_owned();
        self.0.insert((collection.to_owned(), prefix), id);
    }

    /// The id of a thing that was added.
    pub(crate) fn get(&self, collection: &str, prefix: &str) -> Option<&String> {
        self.0.get(&(collection.to_owned(), prefix.to_owned()))
    }
}

/// One operation.
#[derive(Debug, Clone)]
pub(crate) struct Operation {
    pub(crate) id: String,
    pub(crate) method: Method,
    pub(crate) path: String,
    query: Vec<(String, String)>,
    body: Option<(String, String)>,
}

/// Every operation of the document.
pub(crate) async fn operations(client: &Client) -> Vec<Operation> {
    let document = client.call(Method::GET, "/api/openapi.json", None).await.body;
    let mut operations = Vec::new();
    for (path, item) in document["paths"].as_object().expect("paths") {
        for (method, operation) in item.as_object().expect("an item") {
            operations.push(read(&document, path, method, operation));
        }
    }
    operations
}

fn read(document: &Value, path: &str, method: &str, operation: &Value) -> Operation {
    let id =
        operation["operationId"].as_str().unwrap_or_else(|| panic!("{method} {path} has no operation id")).to_owned();
    let (mut path, mut query) = (path.to_owned(), Vec::new());
    for parameter in operation["parameters"].as_array().into_iter().flatten() {
        let name = parameter["name"].as_str().expect("a name");
        let place = parameter["in"].as_str().expect("a place");
        if place == "path" {
            path = path
                .replace(&format!("{{{name}}}"), &example(document, parameter).unwrap_or_else(|| "example".to_owned()));
        } else if place == "query" && parameter["required"] == true {
            query.push((
                name.to_owned(),
                example(document, parameter).unwrap_or_else(|| panic!("{id}: ?{name} has no example")),
            ));
        }
    }
    let body = operation
        .pointer("/requestBody/content")
        .and_then(Value::as_object)
        .map(|content| body(document, &id, content));
    Operation { id, method: method.to_uppercase().parse().expect("a method"), path, query, body }
}

/// The example of a parameter or of its type.
fn example(document: &Value, parameter: &Value) -> Option<String> {
    let schema = resolve(document, &parameter["schema"]);
    let found = parameter.get("example").or_else(|| schema.get("example")).or_else(|| schema.pointer("/examples/0"));
    let Some(found) = found else { return (schema["type"] == "integer").then(|| "0".to_owned()) };
    Some(found.as_str().map_or_else(|| found.to_string(), str::to_owned))
}

fn resolve<'d>(document: &'d Value, schema: &'d Value) -> &'d Value {
    let reference = schema["$ref"].as_str().and_then(|text| text.strip_prefix('#'));
    reference.and_then(|pointer| document.pointer(pointer)).unwrap_or(schema)
}

fn body(document: &Value, id: &str, content: &serde_json::Map<String, Value>) -> (String, String) {
    let (kind, media) = content.iter().next().expect("a media type");
    if kind.starts_with("multipart/") {
        let text = "--line\r\ncontent-disposition: form-data; name=\"file\"; filename=\"note.txt\"\r\ncontent-type: text/plain\r\n\r\nhello\r\n--line--\r\n";
        return (format!("{kind}; boundary=line"), text.to_owned());
    }
    let schema = resolve(document, &media["schema"]);
    let example = media.get("example").or_else(|| schema.get("example")).or_else(|| schema.pointer("/examples/0"));
    (kind.clone(), example.unwrap_or_else(|| panic!("{id}: the request has no example")).to_string())
}

/// As a value in the query of an address.
fn encode(value: &str) -> String {
    let one =
        |byte: u8| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    value.bytes().map(one).collect::<Vec<_>>().concat()
}

impl Operation {
    /// Sends it as the document's examples show it, about things that are there where one of their kind is.
    pub(crate) async fn send(&self, client: &Client, things: &Things) -> Answer {
        let collection = self.path.split('/').nth(4).unwrap_or_default();
        let real = |segment: &str| {
            let (prefix, _) = segment.split_once('_').filter(|(_, rest)| rest.len() == 13)?;
            things.0.get(&(collection.to_owned(), prefix.to_owned())).cloned()
        };
        let segments: Vec<String> =
            self.path.split('/').map(|segment| real(segment).unwrap_or_else(|| segment.to_owned())).collect();
        let query: Vec<String> = self.query.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect();
        let query = if query.is_empty() { String::new() } else { format!("?{}", query.join("&")) };
        client.send(self.method.clone(), &format!("{}{query}", segments.join("/")), self.body.clone()).await
    }
}
