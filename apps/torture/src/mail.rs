//! The mails: each with a Message-ID of its own, some large, some answers to earlier ones, and those of the mail reader's tests.

use std::path::Path;

use base64::Engine as _;

use crate::chance::Chance;

/// Where mail is sent to.
pub(crate) const ADDRESS: &str = "help@desk.example";
/// Letters of one customer answer each other now and then.
const CUSTOMERS: usize = 400;

/// By which way a mail comes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    Imap,
    Pipe,
    Smtp,
}

#[derive(Debug)]
pub(crate) struct Mail {
    /// Without its brackets.
    pub(crate) id: String,
    pub(crate) way: Way,
    /// It must end in a conversation; of others it is enough that they are kept once.
    pub(crate) ordinary: bool,
    pub(crate) raw: Vec<u8>,
}

/// All mails of a run.
pub(crate) fn mails(seed: u64, count: usize) -> Vec<Mail> {
    let mut chance = Chance::new(seed);
    let mut mails: Vec<Mail> = (0..count).map(|number| letter(seed, number, &mut chance)).collect();
    mails.extend(of_fixtures());
    mails
}

fn id(seed: u64, number: usize) -> String {
    format!("torture-{seed:x}-{number}@customer.example")
}

fn letter(seed: u64, number: usize, chance: &mut Chance) -> Mail {
    let customer = number % CUSTOMERS;
    let mut raw = format!(
        "Message-ID: <{}>\r\nDate: Mon, 02 Mar 2026 {:02}:{:02}:{:02} +0000\r\nFrom: Customer {customer} <customer{customer}@customer.example>\r\nTo: {ADDRESS}\r\n",
        id(seed, number),
        8 + number / 3600 % 12,
        number / 60 % 60,
        number % 60
    );
    let earlier = number.checked_sub(CUSTOMERS).filter(|_| chance.percent(40));
    if let Some(earlier) = earlier {
        let earlier = id(seed, earlier);
        raw += &["In-Reply-To: <", &earlier, ">\r\nReferences: <", &earlier, ">\r\n"].concat();
    }
    raw += "Subject: Question ";
    raw += &number.to_string();
    raw += "\r\nMIME-Version: 1.0\r\n";
    let words = format!(
        "Good day,\r\n\r\nthis is question {number}, and {} more words of chance.\r\n",
        chance.below(1_000_000)
    );
    if chance.percent(10) {
        // Larger than what is kept in a row: such a mail is a file.
        let bytes: Vec<u8> = (0..80_000).map(|_| chance.below(256) as u8).collect();
        let text = base64::engine::general_purpose::STANDARD.encode(bytes);
        let lines: Vec<&str> = text.as_bytes().chunks(76).filter_map(|line| std::str::from_utf8(line).ok()).collect();
        raw.push_str("Content-Type: multipart/mixed; boundary=part\r\n\r\n--part\r\nContent-Type: text/plain\r\n\r\n");
        raw.push_str(&words);
        raw.push_str("--part\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=data.bin\r\n\r\n");
        raw.push_str(&lines.join("\r\n"));
        raw.push_str("\r\n--part--\r\n");
    } else {
        raw.push_str("Content-Type: text/plain\r\n\r\n");
        raw.push_str(&words);
    }
    let way = [Way::Imap, Way::Pipe, Way::Smtp][number % 3];
    Mail { id: id(seed, number), way, ordinary: true, raw: raw.into_bytes() }
}

/// What the tests of the mail reader read, by the pipe.
fn of_fixtures() -> Vec<Mail> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../features/channels/src/mail/fixtures");
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.retain(|path| path.extension().is_some_and(|name| name == "eml"));
    paths.sort();
    let read = |path| {
        let raw = std::fs::read(path).ok()?;
        let text = String::from_utf8_lossy(&raw).into_owned();
        let line = text.lines().take_while(|line| !line.is_empty());
        let id =
            line.filter_map(|line| line.split_once(": ")).find(|(name, _)| name.eq_ignore_ascii_case("message-id"));
        let id = id?.1.trim().trim_start_matches('<').trim_end_matches('>').to_owned();
        Some(Mail { id, way: Way::Pipe, ordinary: false, raw })
    };
    paths.into_iter().filter_map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::mails;

    #[test]
    fn a_seed_decides_every_byte_and_no_two_mails_are_the_same() {
        let (one, two, other) = (mails(7, 50), mails(7, 50), mails(8, 50));
        assert!(one.iter().zip(&two).all(|(one, two)| one.raw == two.raw && one.id == two.id));
        assert!(one[0].raw != other[0].raw);
        let mut ids: Vec<_> = one.iter().map(|mail| &mail.id).collect();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), one.len());
        assert!(one.iter().any(|mail| mail.raw.len() > 64 * 1024) && one.iter().any(|mail| !mail.ordinary));
    }
}
