//! What every room must know of HTML before a parser sees it: how deep it is.
//!
//! The work of an HTML parser grows with the depth at every tag, so a page of a few hundred kilobytes that only nests can keep a
//! processor busy for minutes. Such a page is never parsed; its text is taken out instead.

use std::collections::HashMap;

/// Elements within elements that are read; browsers stop at 512.
const DEEPEST: usize = 1_000;

/// Elements without an end tag.
pub fn is_void(name: &str) -> bool {
    matches!(name, "br" | "hr" | "img" | "col" | "wbr" | "area" | "input")
}

/// Whether elements lie so deep in each other that parsing would take its time. Elements that a parser closes by itself do not
/// count, and a closing tag only counts when something of its name is open.
pub fn is_too_deep(html: &str) -> bool {
    let closed_by_itself = |name: &str| {
        is_void(name) || matches!(name, "p" | "li" | "td" | "th" | "tr" | "dd" | "dt" | "option" | "meta" | "link")
    };
    let mut open: HashMap<String, usize> = HashMap::new();
    let mut depth = 0_usize;
    html.split('<').skip(1).any(|tag| {
        let (closes, tag) = tag.strip_prefix('/').map_or((false, tag), |tag| (true, tag));
        let end = tag.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(tag.len());
        let name = tag[..end].to_ascii_lowercase();
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) || closed_by_itself(&name) {
            return false;
        }
        let within = open.entry(name).or_default();
        if !closes {
            *within += 1;
            depth += 1;
        } else if *within > 0 {
            *within -= 1;
            depth -= 1;
        }
        depth > DEEPEST
    })
}

/// What stands between the tags, entities as they are: the text of a page that is too deep to be parsed.
pub fn without_tags(html: &str) -> String {
    html.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_depth_counts() {
        let deep = "<div></x>".repeat(200_000);
        let wide = "<div><p>x</div>".repeat(2_000) + &"<br>".repeat(5_000);
        assert!(is_too_deep(&deep) && !is_too_deep(&wide) && !is_too_deep("no html"));
    }

    #[test]
    fn text_is_taken_out_of_anything() {
        for (html, want) in [("<p>a<b>b</b></p>", "ab"), ("<", ""), ("a < b", "a  b"), ("<x", "x"), ("", "")] {
            assert_eq!(without_tags(html), want, "{html}");
        }
    }
}
