//! One command at a time with an IMAP server, its final word always heard: a refusal is never taken for "there is nothing".

use std::time::Duration;

use async_imap::imap_proto::{
    AttributeValue, MailboxDatum, MessageSection, NameAttribute, Response, ResponseCode, SectionPath, Status,
};
use async_imap::types::UnsolicitedResponse;
use delivery::{Cause, Trouble};
use kernel::Timestamp;

use super::folder_name::encode;
use super::imap::{Connection, explain};
use crate::words;

/// Time one answer may take, besides what its bytes need.
const PATIENCE: Duration = Duration::from_mins(1);
/// Slower lines than this are given up.
const SLOWEST_BYTES_A_SECOND: u64 = 32 * 1024;

/// Why a command had no success.
#[derive(Debug)]
pub enum Failed {
    /// The server said no; the conversation goes on.
    Refused(Trouble),
    /// What it said cannot be read, so nothing after it can.
    Unreadable(Trouble),
    /// The connection is gone.
    Lost(Trouble),
}

impl Failed {
    /// What happened.
    pub fn trouble(self) -> Trouble {
        match self {
            Self::Refused(trouble) | Self::Unreadable(trouble) | Self::Lost(trouble) => trouble,
        }
    }
}

/// A folder as it was opened.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Folder {
    /// Mails in it.
    pub exists: u32,
    /// The number the next mail will have, if the server tells.
    pub uid_next: Option<u32>,
    /// The server's mark of the folder's numbering; 1 when it tells none.
    pub uid_validity: u32,
    /// Nothing can be changed in it.
    pub read_only: bool,
}

/// What the server says of a mail before it is fetched.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Entry {
    /// Its number.
    pub uid: u32,
    /// Its bytes.
    pub size: usize,
    /// When it came into the folder.
    pub arrived_at: Option<Timestamp>,
    /// Gmail: a draft, which lies in "All Mail" beside real mail.
    pub is_draft: bool,
}

/// A conversation with a server.
pub struct Talk {
    session: Connection,
    news: bool,
}

impl Talk {
    /// Over a signed-in connection.
    pub fn over(session: Connection) -> Self {
        Self { session, news: false }
    }

    /// Gives the connection to what only the library can do (IDLE), and takes it back.
    pub async fn lend<F, W>(self, work: F) -> Result<Self, Trouble>
    where
        F: FnOnce(Connection) -> W,
        W: Future<Output = Result<Connection, Trouble>>,
    {
        Ok(Self { session: work(self.session).await?, news: self.news })
    }

    /// Whether the server told of new mail since this was asked last.
    pub fn take_news(&mut self) -> bool {
        while let Ok(told) = self.session.unsolicited_responses.try_recv() {
            self.news |= matches!(told, UnsolicitedResponse::Exists(_));
        }
        std::mem::take(&mut self.news)
    }

    /// Says one command and hears everything up to its final word, each answer given to `hear`.
    async fn exchange(&mut self, command: &str, bytes: u64, mut hear: impl FnMut(&Response<'_>)) -> Result<(), Failed> {
        let patience = PATIENCE + Duration::from_secs(bytes / SLOWEST_BYTES_A_SECOND);
        let silent = |_| Failed::Lost(Trouble::passing(Cause::Timeout, delivery::words::MAIL_SILENT));
        let saying = tokio::time::timeout(patience, self.session.run_command(command));
        let tag = saying.await.map_err(silent)?.map_err(|error| Failed::Lost(explain(&error)))?;
        loop {
            let heard = tokio::time::timeout(patience, self.session.read_response()).await.map_err(silent)?;
            let answer = heard.map_err(unreadable_or_lost)?;
            let Some(answer) = answer else {
                return Err(Failed::Lost(Trouble::passing(Cause::Broken, words::CLOSED)));
            };
            match answer.parsed() {
                Response::Done { tag: of, status, outcome } if *of == tag => {
                    let text = outcome.information.as_deref().unwrap_or_default();
                    hear(answer.parsed());
                    return match status {
                        Status::Ok => Ok(()),
                        Status::No => Err(Failed::Refused(refusal(text, outcome.code.as_ref()))),
                        _ => {
                            let trouble = Trouble::passing(Cause::Protocol, words::NOT_UNDERSTOOD).answered(text);
                            Err(Failed::Refused(trouble))
                        }
                    };
                }
                Response::Data { status: Status::Bye, outcome } => {
                    let text = outcome.information.as_deref().unwrap_or_default();
                    return Err(Failed::Lost(Trouble::passing(Cause::Broken, words::CLOSED).answered(text)));
                }
                other => {
                    self.news |= matches!(other, Response::MailboxData(MailboxDatum::Exists(_)));
                    hear(other);
                }
            }
        }
    }

    /// Opens a folder; `for_reading` promises to change nothing in it.
    pub async fn open(&mut self, name: &str, for_reading: bool) -> Result<Folder, Failed> {
        let mut folder = Folder { uid_validity: 1, read_only: for_reading, ..Folder::default() };
        let verb = if for_reading { "EXAMINE" } else { "SELECT" };
        let opened = self
            .exchange(&format!("{verb} {}", quoted(name)), 0, |answer| match answer {
                Response::MailboxData(MailboxDatum::Exists(count)) => folder.exists = *count,
                Response::Data { outcome, .. } | Response::Done { outcome, .. } => match outcome.code {
                    Some(ResponseCode::UidNext(next)) => folder.uid_next = Some(next),
                    Some(ResponseCode::UidValidity(mark)) => folder.uid_validity = mark,
                    Some(ResponseCode::ReadOnly) => folder.read_only = true,
                    _ => {}
                },
                _ => {}
            })
            .await;
        self.news = false;
        match opened {
            Ok(()) => Ok(folder),
            Err(Failed::Refused(trouble)) => {
                let answer = trouble.answer.unwrap_or_default();
                let said = words::NO_FOLDER.said([("folder", name)]);
                Err(Failed::Refused(Trouble::lasting(Cause::NoFolder, said).answered(&answer)))
            }
            Err(other) => Err(other),
        }
    }

    /// What the server can do.
    pub async fn capabilities(&mut self) -> Result<Vec<String>, Failed> {
        let mut all = Vec::new();
        self.exchange("CAPABILITY", 0, |answer| {
            if let Response::Capabilities(list) = answer {
                all.extend(list.iter().filter_map(|one| match one {
                    async_imap::imap_proto::Capability::Atom(name) => Some(name.to_ascii_uppercase()),
                    _ => None,
                }));
            }
        })
        .await?;
        Ok(all)
    }

    /// Whether a folder holds all mail of the account, whatever its name is in the account's language (RFC 6154).
    pub async fn holds_all(&mut self, folder: &str) -> Result<bool, Failed> {
        let mut all = false;
        self.exchange(&format!("LIST \"\" {}", quoted(folder)), 0, |answer| {
            if let Response::MailboxData(MailboxDatum::List(list)) = answer {
                all |= list.name_attributes.contains(&NameAttribute::All);
            }
        })
        .await?;
        Ok(all)
    }

    /// The numbers of the mails that fit, rising.
    pub async fn search(&mut self, what: &str) -> Result<Vec<u32>, Failed> {
        let mut numbers = Vec::new();
        self.exchange(&format!("UID SEARCH {what}"), 1 << 20, |answer| {
            if let Response::MailboxData(MailboxDatum::Search(found)) = answer {
                numbers.extend_from_slice(found);
            }
        })
        .await?;
        numbers.sort_unstable();
        numbers.dedup();
        Ok(numbers)
    }

    /// Size and arrival of mails, in the order of their numbers; those that are gone are missing.
    pub async fn entries(&mut self, numbers: &[u32], with_labels: bool) -> Result<Vec<Entry>, Failed> {
        let set = numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
        let items =
            if with_labels { "UID RFC822.SIZE INTERNALDATE X-GM-LABELS" } else { "UID RFC822.SIZE INTERNALDATE" };
        let mut entries: Vec<Entry> = Vec::new();
        self.exchange(&format!("UID FETCH {set} ({items})"), 0, |answer| {
            if let Response::Fetch(_, attributes) = answer {
                let entry = entry(attributes);
                // News about flags of a mail come in the same shape, without a size.
                if entry.size > 0 && numbers.binary_search(&entry.uid).is_ok() {
                    entries.push(entry);
                }
            }
        })
        .await?;
        entries.sort_unstable_by_key(|entry| entry.uid);
        entries.dedup_by_key(|entry| entry.uid);
        Ok(entries)
    }

    /// A whole mail, or only its headers; nothing when it is not there any more.
    pub async fn body(&mut self, entry: Entry, headers_only: bool) -> Result<Option<Vec<u8>>, Failed> {
        let (what, bytes) =
            if headers_only { ("BODY.PEEK[HEADER]", 1 << 20) } else { ("BODY.PEEK[]", entry.size as u64) };
        let mut raw = None;
        self.exchange(&format!("UID FETCH {} (UID {what})", entry.uid), bytes, |answer| {
            if let Response::Fetch(_, attributes) = answer
                && attributes.contains(&AttributeValue::Uid(entry.uid))
            {
                raw = attributes.iter().find_map(content).map(<[u8]>::to_vec).or(raw.take());
            }
        })
        .await?;
        if raw.is_none() && !self.search(&format!("UID {}", entry.uid)).await?.is_empty() {
            return Err(Failed::Refused(Trouble::passing(Cause::Protocol, words::WITHOUT_CONTENT)));
        }
        Ok(raw)
    }

    /// Adds flags or labels to a mail, or takes them away.
    pub async fn store(&mut self, uid: u32, change: &str) -> Result<(), Failed> {
        self.exchange(&format!("UID STORE {uid} {change}"), 0, |_| {}).await
    }

    /// Moves a mail in one step.
    pub async fn move_to(&mut self, uid: u32, folder: &str) -> Result<(), Failed> {
        self.exchange(&format!("UID MOVE {uid} {}", quoted(folder)), 0, |_| {}).await
    }

    /// Copies a mail.
    pub async fn copy_to(&mut self, uid: u32, folder: &str) -> Result<(), Failed> {
        self.exchange(&format!("UID COPY {uid} {}", quoted(folder)), 0, |_| {}).await
    }

    /// Removes a mail that is marked as deleted, and no other one.
    pub async fn expunge(&mut self, uid: u32, one_by_one: bool) -> Result<(), Failed> {
        if one_by_one {
            return self.exchange(&format!("UID EXPUNGE {uid}"), 0, |_| {}).await;
        }
        // The old command removes everything that is marked: only when that is this mail alone it may be said.
        if self.search("DELETED").await? == [uid] {
            self.exchange("EXPUNGE", 0, |_| {}).await?;
        }
        Ok(())
    }

    /// Makes a folder.
    pub async fn create(&mut self, folder: &str) -> Result<(), Failed> {
        self.exchange(&format!("CREATE {}", quoted(folder)), 0, |_| {}).await
    }

    /// Says nothing, to hear news.
    pub async fn noop(&mut self) -> Result<(), Failed> {
        self.exchange("NOOP", 0, |_| {}).await
    }

    /// Says good-bye.
    pub async fn leave(mut self) {
        // The work is done; a server that does not answer changes nothing.
        let _ = self.exchange("LOGOUT", 0, |_| {}).await;
    }
}

/// A folder's name as a quoted string.
pub fn quoted(name: &str) -> String {
    let wire = encode(&name.replace(['\r', '\n'], ""));
    format!("\"{}\"", wire.replace('\\', "\\\\").replace('"', "\\\""))
}

fn refusal(text: &str, code: Option<&ResponseCode<'_>>) -> Trouble {
    let cause = if code == Some(&ResponseCode::TryCreate) { Cause::NoFolder } else { Cause::Later };
    Trouble::passing(cause, words::REFUSED).answered(text)
}

/// The library tells what it cannot read as an error without a kind of its own.
fn unreadable_or_lost(error: std::io::Error) -> Failed {
    if error.kind() == std::io::ErrorKind::Other {
        let trouble = Trouble::passing(Cause::Protocol, words::STRANGE).answered(&error.to_string());
        return Failed::Unreadable(trouble);
    }
    Failed::Lost(explain(&error.into()))
}

fn entry(attributes: &[AttributeValue<'_>]) -> Entry {
    let mut entry = Entry::default();
    for attribute in attributes {
        match attribute {
            AttributeValue::Uid(uid) => entry.uid = *uid,
            AttributeValue::Rfc822Size(size) => entry.size = *size as usize,
            AttributeValue::InternalDate(date) => entry.arrived_at = instant(date),
            AttributeValue::GmailLabels(labels) => {
                entry.is_draft = labels.iter().any(|label| label.eq_ignore_ascii_case("\\Draft"));
            }
            _ => {}
        }
    }
    entry
}

/// Reads ` 2-Mar-2026 08:00:00 +0000`.
fn instant(date: &str) -> Option<Timestamp> {
    let read = jiff::fmt::strtime::parse("%d-%b-%Y %H:%M:%S %z", date.trim()).ok()?;
    Some(Timestamp::from_micros(read.to_timestamp().ok()?.as_microsecond()))
}

fn content<'a>(attribute: &'a AttributeValue<'_>) -> Option<&'a [u8]> {
    match attribute {
        AttributeValue::BodySection {
            section: None | Some(SectionPath::Full(MessageSection::Header)),
            data: Some(data),
            ..
        }
        | AttributeValue::Rfc822(Some(data)) => Some(data.as_ref()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_quoted_and_dates_are_read() {
        assert_eq!(quoted("Er\"l\\edigt\r\n A1 LOGOUT"), "\"Er\\\"l\\\\edigt A1 LOGOUT\"");
        assert_eq!(quoted("Gelöscht"), "\"Gel&APY-scht\"");
        let want = Timestamp::from_micros(1_772_438_400_000_000);
        assert_eq!(instant(" 2-Mar-2026 09:00:00 +0100"), Some(want));
        assert_eq!(instant("02-Mar-2026 08:00:00 +0000"), Some(want));
        assert_eq!(instant("yesterday"), None);
    }
}
