//! Files that old mail programs wrote into the text itself: `begin 644 name`, lines of 45 bytes each, `end` (POSIX uuencode).

/// A file found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// As the sender wrote it.
    pub name: String,
    /// Its bytes.
    pub data: Vec<u8>,
}

/// Takes the files out of a text, at most `most`. What is not whole to its `end` stays in the text.
pub fn take_out(text: &mut String, most: usize) -> Vec<Found> {
    if !text.starts_with("begin ") && !text.contains("\nbegin ") {
        return Vec::new();
    }
    let lines: Vec<&str> = text.split('\n').collect();
    let (mut kept, mut found, mut at) = (Vec::with_capacity(lines.len()), Vec::new(), 0);
    while at < lines.len() {
        match file_at(&lines[at..]) {
            Some((file, length)) if found.len() < most => {
                found.push(file);
                at += length;
            }
            _ => {
                kept.push(lines[at]);
                at += 1;
            }
        }
    }
    if !found.is_empty() {
        *text = kept.join("\n");
    }
    found
}

/// The file that begins with the first line, and how many lines it takes.
fn file_at(lines: &[&str]) -> Option<(Found, usize)> {
    let (mode, name) = lines.first()?.strip_prefix("begin ")?.trim().split_once(' ')?;
    let is_mode = (3..=4).contains(&mode.len()) && mode.bytes().all(|byte| (b'0'..=b'7').contains(&byte));
    if !is_mode || name.trim().is_empty() {
        return None;
    }
    let mut data = Vec::new();
    for (number, line) in lines.iter().enumerate().skip(1) {
        if line.trim_end() == "end" {
            return Some((Found { name: name.trim().to_owned(), data }, number + 1));
        }
        decode(line, &mut data)?;
    }
    None
}

fn six_bits(byte: u8) -> Option<u8> {
    (b' '..=b'`').contains(&byte).then(|| (byte - b' ') & 63)
}

/// One line: its first character tells the bytes, a checksum may follow; spaces at its end may have been lost on the way.
fn decode(line: &str, data: &mut Vec<u8>) -> Option<()> {
    let bytes = line.trim_end_matches('\r').as_bytes();
    let Some((first, coded)) = bytes.split_first() else { return Some(()) };
    let length = usize::from(six_bits(*first)?);
    let needed = length.div_ceil(3) * 4;
    if coded.len() > needed + 1 {
        return None;
    }
    let mut whole = Vec::with_capacity(needed);
    for place in 0..needed {
        let six = six_bits(coded.get(place).copied().unwrap_or(b' '))?;
        whole.push(six);
    }
    let mut decoded = Vec::with_capacity(length + 2);
    for group in whole.chunks_exact(4) {
        decoded.push((group[0] << 2) | (group[1] >> 4));
        decoded.push((group[1] << 4) | (group[2] >> 2));
        decoded.push((group[2] << 6) | group[3]);
    }
    decoded.truncate(length);
    data.extend(decoded);
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn encode(name: &str, data: &[u8]) -> String {
        let letter = |six: u8| if six == 0 { '`' } else { char::from(six + 32) };
        let mut text = format!("begin 644 {name}\n");
        for line in data.chunks(45) {
            text.push(letter(u8::try_from(line.len()).unwrap()));
            for group in line.chunks(3) {
                let at = |place: usize| group.get(place).copied().unwrap_or(0);
                for six in
                    [at(0) >> 2, ((at(0) << 4) | (at(1) >> 4)) & 63, ((at(1) << 2) | (at(2) >> 6)) & 63, at(2) & 63]
                {
                    text.push(letter(six));
                }
            }
            text.push('\n');
        }
        text + "`\nend\n"
    }

    #[test]
    fn a_file_leaves_the_text() {
        let mut text = "See below\n\nbegin 644 cat.txt\n#0V%T\n`\nend\nBye".to_owned();
        assert_eq!(take_out(&mut text, 9), [Found { name: "cat.txt".into(), data: b"Cat".to_vec() }]);
        assert_eq!(text, "See below\n\nBye");
    }

    #[test]
    fn what_is_no_file_stays() {
        for text in [
            "begin 644 cat.txt\n#0V%T\n",
            "begin 644 cat.txt\nthis is a sentence in small letters\nend",
            "begin with 3 eggs\nend",
            "begin 644 \nend",
        ] {
            let mut kept = text.to_owned();
            assert_eq!((take_out(&mut kept, 9), kept.as_str()), (Vec::new(), text), "{text}");
        }
        let mut many = encode("a", b"a") + &encode("b", b"b");
        assert_eq!((take_out(&mut many, 1).len(), many.starts_with("begin 644 b")), (1, true));
    }

    proptest! {
        #[test]
        fn every_file_comes_back(data in prop::collection::vec(any::<u8>(), 0..300)) {
            let mut text = format!("Hello\n{}Bye", encode("x.bin", &data));
            prop_assert_eq!(take_out(&mut text, 1), vec![Found { name: "x.bin".into(), data }]);
            prop_assert_eq!(text, "Hello\nBye");
        }

        #[test]
        fn no_text_panics(mut text in "(begin 644 x|\n|end|[ -~]{0,8}|ä){0,30}") {
            let _ = take_out(&mut text, 3);
        }
    }
}
