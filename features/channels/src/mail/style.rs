//! Inline CSS reduced to what can only change how a text looks, never where it is or what it loads.

/// Properties that stay.
const SAFE: &str = "color background-color background font font-family font-size font-style font-weight font-variant line-height \
    letter-spacing word-spacing text-align text-decoration text-indent text-transform vertical-align white-space \
    word-break overflow-wrap word-wrap direction unicode-bidi margin margin-top margin-right margin-bottom margin- \
    left padding padding-top padding-right padding-bottom padding-left border border-top border-right border- \
    bottom border-left border-color border-style border-width border-collapse border-spacing border-radius width \
    max-width min-width height max-height list-style-type display table-layout float clear";

/// Functions a value may call.
const SAFE_FUNCTIONS: &[&str] = &["rgb", "rgba", "hsl", "hsla"];

/// The declarations of a `style` attribute that are safe; `None` when none is.
pub fn reduce(style: &str) -> Option<String> {
    let kept: Vec<String> = style.split(';').filter_map(declaration).collect();
    (!kept.is_empty()).then(|| kept.join(";"))
}

fn declaration(text: &str) -> Option<String> {
    let (property, value) = text.split_once(':')?;
    let property = property.trim().to_ascii_lowercase();
    let value = value.trim();
    let lower = value.to_ascii_lowercase();
    if value.is_empty()
        || value.len() > 300
        || !SAFE.split_whitespace().any(|safe| safe == property)
        || !is_plain(&lower)
    {
        return None;
    }
    if property == "display"
        && !["block", "inline", "inline-block", "table", "table-row", "table-cell", "none"].contains(&lower.as_str())
    {
        return None;
    }
    if (property.starts_with("margin") || property == "text-indent") && has_negative(&lower) {
        return None;
    }
    Some(format!("{property}:{value}"))
}

/// Only characters that cannot open a comment, an escape or a URL, and only calls of colour functions.
fn is_plain(value: &str) -> bool {
    let safe = |c: char| {
        c.is_alphanumeric() || matches!(c, ' ' | '#' | '%' | '.' | ',' | '-' | '+' | '!' | '\'' | '"' | '(' | ')' | '_')
    };
    if !value.chars().all(safe) || value.contains("expression") || value.contains("javascript") {
        return false;
    }
    value.match_indices('(').all(|(at, _)| {
        let start = value[..at].rfind(|c: char| !c.is_ascii_alphanumeric() && c != '-').map_or(0, |found| found + 1);
        value.get(start..at).is_some_and(|name| SAFE_FUNCTIONS.contains(&name))
    })
}

fn has_negative(value: &str) -> bool {
    value.split([' ', ',']).any(|part| part.starts_with('-'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_looks_remain() {
        for (style, want) in [
            ("color: red; font-size:12px", Some("color:red;font-size:12px")),
            ("COLOR:#FFF", Some("color:#FFF")),
            ("background:rgb(1, 2, 3)", Some("background:rgb(1, 2, 3)")),
            ("font-family:\"Segoe UI\", 'Arial'", Some("font-family:\"Segoe UI\", 'Arial'")),
            ("position:fixed;top:0;color:blue", Some("color:blue")),
            ("background:url(http://evil.example/x)", None),
            ("background:u\\72l(http://evil.example)", None),
            ("background-image:image-set('http://evil.example' 1x)", None),
            ("width:expression(alert(1))", None),
            ("color:var(--x)", None),
            ("color:red/**/;behavior:url(#x)", None),
            ("margin-left:-9999px", None),
            ("display:flex", None),
            ("z-index:9999", None),
            ("color:red}body{display:none", None),
            ("", None),
        ] {
            assert_eq!(reduce(style).as_deref(), want, "{style}");
        }
    }

    proptest! {
        #[test]
        fn nothing_loads(style in "(background|color|width|x)?:? ?(url|rgb|image|\\\\75rl|/\\*|[a-z():;\"' ]){0,12}") {
            let kept = reduce(&style).unwrap_or_default();
            prop_assert!(!kept.contains("url(") && !kept.contains('\\') && !kept.contains("/*"));
        }
    }
}
