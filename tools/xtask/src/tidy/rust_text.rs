//! Just enough of Rust's spelling to tell code, text in quotes and comments apart.

/// Returns the part of a file before the tests that are written in it.
pub(super) fn without_tests(text: &str) -> &str {
    let mark = "\n#[cfg(test)]\nmod ";
    let written_here = |at: usize| {
        let rest = &text[at + mark.len()..];
        rest.find([';', '{']).is_some_and(|end| rest[end..].starts_with('{'))
    };
    text.match_indices(mark).find(|(at, _)| written_here(*at)).map_or(text, |(at, _)| &text[..=at])
}

/// Returns the contents of all string literals outside comments, each with its line counted from 1.
pub(super) fn literals(text: &str) -> Vec<(usize, String)> {
    let letters: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    let (mut at, mut line) = (0, 1);
    while at < letters.len() {
        let rest = &letters[at..];
        let step = if rest.starts_with(&['/', '/']) {
            rest.iter().position(|letter| *letter == '\n').unwrap_or(rest.len())
        } else if rest.starts_with(&['/', '*']) {
            rest.windows(2).position(|pair| pair == ['*', '/']).map_or(rest.len(), |end| end + 2)
        } else if rest[0] == 'r' && !follows_word(&letters, at) && raw_hashes(rest).is_some() {
            let (content, length) = raw(rest, raw_hashes(rest).unwrap_or(0));
            found.push((line, content));
            length
        } else if rest[0] == '"' {
            let (content, length) = quoted(rest);
            found.push((line, content));
            length
        } else if let ['\'', '\\', ..] | ['\'', _, '\'', ..] = rest {
            rest.iter().skip(2).position(|letter| *letter == '\'').map_or(1, |end| end + 3)
        } else {
            1
        };
        line += rest[..step.min(rest.len())].iter().filter(|letter| **letter == '\n').count();
        at += step;
    }
    found
}

fn follows_word(letters: &[char], at: usize) -> bool {
    at.checked_sub(1).is_some_and(|before| letters[before].is_alphanumeric() || letters[before] == '_')
}

/// Returns how many `#` a raw string begins with, if one begins here.
fn raw_hashes(rest: &[char]) -> Option<usize> {
    let hashes = rest.iter().skip(1).take_while(|letter| **letter == '#').count();
    (rest.get(hashes + 1) == Some(&'"')).then_some(hashes)
}

fn raw(rest: &[char], hashes: usize) -> (String, usize) {
    let start = hashes + 2;
    let mut end = vec!['"'];
    end.resize(hashes + 1, '#');
    let length = rest[start..].windows(end.len()).position(|part| part == end).unwrap_or(rest.len() - start);
    (rest[start..start + length].iter().collect(), (start + length + end.len()).min(rest.len()))
}

fn quoted(rest: &[char]) -> (String, usize) {
    let mut content = String::new();
    let mut at = 1;
    while let Some(letter) = rest.get(at) {
        match letter {
            '"' => return (content, at + 1),
            '\\' => at += 1,
            _ => content.push(*letter),
        }
        at += 1;
    }
    (content, rest.len())
}

#[cfg(test)]
mod tests {
    use super::{literals, without_tests};

    #[test]
    fn texts_in_quotes_are_found_with_their_lines() {
        let text = "let a = \"one\"; // \"not this\"\n/* \"nor this\" */ let b = r#\"tw\"o\"#;\nlet q = '\"'; let l: &'static str = \"three\";\nvar\"four\"";
        let expected = [(1, "one"), (2, "tw\"o"), (3, "three"), (4, "four")];
        assert_eq!(literals(text), expected.map(|(line, content)| (line, content.to_owned())));
    }

    #[test]
    fn a_text_over_several_lines_counts_at_its_first() {
        assert_eq!(literals("\n\"a\nb\" \"c\""), [(2, "a\nb".to_owned()), (3, "c".to_owned())]);
    }

    #[test]
    fn tests_at_the_end_are_left_out() {
        assert_eq!(without_tests("fn a() {}\n\n#[cfg(test)]\nmod tests {}\n"), "fn a() {}\n\n");
        let elsewhere = "\n#[cfg(test)]\nmod tests;\nfn a() {}";
        assert_eq!(without_tests(elsewhere), elsewhere);
    }
}
