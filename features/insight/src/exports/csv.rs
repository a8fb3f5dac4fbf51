//! Cells as table programs read them. No I/O.

use serde_json::Value;

/// Table programs take a file for UTF-8 only when it says so.
pub(super) const BYTE_ORDER_MARK: &str = "\u{feff}";

/// A value as the text of a cell; what a table program would compute is made text.
pub(super) fn cell(value: &Value) -> String {
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
pub(super) fn line(cells: impl IntoIterator<Item = String>) -> String {
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
