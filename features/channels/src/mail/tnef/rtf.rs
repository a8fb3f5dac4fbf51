//! Rich text to what a person reads: the HTML that Outlook wrapped into it (MS-OXRTFEX), or its plain words.

use encoding_rs::Encoding;

/// Groups within groups that are followed.
const DEEPEST: usize = 200;
/// Groups whose content is no text of the letter.
const HIDDEN: &str = "fonttbl colortbl stylesheet info pict object header footer headerl headerr footerl footerr listtable \
    listoverridetable rsidtbl generator xmlnstbl themedata colorschememapping latentstyles datastore filetbl";

/// What was in it.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Page {
    Html(String),
    Text(String),
}

/// Reads rich text; whatever is broken is left out.
pub(super) fn read(rtf: &[u8], charset: &'static Encoding) -> Page {
    let is_html = rtf.windows(9).take(400).any(|window| window == b"\\fromhtml");
    let mut reader =
        Reader { is_html, charset, out: String::new(), raw: Vec::new(), high: None, groups: vec![Group::default()] };
    reader.run(rtf);
    reader.flush();
    if is_html { Page::Html(reader.out) } else { Page::Text(reader.out) }
}

/// What a group changes until it ends.
#[derive(Debug, Clone, Copy)]
struct Group {
    /// Nothing of it is shown.
    hidden: bool,
    /// It holds tags of the wrapped HTML.
    tags: bool,
    /// What stands here is only for readers of rich text.
    only_rtf: bool,
    /// Characters that follow a `\u` for old readers.
    fallback: usize,
}

impl Default for Group {
    fn default() -> Self {
        Self { hidden: false, tags: false, only_rtf: false, fallback: 1 }
    }
}

struct Reader {
    is_html: bool,
    charset: &'static Encoding,
    out: String,
    /// Bytes in the charset, not yet decoded.
    raw: Vec<u8>,
    /// The first half of a character that takes two.
    high: Option<u16>,
    groups: Vec<Group>,
}

impl Reader {
    fn run(&mut self, rtf: &[u8]) {
        let (mut at, mut skip, mut too_deep) = (0, 0_usize, 0_usize);
        while let Some(byte) = rtf.get(at) {
            at += 1;
            match byte {
                b'{' if self.groups.len() >= DEEPEST => too_deep += 1,
                b'}' if too_deep > 0 => too_deep -= 1,
                b'{' => self.groups.push(self.group()),
                b'}' if self.groups.len() > 1 => {
                    self.flush();
                    self.groups.pop();
                }
                b'\\' => at = self.command(rtf, at, &mut skip),
                b'}' | b'\r' | b'\n' => {}
                _ if skip > 0 => skip -= 1,
                other => self.byte(*other),
            }
        }
    }

    fn group(&self) -> Group {
        self.groups.last().copied().unwrap_or_default()
    }

    fn change(&mut self, change: impl FnOnce(&mut Group)) {
        self.flush();
        if let Some(group) = self.groups.last_mut() {
            change(group);
        }
    }

    fn is_shown(&self) -> bool {
        let group = self.group();
        !group.hidden && !group.only_rtf
    }

    fn byte(&mut self, byte: u8) {
        if self.is_shown() {
            self.raw.push(byte);
        }
    }

    fn text(&mut self, text: &str) {
        self.flush();
        if self.is_shown() {
            self.out.push_str(text);
        }
    }

    fn flush(&mut self) {
        if !self.raw.is_empty() {
            self.out.push_str(&self.charset.decode_without_bom_handling(&self.raw).0);
            self.raw.clear();
        }
    }

    /// The command behind a backslash; gives the place behind it.
    fn command(&mut self, rtf: &[u8], at: usize, skip: &mut usize) -> usize {
        let Some(first) = rtf.get(at) else { return at };
        if *first == b'\'' {
            let hex = rtf.get(at + 1..at + 3).and_then(|hex| std::str::from_utf8(hex).ok());
            match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
                Some(_) if *skip > 0 => *skip -= 1,
                Some(byte) => self.byte(byte),
                None => {}
            }
            return (at + 3).min(rtf.len());
        }
        if !first.is_ascii_alphabetic() {
            self.symbol(*first);
            return at + 1;
        }
        let count = |from: usize, fits: fn(&u8) -> bool| rtf[from..].iter().take(32).take_while(|b| fits(b)).count();
        let name_end = at + count(at, u8::is_ascii_alphabetic);
        let digits = name_end + usize::from(rtf.get(name_end) == Some(&b'-'));
        let end = digits + count(digits, u8::is_ascii_digit);
        let name = std::str::from_utf8(&rtf[at..name_end]).unwrap_or_default();
        let number = std::str::from_utf8(&rtf[name_end..end]).ok().and_then(|digits| digits.parse::<i32>().ok());
        self.word(name, number, skip);
        end + usize::from(rtf.get(end) == Some(&b' '))
    }

    fn symbol(&mut self, symbol: u8) {
        match symbol {
            b'\\' | b'{' | b'}' => self.byte(symbol),
            b'~' => self.text(if self.is_html { "&nbsp;" } else { "\u{a0}" }),
            b'_' => self.text("-"),
            // What follows may be unknown to a reader; the wrapped tags are what we know.
            b'*' => self.change(|group| group.hidden = true),
            b'\r' | b'\n' => self.text("\n"),
            _ => {}
        }
    }

    fn word(&mut self, name: &str, number: Option<i32>, skip: &mut usize) {
        let is_html = self.is_html;
        match name {
            "htmltag" | "mhtmltag" if is_html => {
                let tags = name == "htmltag";
                self.change(|group| (group.hidden, group.tags, group.only_rtf) = (!tags, tags, false));
            }
            "htmlrtf" if is_html => self.change(|group| group.only_rtf = number != Some(0)),
            "ansicpg" => {
                let page = number.and_then(|page| u32::try_from(page).ok());
                self.charset = page.and_then(super::charset_of).unwrap_or(self.charset);
            }
            "uc" => {
                let fallback = number.and_then(|count| usize::try_from(count).ok()).unwrap_or(1).min(16);
                self.change(|group| group.fallback = fallback);
            }
            "u" => {
                self.unicode(number.unwrap_or(0));
                *skip = self.group().fallback;
            }
            "par" | "line" | "row" => self.text("\n"),
            "tab" | "cell" => self.text("\t"),
            "lquote" => self.text("‘"),
            "rquote" => self.text("’"),
            "ldblquote" => self.text("“"),
            "rdblquote" => self.text("”"),
            "bullet" => self.text("•"),
            "endash" => self.text("–"),
            "emdash" => self.text("—"),
            _ if HIDDEN.split_whitespace().any(|hidden| hidden == name) => self.change(|group| group.hidden = true),
            _ => {}
        }
    }

    /// A UTF-16 unit, written as a signed number; characters beyond the first plane come as two of them.
    fn unicode(&mut self, unit: i32) {
        let unit = u16::try_from(unit.rem_euclid(0x1_0000)).unwrap_or(0);
        if (0xd800..0xdc00).contains(&unit) {
            self.high = Some(unit);
            return;
        }
        let units = self.high.take().into_iter().chain([unit]);
        let shown: String = char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
        self.text(&shown);
    }
}

#[cfg(test)]
mod tests {
    use encoding_rs::WINDOWS_1252;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn words_are_read() {
        for (rtf, want) in [
            ("{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n", "hello world"),
            ("{\\rtf1{\\fonttbl{\\f0 Arial;}}Gr\\'fc\\'dfe\\par Zwei}", "Grüße\nZwei"),
            ("{\\rtf1\\uc1 \\u1055?\\u1088?x}", "Прx"),
            ("{\\rtf1\\uc0 \\u-10179\\u-8566}", "🚊"),
            ("{\\rtf1 a\\{b\\}\\\\c\\~d}", "a{b}\\c\u{a0}d"),
            ("{\\rtf1{\\*\\generator Word;}x}", "x"),
            ("\\", ""),
            ("}}}x", "x"),
        ] {
            assert_eq!(read(rtf.as_bytes(), WINDOWS_1252), Page::Text(want.to_owned()), "{rtf}");
        }
    }

    #[test]
    fn wrapped_html_is_unwrapped() {
        let rtf = "{\\rtf1\\ansi\\fromhtml1 {\\*\\htmltag64 <p>}\\htmlrtf \\pard\\htmlrtf0 Hello {\\*\\htmltag84 <b>}\\htmlrtf {\\b\\htmlrtf0 you\
                   {\\*\\htmltag92 </b>}\\htmlrtf }\\htmlrtf0 {\\*\\mhtmltag64 <q>}{\\*\\htmltag72 </p>}}";
        assert_eq!(read(rtf.as_bytes(), WINDOWS_1252), Page::Html("<p>Hello <b>you</b></p>".to_owned()));
    }

    proptest! {
        #[test]
        fn anything_is_survived(rtf in "(\\\\[a-z*'{}~]{1,9}-?[0-9]{0,6} ?|[{}a-z ]{0,5}){0,60}") {
            let (Page::Text(out) | Page::Html(out)) = read(rtf.as_bytes(), WINDOWS_1252);
            prop_assert!(out.len() <= rtf.len() * 8);
        }
    }
}
