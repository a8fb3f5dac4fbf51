//! Whole tables as CSV, written while they are read.

use std::collections::BTreeMap;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, header};
use futures::{Stream, StreamExt as _, stream};
use kernel::{Fault, Result};
use serde_json::{Value, json};

/// The head of a column, and the JSON pointer of its cell in a row.
pub type Column = (&'static str, &'static str);

/// Names by ids, as both stand in answers.
pub type Names = BTreeMap<String, String>;

/// Table programs take a file for UTF-8 only when it says so.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The first line of a file.
pub fn table_head<'a>(heads: impl IntoIterator<Item = &'a str>) -> String {
    format!("{BYTE_ORDER_MARK}{}", line(heads.into_iter().map(str::to_owned)))
}

/// The line of a row, with names in the place of ids.
pub fn table_line(columns: &[Column], row: &Value, names: &Names) -> String {
    let cells = columns.iter().map(|(_, pointer)| cell(&called(row.pointer(pointer).unwrap_or(&Value::Null), names)));
    line(cells)
}

/// Answers with a file; a file that ends within a row broke off. The first lines are read before anything is sent, so that a
/// refusal is an answer of its own.
///
/// # Errors
/// Whatever reading the first lines gives.
pub async fn table_file(
    name: &str,
    mut lines: impl Stream<Item = Result<String>> + Send + Unpin + 'static,
) -> Result<(HeaderMap, Body)> {
    let first = lines.next().await.transpose()?.unwrap_or_default();
    let rest = lines.map(|lines| lines.map_err(|fault| std::io::Error::other(fault.causes())));
    let all = stream::once(async { Ok(first) }).chain(rest);
    let mut headers = HeaderMap::new();
    let disposition = HeaderValue::try_from(format!("attachment; filename=\"{name}.csv\"")).map_err(Fault::internal)?;
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    headers.insert(header::CONTENT_DISPOSITION, disposition);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok((headers, Body::from_stream(all)))
}

fn called(value: &Value, names: &Names) -> Value {
    match value {
        Value::String(id) => json!(names.get(id).unwrap_or(id)),
        Value::Array(all) => all.iter().map(|each| called(each, names)).collect(),
        other => other.clone(),
    }
}

/// A value as the text of a cell; what a table program would compute is made text.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(yes) => yes.to_string(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => harmless(text),
        Value::Array(all) => all.iter().map(cell).collect::<Vec<_>>().join("; "),
        Value::Object(_) => harmless(&value.to_string()),
    }
}

/// Excel, LibreOffice and others compute cells that begin so, wherever the file comes from (CWE-1236).
fn harmless(text: &str) -> String {
    let computed = text.trim_start_matches(' ').starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    if computed { format!("'{text}") } else { text.to_owned() }
}

/// A line of cells: commas, quotes where they are needed, and its end as RFC 4180 wants it.
fn line(cells: impl IntoIterator<Item = String>) -> String {
    let quoted = |cell: String| {
        if cell.contains(['"', ',', '\n', '\r', ';']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
    };
    let mut line = cells.into_iter().map(quoted).collect::<Vec<_>>().join(",");
    line.push_str("\r\n");
    line
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn nothing_is_computed_and_nothing_breaks_a_line() {
        for (value, wanted) in [
            (json!("=HYPERLINK(\"http://x\")"), "\"'=HYPERLINK(\"\"http://x\"\")\"\r\n"),
            (json!(" +1"), "' +1\r\n"),
            (json!("@SUM(A1)"), "'@SUM(A1)\r\n"),
            (json!("\tx"), "'\tx\r\n"),
            (json!("a,b"), "\"a,b\"\r\n"),
            (json!("two\nlines"), "\"two\nlines\"\r\n"),
            (json!(-3.5), "-3.5\r\n"),
            (json!(null), "\r\n"),
            (json!(["a", "=b"]), "\"a; '=b\"\r\n"),
        ] {
            assert_eq!(line([cell(&value)]), wanted, "{value}");
        }
    }
}
