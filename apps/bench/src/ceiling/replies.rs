//! The bare reply: the same rows with the same bytes, one commit each.

use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use kernel::{ConversationId, MessageId, TypedId};
use postgres::types::ToSql;
use postgres::{Client, IsolationLevel, NoTls};
use rusqlite::{Connection, TransactionBehavior, params};

use super::sqlite;
use crate::company::{self, MAILBOX_ADDRESS};
use crate::outcome::Outcome;

const MESSAGE: &str = "insert into inbox_messages (id, conversation_id, kind, author_kind, author_id, at, received_at, subject, from_address,
    from_name, recipients, text, html, quoted_html, has_remote_images, automatic, raw_hash, delivery, delivery_reason, delivery_attempts, send_at)
    values ($1, $2, 1, 1, $3, $4, $4, $5, $6, 'Support', $7, $8, $9, null, FALSE, FALSE, null, 1, null, 0, $4)";
const PARTICIPANT: &str = "insert into inbox_participants (conversation_id, address, name, role, added_at)
    values ($1, $2, $3, 'to', $4) on conflict (conversation_id, address) do nothing";
const CONVERSATION: &str =
    "update inbox_conversations set preview = $1, last_from = $2, last_message_at = $3, updated_at = $3,
    waiting_since = 0, message_count = message_count + 1, version = version + 1 where id = $4";
const UNDO: &str = "insert into inbox_undo (token, person_id, changes, made_at) values ($1, $2, $3, $4)";
const EVENT: &str = "insert into db_events (name, version, thing, at, person, facts) values ('inbox.message.written', 1, $1, $2, $3, $4)";
const AUDIT: &str = "insert into db_audit (at, actor_kind, person, actor_name, action, thing, detail)
    values ($1, 'person', $2, 'Agent 0', 'inbox.message.written', $3, $4)";
/// What the product looks at before and after it writes.
const READS: [&str; 3] = [
    "select status, version, last_message_at, waiting_since, first_reply_at, solved_at from inbox_conversations where id = $1",
    "select id from inbox_messages where conversation_id = $1 and delivery <> 5 order by at desc, id desc limit 1",
    "select count(*) from inbox_drafts where person_id = 1000 and conversation_id = $1",
];

/// As long as what the product writes for the same reply.
const FACTS: usize = 760;
const DETAIL: usize = 330;
const BEFORE: usize = 170;

/// What is written.
#[derive(Debug, Clone)]
pub struct Words {
    /// The text.
    pub text: String,
    /// The same as HTML.
    pub html: String,
}

/// Everything of a reply that has its place in a row.
struct Written {
    id: i64,
    conversation: i64,
    person: i64,
    now: i64,
    token: String,
    thing: String,
    address: String,
    recipients: String,
    preview: String,
    facts: String,
    detail: String,
    before: String,
}

static NEXT: AtomicI64 = AtomicI64::new(4_000_000_000_000_000_000);

impl Written {
    fn new(conversation: ConversationId, words: &Words) -> Self {
        let id = NEXT.fetch_add(1, Ordering::Relaxed);
        let address = "customer1@org1.test".to_owned();
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        Self {
            id,
            conversation: conversation.raw(),
            person: company::person(0).raw(),
            now: now.as_micros() as i64,
            token: MessageId::from_raw(id).to_string(),
            thing: conversation.to_string(),
            recipients: serde_json::json!({"to": [{"address": address, "name": "Jonas Weber 1"}], "cc": [], "bcc": []})
                .to_string(),
            address,
            preview: words.text.chars().take(160).collect(),
            facts: filler(FACTS),
            detail: filler(DETAIL),
            before: filler(BEFORE),
        }
    }
}

fn filler(length: usize) -> String {
    format!("{{\"of\":\"{}\"}}", "x".repeat(length.saturating_sub(9)))
}

/// Replies a second on SQLite with so many writers. They share one connection, which is quicker than to let as many
/// connections wait for each other's locks.
pub fn sqlite(
    path: &Path,
    conversations: &Arc<Vec<ConversationId>>,
    words: &Words,
    writers: usize,
    lasts: Duration,
) -> Outcome<f64> {
    let connection = Arc::new(Mutex::new(sqlite::open(path)?));
    let write = move |conversation, words: &Words| -> Outcome {
        let mut connection = connection.lock().unwrap_or_else(PoisonError::into_inner);
        reply_sqlite(&mut connection, &Written::new(conversation, words), words)
    };
    let writes = (0..writers).map(|_| write.clone()).collect();
    race(writes, conversations, words, lasts)
}

fn reply_sqlite(connection: &mut Connection, it: &Written, words: &Words) -> Outcome {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    transaction.prepare_cached(MESSAGE)?.execute(params![
        it.id,
        it.conversation,
        it.person,
        it.now,
        "Re: subject of it",
        MAILBOX_ADDRESS,
        it.recipients,
        words.text,
        words.html
    ])?;
    transaction.prepare_cached(PARTICIPANT)?.execute(params![it.conversation, it.address, "Jonas Weber 1", it.now])?;
    transaction.prepare_cached(CONVERSATION)?.execute(params![it.preview, "Agent 0", it.now, it.conversation])?;
    transaction.prepare_cached(UNDO)?.execute(params![it.token, it.person, it.before, it.now])?;
    transaction.prepare_cached(EVENT)?.execute(params![it.thing, it.now, it.person, it.facts])?;
    transaction.prepare_cached(AUDIT)?.execute(params![it.now, it.person, it.thing, it.detail])?;
    Ok(transaction.commit()?)
}

/// Replies a second on PostgreSQL, a connection for each writer, the product's reads included.
pub fn postgres(
    url: &str,
    conversations: &Arc<Vec<ConversationId>>,
    words: &Words,
    writers: usize,
    lasts: Duration,
) -> Outcome<f64> {
    let mut writes = Vec::new();
    for _ in 0..writers {
        let mut client = Client::connect(url, NoTls)?;
        let sql = [MESSAGE, PARTICIPANT, CONVERSATION, UNDO, EVENT, AUDIT];
        let prepared = sql.iter().map(|sql| client.prepare(sql)).collect::<Result<Vec<_>, _>>()?;
        let reads = READS.iter().map(|sql| client.prepare(sql)).collect::<Result<Vec<_>, _>>()?;
        writes.push(move |conversation, words: &Words| -> Outcome {
            let it = Written::new(conversation, words);
            let mut transaction = client.build_transaction().isolation_level(IsolationLevel::RepeatableRead).start()?;
            for read in &reads {
                transaction.query(read, &[&it.conversation])?;
            }
            let rows: [&[&(dyn ToSql + Sync)]; 6] = [
                &[
                    &it.id,
                    &it.conversation,
                    &it.person,
                    &it.now,
                    &"Re: subject of it",
                    &MAILBOX_ADDRESS,
                    &it.recipients,
                    &words.text,
                    &words.html,
                ],
                &[&it.conversation, &it.address, &"Jonas Weber 1", &it.now],
                &[&it.preview, &"Agent 0", &it.now, &it.conversation],
                &[&it.token, &it.person, &it.before, &it.now],
                &[&it.thing, &it.now, &it.person, &it.facts],
                &[&it.now, &it.person, &it.thing, &it.detail],
            ];
            for (statement, params) in prepared.iter().zip(rows) {
                transaction.execute(statement, params)?;
            }
            Ok(transaction.commit()?)
        });
    }
    race(writes, conversations, words, lasts)
}

/// Lets all writers write at once for some time, each conversation by one of them.
fn race<W>(writes: Vec<W>, conversations: &Arc<Vec<ConversationId>>, words: &Words, lasts: Duration) -> Outcome<f64>
where
    W: FnMut(ConversationId, &Words) -> Outcome + Send,
{
    let writers = writes.len();
    let stop = AtomicBool::new(false);
    let began = Instant::now();
    let done: Outcome<u64> = std::thread::scope(|scope| {
        let mut threads = Vec::new();
        for (number, mut write) in writes.into_iter().enumerate() {
            let stop = &stop;
            let own = conversations.iter().skip(number).step_by(writers).copied();
            threads.push(scope.spawn(move || -> Outcome<u64> {
                let mut written = 0;
                for conversation in own.cycle() {
                    if stop.load(Ordering::Relaxed) || began.elapsed() > lasts {
                        break;
                    }
                    if let Err(error) = write(conversation, words) {
                        stop.store(true, Ordering::Relaxed);
                        return Err(error);
                    }
                    written += 1;
                }
                Ok(written)
            }));
        }
        let mut sum = 0;
        for thread in threads {
            sum += thread.join().unwrap_or_else(|_| crate::outcome::wrong("a writer panicked"))?;
        }
        Ok(sum)
    });
    Ok(done? as f64 / began.elapsed().as_secs_f64())
}
