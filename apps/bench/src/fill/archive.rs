//! An archive of mail as a support mailbox has it after some years: a customer asks, we answer, the customer writes again.

use std::io::{BufWriter, Write as _};
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kernel::Timestamp;

use super::html_of;
use crate::chance::{Chance, Vocabulary};
use crate::company::{self, MAILBOX_ADDRESS};
use crate::outcome::Outcome;

/// Messages of one conversation.
pub const THREAD: u32 = 4;
/// Every how manieth mail has a picture.
const PICTURE_EVERY: u32 = 20;
const PICTURE_BYTES: usize = 12_000;
/// 2024-01-01.
const BEGINNING: i64 = 1_704_067_200;
/// Customers who write.
const CUSTOMERS: u32 = 20_000;

/// Writes an mbox file with so many mails; gives its size in bytes.
pub fn write(path: &Path, mails: u32) -> Outcome<u64> {
    let words = Vocabulary::new();
    let mut file = BufWriter::with_capacity(1 << 20, std::fs::File::create(path)?);
    let mut chance = Chance::new(7);
    for number in 0..mails {
        file.write_all(mail(number, &words, &mut chance).as_bytes())?;
    }
    file.flush()?;
    Ok(std::fs::metadata(path)?.len())
}

fn mail(number: u32, words: &Vocabulary, chance: &mut Chance) -> String {
    let (thread, place) = (number / THREAD, number % THREAD);
    let customer = (thread.wrapping_mul(7919)) % CUSTOMERS;
    let them = format!("{} <{}>", company::customer_name(customer), company::address(customer));
    let us = format!("Support <{MAILBOX_ADDRESS}>");
    let ours = place % 2 == 1;
    let (from, to) = if ours { (&us, &them) } else { (&them, &us) };
    let seconds = BEGINNING + i64::from(number) * 40;
    let at = Timestamp::from_micros(seconds * 1_000_000).to_jiff();
    let envelope = at.strftime("%a %b %e %H:%M:%S %Y");
    let date = at.strftime("%a, %d %b %Y %H:%M:%S +0000");
    let subject = Chance::new(u64::from(thread)).next();
    let subject = format!("{}{} {}", if place > 0 { "Re: " } else { "" }, words.word((subject % 997) as usize), thread);
    let references: Vec<String> =
        (0..place).map(|before| format!("<{}@bench.test>", thread * THREAD + before)).collect();
    let answers = match references.last() {
        Some(last) => format!("In-Reply-To: {last}\nReferences: {}\n", references.join(" ")),
        None => String::new(),
    };
    let text = words.text(chance);
    let head = format!(
        "From sender {envelope}\nReceived: from mx.test by mail.company.test; {date}\nFrom: {from}\nTo: {to}\nSubject: {subject}\n\
         Date: {date}\nMessage-ID: <{number}@bench.test>\n{answers}MIME-Version: 1.0\n"
    );
    format!("{head}{}\n", body(number, &text))
}

fn body(number: u32, text: &str) -> String {
    let picture = match number % PICTURE_EVERY {
        0 => format!(
            "--outer\nContent-Type: image/png; name=\"picture{number}.png\"\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment\n\n{}\n",
            lines(&STANDARD.encode(noise(number)))
        ),
        _ => String::new(),
    };
    format!(
        "Content-Type: multipart/mixed; boundary=outer\n\n--outer\nContent-Type: multipart/alternative; boundary=inner\n\n\
         --inner\nContent-Type: text/plain; charset=utf-8\n\n{text}\n\n--inner\nContent-Type: text/html; charset=utf-8\n\n{}\n\n--inner--\n{picture}--outer--\n",
        html_of(text)
    )
}

/// Bytes that are different in every mail.
fn noise(number: u32) -> Vec<u8> {
    let mut chance = Chance::new(u64::from(number));
    std::iter::repeat_with(|| chance.next() as u8).take(PICTURE_BYTES).collect()
}

fn lines(text: &str) -> String {
    let parts: Vec<String> =
        text.as_bytes().chunks(76).map(|part| String::from_utf8_lossy(part).into_owned()).collect();
    parts.join("\n")
}
