//! The end of a mail after DATA, and the dots that were put before its lines.
//!
//! Only CR LF . CR LF ends a mail. A server that believed in less could be made to see a second mail inside a first one
//! ("SMTP smuggling"). A bare LF is noted, and such a mail is refused; a bare CR is content like any other byte.

/// Where in a line we are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Start,
    Dot,
    DotCr,
    Cr,
    Middle,
}

/// Reads a mail in pieces.
#[derive(Debug)]
pub(super) struct Unstuffer {
    state: State,
    /// A LF came without a CR before it.
    pub(super) bare_lf: bool,
}

impl Unstuffer {
    pub(super) fn new() -> Self {
        Self { state: State::Start, bare_lf: false }
    }

    /// Takes a piece and hands on what belongs to the mail; answers how many bytes of it were used when the mail ended there.
    pub(super) fn feed(&mut self, piece: &[u8], mut keep: impl FnMut(&[u8])) -> Option<usize> {
        let mut at = 0;
        while let Some(&byte) = piece.get(at) {
            if self.state == State::Middle {
                let rest = &piece[at..];
                let plain = rest.iter().position(|byte| matches!(byte, b'\r' | b'\n')).unwrap_or(rest.len());
                if plain > 0 {
                    keep(&rest[..plain]);
                    at += plain;
                    continue;
                }
            }
            at += 1;
            if self.step(byte, &mut keep) {
                return Some(at);
            }
        }
        None
    }

    /// One byte; says whether it ended the mail.
    fn step(&mut self, byte: u8, keep: &mut impl FnMut(&[u8])) -> bool {
        match (self.state, byte) {
            (State::Start, b'.') => {
                self.state = State::Dot;
                return false;
            }
            (State::Dot, b'\r') => {
                self.state = State::DotCr;
                return false;
            }
            (State::DotCr, b'\n') => {
                self.state = State::Start;
                return true;
            }
            (State::DotCr, _) => {
                // The CR that was held back is content after all.
                keep(b"\r");
                self.state = State::Cr;
            }
            _ => {}
        }
        keep(&[byte]);
        self.state = match (self.state, byte) {
            (State::Cr, b'\n') => State::Start,
            (_, b'\r') => State::Cr,
            (_, b'\n') => {
                self.bare_lf = true;
                State::Middle
            }
            _ => State::Middle,
        };
        false
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(pieces: &[&[u8]]) -> (Vec<u8>, Vec<u8>, bool) {
        let (mut reader, mut mail) = (Unstuffer::new(), Vec::new());
        for (number, piece) in pieces.iter().enumerate() {
            if let Some(used) = reader.feed(piece, |bytes| mail.extend_from_slice(bytes)) {
                let rest = [&piece[used..], &pieces[number + 1..].concat()].concat();
                return (mail, rest, reader.bare_lf);
            }
        }
        (mail, b"(no end)".to_vec(), reader.bare_lf)
    }

    #[test]
    fn only_the_whole_mark_ends_a_mail() {
        let table: &[(&str, &str, &str, bool)] = &[
            ("a\r\n.\r\nQUIT\r\n", "a\r\n", "QUIT\r\n", false),
            (".\r\n", "", "", false),
            ("..\r\n.\r\n", ".\r\n", "", false),
            (".a\r\n..b\r\n.\r\n", "a\r\n.b\r\n", "", false),
            ("a\n.\nb\r\n.\r\n", "a\n.\nb\r\n", "", true),
            ("a\n.\r\nb\r\n.\r\n", "a\n.\r\nb\r\n", "", true),
            ("a\r\n.\nb\r\n.\r\n", "a\r\n\nb\r\n", "", true),
            ("a\r.\rb\r\n.\r\n", "a\r.\rb\r\n", "", false),
            ("a\r\n.\rb\r\n.\r\n", "a\r\n\rb\r\n", "", false),
            ("a\r\n.\r\r\n.\r\n", "a\r\n\r\r\n", "", false),
            ("a\r.\r\nb\r\n.\r\n", "a\r.\r\nb\r\n", "", false),
            ("a\r\r\n.\r\n", "a\r\r\n", "", false),
        ];
        for (sent, mail, rest, bare) in table {
            let want = (mail.as_bytes().to_vec(), rest.as_bytes().to_vec(), *bare);
            assert_eq!(read(&[sent.as_bytes()]), want, "{sent:?}");
            let single: Vec<&[u8]> = sent.as_bytes().chunks(1).collect();
            assert_eq!(read(&single), want, "{sent:?} byte by byte");
        }
    }

    proptest! {
        #[test]
        fn what_was_stuffed_comes_out_again(lines in prop::collection::vec("[.a\r]{0,5}", 0..8), cut in 1..9_usize) {
            let mail: String = lines.iter().map(|line| format!("{line}\r\n")).collect();
            let stuffed: String = mail.split_inclusive("\r\n").map(|line| {
                if line.starts_with('.') { format!(".{line}") } else { line.to_owned() }
            }).collect();
            let sent = format!("{stuffed}.\r\nNOOP\r\n");
            let pieces: Vec<&[u8]> = sent.as_bytes().chunks(cut).collect();
            prop_assert_eq!(read(&pieces), (mail.into_bytes(), b"NOOP\r\n".to_vec(), false));
        }
    }
}
