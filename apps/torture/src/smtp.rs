//! A mail server that hands a mail over: it may forget the mail only after the last 250.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use crate::Outcome;
use crate::mail::ADDRESS;

/// Hands a mail over. Whatever breaks or refuses before the last answer leaves it with the sender.
pub(crate) fn hand_over(port: u16, raw: &[u8]) -> Outcome {
    let stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(Duration::from_mins(1)))?;
    let mut talk = Talk { read: BufReader::new(stream.try_clone()?), write: stream };
    talk.hear('2')?;
    talk.say("EHLO mx.customer.example", '2')?;
    talk.say("MAIL FROM:<bounces@customer.example>", '2')?;
    talk.say(&format!("RCPT TO:<{ADDRESS}>"), '2')?;
    talk.say("DATA", '3')?;
    let mut body = Vec::with_capacity(raw.len() + 16);
    for line in raw.split_inclusive(|byte| *byte == b'\n') {
        if line.starts_with(b".") {
            body.push(b'.');
        }
        body.extend_from_slice(line);
    }
    body.extend_from_slice(b".\r\n");
    talk.write.write_all(&body)?;
    talk.hear('2')?;
    // Its farewell is a courtesy.
    let _ = talk.say("QUIT", '2');
    Ok(())
}

struct Talk {
    read: BufReader<TcpStream>,
    write: TcpStream,
}

impl Talk {
    fn say(&mut self, words: &str, wanted: char) -> Outcome {
        self.write.write_all(format!("{words}\r\n").as_bytes())?;
        self.hear(wanted)
    }

    fn hear(&mut self, wanted: char) -> Outcome {
        loop {
            let mut line = String::new();
            if self.read.read_line(&mut line)? == 0 {
                return Err("the connection was closed".into());
            }
            if line.chars().nth(3) == Some('-') {
                continue;
            }
            return if line.starts_with(wanted) { Ok(()) } else { Err(line.into()) };
        }
    }
}
