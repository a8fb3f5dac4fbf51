//! A desk that lives in memory of the test's own tables, and mails to write on it.

use std::sync::Arc;

use db::{Tx, p};
use files::Files;
use kernel::{Actor, ContactId, ConversationId, Fault, MailboxId, MessageId, Result, Timestamp, TypedId};
use testkit::TestDb;

use crate::authenticity::Policy;
use crate::desk::{
    Appended, Arrival, Attached, Attachment, AutomaticNote, Bounced, DeliveryState, Desk, Opening, Reach, Reply,
};
use crate::intake::model::{IntakeId, Received};
use crate::intake::receive::{Incoming, receive};
use crate::mail::address::Address;
use crate::mailboxes::commands::{self, NewMailbox, SmtpInput};
use crate::mailboxes::model::{Outbound, SignBy, Take};
use crate::{Post, Settings};

/// The tables of this room and of those below it.
pub(crate) fn schema() -> Vec<db::Migration> {
    [jobs::migrations(), files::migrations(), crate::migrations()].concat()
}

/// Tables the desk of the tests keeps its few facts in: it must be rolled back with everything else, as the real one.
const TABLES: [&str; 7] = [
    "create table test_reach (address TEXT NOT NULL, what TEXT NOT NULL)",
    "create table test_notes (held TEXT NOT NULL)",
    "create table test_contacts (id BIGINT PRIMARY KEY, address TEXT NOT NULL)",
    "create table test_conversations (id BIGINT PRIMARY KEY, number BIGINT NOT NULL, subject TEXT NOT NULL, hint BIGINT NOT NULL, closed BIGINT NOT NULL)",
    "create table test_parts (conversation_id BIGINT NOT NULL, address TEXT NOT NULL)",
    "create table test_messages (id BIGINT PRIMARY KEY, conversation_id BIGINT NOT NULL, kind TEXT NOT NULL, content TEXT NOT NULL, state TEXT NOT NULL, reason TEXT NOT NULL)",
    "create table test_files (id BIGINT PRIMARY KEY, name TEXT NOT NULL, blob TEXT NOT NULL)",
];

/// The desk of the tests. Panics on a subject that asks for it, as a bug would.
pub(crate) struct TestDesk;

/// A message as the desk of the tests keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Seen {
    pub conversation: i64,
    pub content: String,
    pub state: String,
    pub reason: String,
}

impl Desk for TestDesk {
    fn contact(&self, tx: &mut Tx<'_>, who: &Address) -> Result<ContactId> {
        let known = tx.opt("select id from test_contacts where address = $1", p![who.key()], |row| row.take())?;
        if let Some(known) = known {
            return Ok(known);
        }
        let id = tx.id::<ContactId>();
        tx.exec("insert into test_contacts (id, address) values ($1, $2)", p![id, who.key()])?;
        Ok(id)
    }

    fn conversation_by_number(&self, tx: &mut Tx<'_>, number: i64) -> Result<Option<ConversationId>> {
        tx.opt("select id from test_conversations where number = $1", p![number], |row| row.take())
    }

    fn exists(&self, tx: &mut Tx<'_>, conversation: ConversationId) -> Result<bool> {
        let found: i64 =
            tx.one("select count(*) from test_conversations where id = $1", p![conversation], |row| row.take())?;
        Ok(found > 0)
    }

    fn takes_part(&self, tx: &mut Tx<'_>, conversation: ConversationId, key: &str) -> Result<Option<bool>> {
        let sql = "select (select count(*) from test_parts p where p.conversation_id = c.id and p.address = $1)
                   from test_conversations c where c.id = $2";
        tx.opt(sql, p![key, conversation], |row| Ok(row.take::<i64>()? > 0))
    }

    fn open(&self, tx: &mut Tx<'_>, opening: &Opening) -> Result<ConversationId> {
        let id = tx.id::<ConversationId>();
        let number: i64 = tx.one("select count(*) + 1 from test_conversations", p![], |row| row.take())?;
        let hint = opening.hint.map_or(0, TypedId::raw);
        let sql = "insert into test_conversations (id, number, subject, hint, closed) values ($1, $2, $3, $4, 0)";
        tx.exec(sql, p![id, number, opening.subject, hint])?;
        Ok(id)
    }

    fn attach(&self, tx: &mut Tx<'_>, attachment: &Attachment) -> Result<Attached> {
        let id = tx.id::<MessageId>().raw();
        tx.exec(
            "insert into test_files (id, name, blob) values ($1, $2, $3)",
            p![id, attachment.name, attachment.blob],
        )?;
        Ok(Attached { id, url: format!("/files/{}", attachment.name) })
    }

    fn append(&self, tx: &mut Tx<'_>, conversation: ConversationId, arrival: &Arrival) -> Result<Appended> {
        assert!(arrival.subject != "PANIC", "the desk panics");
        if arrival.subject == "REFUSE" {
            return Err(Fault::internal("the desk refuses"));
        }
        let closed: i64 =
            tx.one("select closed from test_conversations where id = $1", p![conversation], |row| row.take())?;
        if closed != 0 {
            let opening = Opening {
                mailbox: None,
                team: None,
                contact: arrival.contact,
                subject: arrival.subject.clone(),
                at: tx.now(),
                hint: None,
            };
            let linked = self.open(tx, &opening)?;
            return self.append(tx, linked, arrival);
        }
        let id = tx.id::<MessageId>();
        let content = format!("{}|{}|{}", arrival.text, arrival.html, arrival.auto.unwrap_or_default());
        let sql = "insert into test_messages (id, conversation_id, kind, content, state, reason) values ($1, $2, 'customer', $3, '', '')";
        tx.exec(sql, p![id, conversation, content])?;
        for who in std::iter::once(&arrival.from).chain(&arrival.to).chain(&arrival.cc) {
            tx.exec("insert into test_parts (conversation_id, address) values ($1, $2)", p![conversation, who.key()])?;
        }
        Ok(Appended { conversation, message: id })
    }

    fn record_ours(&self, tx: &mut Tx<'_>, conversation: ConversationId, arrival: &Arrival) -> Result<MessageId> {
        let id = tx.id::<MessageId>();
        let content = format!("ours|{}", arrival.text);
        let sql = "insert into test_messages (id, conversation_id, kind, content, state, reason) values ($1, $2, 'sent', $3, '', '')";
        tx.exec(sql, p![id, conversation, content])?;
        for who in arrival.to.iter().chain(&arrival.cc) {
            tx.exec("insert into test_parts (conversation_id, address) values ($1, $2)", p![conversation, who.key()])?;
        }
        Ok(id)
    }

    fn settle_if_old(&self, tx: &mut Tx<'_>, conversation: ConversationId, before: Timestamp) -> Result<()> {
        let sql = "update test_conversations set subject = 'done' where id = $1 and cast($2 as BIGINT) > 0";
        tx.exec(sql, p![conversation, before]).map(drop)
    }

    fn reply(&self, tx: &mut Tx<'_>, message: MessageId) -> Result<Option<Reply>> {
        let sql = "select content from test_messages where id = $1 and kind = 'agent' and state <> 'withdrawn'";
        let Some(content) = tx.opt(sql, p![message], |row| row.take::<String>())? else { return Ok(None) };
        let (conversation, mailbox, to) = {
            let mut parts = content.split('|');
            let mut number = || parts.next().and_then(|part| part.parse::<i64>().ok()).unwrap_or_default();
            (number(), number(), parts.next().unwrap_or_default().to_owned())
        };
        Ok(Some(Reply {
            conversation: ConversationId::from_raw(conversation),
            number: 1,
            mailbox: MailboxId::from_raw(mailbox),
            author: "Ada Agent".into(),
            to: to.split(',').filter_map(Address::parse).collect(),
            cc: Vec::new(),
            bcc: Vec::new(),
            subject: "Re: Lamp".into(),
            html: "<p>We will <b>help</b>.</p>".into(),
            files: Vec::new(),
            at: tx.now(),
        }))
    }

    fn number(&self, tx: &mut Tx<'_>, conversation: ConversationId) -> Result<i64> {
        tx.one("select number from test_conversations where id = $1", p![conversation], |row| row.take())
    }

    fn reach(&self, tx: &mut Tx<'_>, address: &str, list: &str) -> Result<Reach> {
        let mut known = |what: &str| -> Result<bool> {
            let sql = "select count(*) from test_reach where address = $1 and what = $2";
            Ok(tx.one(sql, p![address, what], |row| row.take::<i64>())? > 0)
        };
        let (undeliverable, complained) = (known("bounced")?, known("complained")?);
        Ok(Reach { undeliverable, complained, unsubscribed: known(list)? })
    }

    fn bounced(&self, tx: &mut Tx<'_>, bounced: &Bounced) -> Result<()> {
        let what = if bounced.hard { "bounced" } else { "soft" };
        tx.exec("insert into test_reach (address, what) values ($1, $2)", p![bounced.address, what]).map(drop)
    }

    fn complained(&self, tx: &mut Tx<'_>, address: &str) -> Result<()> {
        tx.exec("insert into test_reach (address, what) values ($1, 'complained')", p![address]).map(drop)
    }

    fn unsubscribed(&self, tx: &mut Tx<'_>, address: &str, list: &str, gone: bool) -> Result<()> {
        tx.exec("delete from test_reach where address = $1 and what = $2", p![address, list])?;
        if gone {
            tx.exec("insert into test_reach (address, what) values ($1, $2)", p![address, list])?;
        }
        Ok(())
    }

    fn note_automatic(&self, tx: &mut Tx<'_>, _conversation: ConversationId, note: &AutomaticNote) -> Result<()> {
        tx.exec("insert into test_notes (held) values ($1)", p![note.held.unwrap_or("sent")]).map(drop)
    }

    fn require_sight(&self, tx: &mut Tx<'_>, actor: &Actor, conversation: ConversationId) -> Result<()> {
        let known = self.exists(tx, conversation)? && actor.may(crate::permissions::SEE_OUTGOING);
        known.then_some(()).ok_or_else(Fault::not_found)
    }

    fn delivery(&self, tx: &mut Tx<'_>, message: MessageId, state: &DeliveryState) -> Result<()> {
        let reason = state.reason.clone().unwrap_or_default();
        tx.exec("update test_messages set state = $1, reason = $2 where id = $3", p![state.state, reason, message])
            .map(drop)
    }
}

/// A post office on a test's database.
pub(crate) async fn office(db: &TestDb) -> Post {
    office_with(db, |_| {}).await
}

/// A post office that checks senders.
pub(crate) async fn office_checking(db: &TestDb, senders: Policy) -> Post {
    office_with(db, |settings| settings.senders = senders).await
}

/// A post office with settings of its own.
pub(crate) async fn office_with(db: &TestDb, set: impl FnOnce(&mut Settings)) -> Post {
    db.write(|tx| TABLES.iter().try_for_each(|table| tx.exec(table, p![]).map(drop))).await.expect("tables");
    office_on(db, set)
}

/// Another post office on the same tables.
pub(crate) fn office_again(db: &TestDb, senders: Policy) -> Post {
    office_on(db, |settings| settings.senders = senders)
}

fn office_on(db: &TestDb, set: impl FnOnce(&mut Settings)) -> Post {
    let files = Files::in_folder(db.folder.path().join("blobs"));
    let mut settings = Settings { public_url: "https://desk.our.example".into(), ..Settings::new([7; 32]) };
    set(&mut settings);
    Post::new(db.handle(), files, Arc::new(TestDesk), settings)
}

/// A mailbox that sends by a server on this machine.
pub(crate) async fn mailbox(post: &Post, address: &str, smtp_port: u16) -> MailboxId {
    let outbound = Outbound {
        sign_in: SignBy::Password,
        host: "127.0.0.1".into(),
        port: smtp_port,
        security: delivery::Security::None,
        user: String::new(),
    };
    let input = NewMailbox {
        name: "Support".into(),
        address: address.into(),
        from_name: "Example Support".into(),
        team: None,
        active: true,
        take: Take::FromNow,
        imap: None,
        smtp: Some(SmtpInput { settings: outbound, password: None }),
        plus_addressing: true,
        subject_number: true,
        signature_html: String::new(),
    };
    let office = post.clone();
    let made = post.db().write(move |tx| commands::create(tx, &office, &testkit::system(), &input)).await;
    made.expect("a mailbox").id
}

/// Keeps a mail.
pub(crate) async fn take(post: &Post, mailbox: Option<MailboxId>, raw: &str) -> Received {
    let incoming = Incoming {
        mailbox,
        source: "pipe",
        raw: raw.as_bytes().to_vec(),
        arrived_at: None,
        historic: false,
        refused: None,
    };
    receive(post, incoming).await.expect("kept")
}

/// Does all jobs that are due.
pub(crate) async fn work(post: &Post) {
    let mut runner = jobs::Runner::new(post.db().clone());
    crate::add_jobs(&mut runner, post);
    runner.run_due().await.expect("jobs");
}

/// State, reason and conversation of a mail.
pub(crate) async fn fate(post: &Post, received: Received) -> (String, String, i64) {
    let (Received::New(id) | Received::Duplicate(id)) = received;
    let intake = post.db().read(move |tx| crate::intake::store::find(tx, id)).await.expect("the mail");
    (intake.state, intake.reason, intake.conversation.map_or(0, TypedId::raw))
}

/// The id in what became of handing a mail over.
pub(crate) fn id_of(received: Received) -> IntakeId {
    let (Received::New(id) | Received::Duplicate(id)) = received;
    id
}

/// All messages of the desk, oldest first.
pub(crate) async fn messages(post: &Post) -> Vec<Seen> {
    let sql = "select conversation_id, content, state, reason from test_messages order by id";
    let rows = post.db().read(move |tx| {
        tx.all(sql, p![], |row| {
            Ok(Seen { conversation: row.take()?, content: row.take()?, state: row.take()?, reason: row.take()? })
        })
    });
    rows.await.expect("messages")
}

/// How many rows a table has.
pub(crate) async fn count(post: &Post, table: &str) -> i64 {
    let sql = format!("select count(*) from {table}");
    post.db().read(move |tx| tx.one(&sql, p![], |row| row.take())).await.expect("a count")
}

/// A mail from Anna.
pub(crate) fn mail(id: &str, more: &str, body: &str) -> String {
    format!(
        "From: Anna <anna@x.example>\r\nTo: help@our.example\r\nMessage-ID: <{id}@x.example>\r\nDate: Mon, 2 Mar 2026 08:00:00 +0000\r\n{more}\r\n{body}\r\n"
    )
}
