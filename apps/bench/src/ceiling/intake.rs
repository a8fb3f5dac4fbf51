//! The bare intake of an mbox: each mail is split off, parsed, and the rows of a message with the same texts are inserted; a commit
//! for as many mails as the product takes at once. No cleaning of HTML, no separation of quotations, no permissions, no decisions.

use std::collections::HashMap;
use std::path::Path;

use mail_parser::{Message, MessageParser};
use postgres::types::ToSql;
use rusqlite::params;
use sha2::{Digest, Sha256};

use crate::cache::push_hex;
use crate::company;
use crate::outcome::{Outcome, wrong};
use kernel::TypedId;

/// Mails of one commit.
const AT_ONCE: usize = 256;

const ROWS: [&str; 9] = [
    "insert into files_blobs (id, hash, size, made_at, bytes) values ($1, $2, $3, $4, $5)",
    "insert into channels_intake (id, mailbox_id, source, blob, size, content_key, message_id, from_address, subject, arrived_at, received_at,
     historic, state, reason, detail, attempts, conversation_id, inbox_message_id)
     values ($1, $2, 'import', $3, $4, $3, $5, $6, $7, $8, $8, TRUE, 'placed', '', '', 1, $9, $1)",
    "insert into channels_letters (id, message_id, content_key, direction, conversation_id, inbox_message_id, at) values ($1, $2, $3, 'in', $4, $1, $5)",
    "insert into inbox_messages (id, conversation_id, kind, author_kind, author_id, at, received_at, subject, from_address, from_name, recipients,
     text, html, quoted_html, has_remote_images, automatic, raw_hash, delivery, delivery_reason, delivery_attempts, send_at)
     values ($1, $2, 0, 0, $3, $4, $4, $5, $6, '', $7, $8, $9, null, FALSE, FALSE, $10, 0, null, 0, 0)",
    "insert into inbox_participants (conversation_id, address, name, role, added_at) values ($1, $2, '', 'from', $3) on conflict (conversation_id, address) do nothing",
    "insert into db_events (name, version, thing, at, person, facts) values ('inbox.message.received', 1, $1, $2, 0, $3)",
    "insert into db_audit (at, actor_kind, person, actor_name, action, thing, detail) values ($1, 'system', 0, 'Quarterdeck', 'inbox.message.received', $2, $3)",
    "insert into inbox_conversations (id, number, subject, channel, status, shelf, priority, contact_id, mailbox_id, team_id, assignee_id, topic_id,
     preview, last_from, message_count, has_attachments, delivery_failed, automatic, follows_id, created_by, created_at, updated_at,
     last_message_at, last_customer_at, waiting_since, first_reply_at, solved_at, reopened, version)
     values ($1, $2, $3, 'mail', 0, 0, 1, $4, $5, 0, 0, 0, '', '', 0, FALSE, FALSE, FALSE, null, null, $6, $6, $6, $6, 0, 0, 0, 0, 1)",
    "update inbox_conversations set preview = $1, last_from = $2, last_message_at = $3, message_count = message_count + 1, version = version + 1 where id = $4",
];

/// As long as what the product writes for a mail.
const FACTS: usize = 760;
const DETAIL: usize = 330;

/// What a mail becomes.
struct Written {
    id: i64,
    conversation: i64,
    /// The mail begins it.
    begins: bool,
    at: i64,
    raw: Vec<u8>,
    hash: String,
    message_id: String,
    from: String,
    subject: String,
    recipients: String,
    text: String,
    html: String,
    preview: String,
    facts: String,
    detail: String,
}

#[derive(Default)]
struct Threads {
    known: HashMap<String, i64>,
    next: i64,
}

impl Threads {
    fn written(&mut self, raw: &[u8]) -> Outcome<Written> {
        let Some(message) = MessageParser::default().parse(raw) else { return wrong("a mail cannot be parsed") };
        let id = 4_100_000_000_000_000_000 + self.next;
        self.next += 1;
        let message_id = message.message_id().unwrap_or_default().to_owned();
        let known = message.in_reply_to().as_text().and_then(|answered| self.known.get(answered)).copied();
        let conversation = known.unwrap_or(id);
        self.known.insert(message_id.clone(), conversation);
        let mut hash = String::with_capacity(64);
        Sha256::digest(raw).iter().for_each(|byte| push_hex(&mut hash, *byte));
        let address = |list: Option<&mail_parser::Address<'_>>| -> String {
            list.and_then(mail_parser::Address::first).and_then(|one| one.address()).unwrap_or_default().to_owned()
        };
        let text = body(&message, false);
        Ok(Written {
            id,
            conversation,
            begins: known.is_none(),
            at: message.date().map_or(0, |date| date.to_timestamp() * 1_000_000),
            raw: raw.to_vec(),
            hash,
            message_id,
            from: address(message.from()),
            subject: message.subject().unwrap_or_default().to_owned(),
            recipients: serde_json::json!({"to": [{"address": address(message.to()), "name": ""}]}).to_string(),
            preview: text.chars().take(160).collect(),
            text,
            html: body(&message, true),
            facts: "x".repeat(FACTS),
            detail: "x".repeat(DETAIL),
        })
    }
}

fn body(message: &Message<'_>, html: bool) -> String {
    let body = if html { message.body_html(0) } else { message.body_text(0) };
    body.map(std::borrow::Cow::into_owned).unwrap_or_default()
}

/// The mails of a file that was written by this program: every line that begins with `From ` begins one.
fn mails(path: &Path) -> Outcome<impl Iterator<Item = Outcome<Vec<u8>>>> {
    let reader = mail_parser::mailbox::mbox::MessageIterator::new(std::io::BufReader::new(std::fs::File::open(path)?));
    Ok(reader.map(|found| match found {
        Ok(mail) => Ok(mail.unwrap_contents()),
        Err(_) => wrong("the archive cannot be read"),
    }))
}

/// Takes an archive into a SQLite database of the product that is empty; gives mails a second.
pub fn sqlite(database: &Path, archive: &Path) -> Outcome<f64> {
    let mut connection = super::sqlite::open(database)?;
    let (mailbox, mut threads, mut count) = (company::mailbox().raw(), Threads::default(), 0_usize);
    let mut mails = mails(archive)?;
    let began = std::time::Instant::now();
    loop {
        let transaction = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let before = count;
        for raw in mails.by_ref().take(AT_ONCE) {
            let it = threads.written(&raw?)?;
            count += 1;
            let run =
                |row: usize, values: &[&dyn rusqlite::ToSql]| transaction.prepare_cached(ROWS[row])?.execute(values);
            if it.begins {
                run(7, params![it.id, count as i64, it.subject, it.id, mailbox, it.at])?;
            }
            run(0, params![it.id, it.hash, it.raw.len() as i64, it.at, it.raw])?;
            run(
                1,
                params![
                    it.id,
                    mailbox,
                    it.hash,
                    it.raw.len() as i64,
                    it.message_id,
                    it.from,
                    it.subject,
                    it.at,
                    it.conversation
                ],
            )?;
            run(2, params![it.id, it.message_id, it.hash, it.conversation, it.at])?;
            run(
                3,
                params![
                    it.id,
                    it.conversation,
                    it.id,
                    it.at,
                    it.subject,
                    it.from,
                    it.recipients,
                    it.text,
                    it.html,
                    it.hash
                ],
            )?;
            run(4, params![it.conversation, it.from, it.at])?;
            for _ in 0..2 {
                run(5, params![it.message_id, it.at, it.facts])?;
            }
            run(6, params![it.at, it.message_id, it.detail])?;
            run(8, params![it.preview, it.from, it.at, it.conversation])?;
        }
        transaction.commit()?;
        if count == before {
            return Ok(count as f64 / began.elapsed().as_secs_f64());
        }
    }
}

/// The same on PostgreSQL.
pub fn postgres(database: &str, archive: &Path) -> Outcome<f64> {
    let mut client = postgres::Client::connect(database, postgres::NoTls)?;
    let rows = ROWS.iter().map(|sql| client.prepare(sql)).collect::<Result<Vec<_>, _>>()?;
    let (mailbox, mut threads, mut count) = (company::mailbox().raw(), Threads::default(), 0_usize);
    let mut mails = mails(archive)?;
    let began = std::time::Instant::now();
    loop {
        let mut transaction = client.transaction()?;
        let before = count;
        for raw in mails.by_ref().take(AT_ONCE) {
            let it = threads.written(&raw?)?;
            count += 1;
            let (number, size) = (count as i64, it.raw.len() as i64);
            let mut run = |row: usize, values: &[&(dyn ToSql + Sync)]| transaction.execute(&rows[row], values);
            if it.begins {
                run(7, &[&it.id, &number, &it.subject, &it.id, &mailbox, &it.at])?;
            }
            run(0, &[&it.id, &it.hash, &size, &it.at, &it.raw])?;
            run(
                1,
                &[&it.id, &mailbox, &it.hash, &size, &it.message_id, &it.from, &it.subject, &it.at, &it.conversation],
            )?;
            run(2, &[&it.id, &it.message_id, &it.hash, &it.conversation, &it.at])?;
            run(
                3,
                &[
                    &it.id,
                    &it.conversation,
                    &it.id,
                    &it.at,
                    &it.subject,
                    &it.from,
                    &it.recipients,
                    &it.text,
                    &it.html,
                    &it.hash,
                ],
            )?;
            run(4, &[&it.conversation, &it.from, &it.at])?;
            for _ in 0..2 {
                run(5, &[&it.message_id, &it.at, &it.facts])?;
            }
            run(6, &[&it.at, &it.message_id, &it.detail])?;
            run(8, &[&it.preview, &it.from, &it.at, &it.conversation])?;
        }
        transaction.commit()?;
        if count == before {
            return Ok(count as f64 / began.elapsed().as_secs_f64());
        }
    }
}
