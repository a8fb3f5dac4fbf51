//! Texts that stand on one line: subjects, names, titles.

/// One clean line: line ends, control characters and runs of white space become one space each.
pub fn one_line(text: &str) -> String {
    let words = text.split(|c: char| c.is_whitespace() || c.is_control() || is_invisible(c));
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Characters that change how the text around them is read without being seen: direction overrides and the like.
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{2060}'..='\u{2064}')
        || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_is_one_line() {
        for (text, want) in [
            ("x\r\nBcc: evil@example.net", "x Bcc: evil@example.net"),
            ("  a\tb\0c\u{2028}d  ", "a b c d"),
            ("in\u{202e}voice", "in voice"),
            ("\r\n", ""),
        ] {
            assert_eq!(one_line(text), want, "{text:?}");
        }
    }
}
