use std::sync::{Arc, Mutex};
use std::time::Duration;

use db::p;
use kernel::{Actor, ConversationId, FaultKind, MailboxId, MessageId, TypedId};
use testkit::{TestDb, db_test, person_with};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

use super::commands::{SendJob, SystemFile, SystemMail, queue_reply, queue_system_mail, retry_reply, withdraw_reply};
use super::model::{Outgoing, SEND};
use super::queries;
use crate::error;
use crate::mail::address::Address;
use crate::mail::letter::{Letter, Limits};
use crate::mail::parse::parse;
use crate::permissions::SEE_OUTGOING;
use crate::post::Post;
use crate::testing::{count, fate, mail, mailbox, messages, office, take, work};

/// A mail server that answers as it is told and keeps what it gets.
#[derive(Clone, Default)]
pub(crate) struct Server {
    mails: Arc<Mutex<Vec<Vec<u8>>>>,
    lines: Arc<Mutex<Vec<String>>>,
    answers: Arc<Mutex<Vec<(String, String)>>>,
}

impl Server {
    async fn start(&self) -> u16 {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let server = self.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let server = server.clone();
                tokio::spawn(async move { server.talk(stream).await });
            }
        });
        port
    }

    async fn talk(&self, stream: TcpStream) -> std::io::Result<()> {
        let mut stream = BufReader::new(stream);
        stream.write_all(b"220 test\r\n").await?;
        let mut line = String::new();
        while stream.read_line(&mut line).await? > 0 {
            let answer = self.answer_to(&line);
            self.lines.lock().unwrap().push(line.trim().to_owned());
            let usual = match line.get(..4) {
                Some("DATA") => "354 go\r\n",
                Some("EHLO") => "250-test\r\n250 8BITMIME\r\n",
                _ => "250 ok\r\n",
            };
            stream.write_all(answer.as_deref().unwrap_or(usual).as_bytes()).await?;
            if line.starts_with("DATA") {
                let mut data = Vec::new();
                while !data.ends_with(b"\r\n.\r\n") {
                    stream.read_until(b'\n', &mut data).await?;
                }
                self.mails.lock().unwrap().push(data);
                stream.write_all(b"250 taken\r\n").await?;
            }
            line.clear();
        }
        Ok(())
    }

    fn answer_to(&self, line: &str) -> Option<String> {
        let answers = self.answers.lock().unwrap();
        answers.iter().find(|(part, _)| line.contains(part)).map(|(_, answer)| format!("{answer}\r\n"))
    }

    fn refuse(&self, answer: Option<&str>) {
        self.answer(&answer.map(|answer| ("RCPT", answer)).into_iter().collect::<Vec<_>>());
    }

    /// How lines that contain something are answered.
    pub(crate) fn answer(&self, answers: &[(&str, &str)]) {
        *self.answers.lock().unwrap() =
            answers.iter().map(|(part, answer)| ((*part).to_owned(), (*answer).to_owned())).collect();
    }

    /// The commands so far that begin with a word; they are forgotten.
    pub(crate) fn heard(&self, word: &str) -> Vec<String> {
        let all = std::mem::take(&mut *self.lines.lock().unwrap());
        all.into_iter().filter(|line| line.starts_with(word)).collect()
    }

    /// The mails byte for byte, as they came over the wire and without its dots.
    pub(crate) fn raws(&self) -> Vec<Vec<u8>> {
        let bare = |raw: &Vec<u8>| {
            let text = String::from_utf8_lossy(raw).replace("\r\n..", "\r\n.");
            text.trim_end_matches(".\r\n").as_bytes().to_vec()
        };
        self.mails.lock().unwrap().iter().map(bare).collect()
    }

    pub(crate) fn letters(&self) -> Vec<Letter> {
        self.mails.lock().unwrap().iter().map(|raw| parse(raw, &Limits::default()).unwrap()).collect()
    }
}

pub(crate) struct Scene {
    pub(crate) post: Post,
    pub(crate) server: Server,
    pub(crate) mailbox: MailboxId,
    pub(crate) conversation: ConversationId,
    pub(crate) message: MessageId,
}

/// A customer's mail is in, an agent's answer is written.
pub(crate) async fn scene(db: &TestDb) -> Scene {
    let post = office(db).await;
    let server = Server::default();
    let port = server.start().await;
    let support = mailbox(&post, "help@our.example", port).await;
    let received = take(&post, Some(support), &mail("c1", "Subject: Lamp\r\n", "It broke")).await;
    work(&post).await;
    let conversation = ConversationId::from_raw(fate(&post, received).await.2);
    let message = post
        .db()
        .write(move |tx| {
            let id = tx.id::<MessageId>();
            let content = format!("{}|{}|anna@x.example", conversation.raw(), support.raw());
            let sql = "insert into test_messages (id, conversation_id, kind, content, state, reason) values ($1, $2, 'agent', $3, 'waiting', '')";
            tx.exec(sql, p![id, conversation, content])?;
            Ok(id)
        })
        .await
        .expect("a reply");
    Scene { post, server, mailbox: support, conversation, message }
}

pub(crate) async fn queue(scene: &Scene, delay: Duration) {
    let (message, conversation, mailbox) = (scene.message, scene.conversation, scene.mailbox);
    let queued = scene.post.db().write(move |tx| {
        let at = tx.now().plus(delay);
        queue_reply(tx, message, conversation, mailbox, at)
    });
    queued.await.expect("queued");
}

/// What is told of the conversation's mails that were not sent.
pub(crate) async fn troubled(scene: &Scene, actor: Actor) -> kernel::Result<Vec<Outgoing>> {
    let (office, conversation) = (scene.post.clone(), scene.conversation);
    scene
        .post
        .db()
        .read(move |tx| queries::deliveries(tx, &office, &actor, conversation))
        .await
        .map(|mails| mails.into_iter().map(|(mail, _)| mail).filter(|mail| mail.why.is_some()).collect())
}

pub(crate) async fn state(scene: &Scene) -> (String, String) {
    let seen = messages(&scene.post).await;
    seen.last().map(|message| (message.state.clone(), message.reason.clone())).expect("a message")
}

#[db_test(crate::testing::schema)]
async fn a_reply_waits_for_its_undo_and_arrives_threaded_once(db: TestDb) {
    let scene = scene(&db).await;
    queue(&scene, Duration::from_secs(10)).await;
    queue(&scene, Duration::from_secs(10)).await;
    work(&scene.post).await;
    assert_eq!(scene.server.letters().len(), 0);
    db.clock.advance(Duration::from_secs(11));
    work(&scene.post).await;
    work(&scene.post).await;
    let letters = scene.server.letters();
    assert_eq!(letters.len(), 1);
    let letter = &letters[0];
    assert_eq!(letter.in_reply_to, ["c1@x.example"]);
    assert_eq!(letter.references, ["c1@x.example"]);
    assert_eq!(letter.subject, "Re: Lamp [#1]");
    assert_eq!(letter.from.as_ref().and_then(|from| from.name.as_deref()), Some("Example Support"));
    assert!(letter.reply_to[0].address.starts_with("help+"));
    assert_eq!(letter.to[0].address, "anna@x.example");
    assert_eq!(letter.text.trim(), "We will help.");
    assert_eq!(state(&scene).await.0, "sent");
    let answer = mail("c2", &format!("Subject: Re: Lamp\r\nIn-Reply-To: <{}>\r\n", letter.message_id), "Thanks");
    let received = take(&scene.post, Some(scene.mailbox), &answer).await;
    work(&scene.post).await;
    assert_eq!(fate(&scene.post, received).await.2, scene.conversation.raw());
}

#[db_test(crate::testing::schema)]
async fn a_withdrawn_reply_is_never_sent(db: TestDb) {
    let scene = scene(&db).await;
    queue(&scene, Duration::from_secs(10)).await;
    let message = scene.message;
    assert!(scene.post.db().write(move |tx| withdraw_reply(tx, message)).await.expect("withdrawn"));
    db.clock.advance(Duration::from_mins(1));
    work(&scene.post).await;
    assert!(scene.server.letters().is_empty());
    assert!(!scene.post.db().write(move |tx| withdraw_reply(tx, message)).await.expect("once"));
}

#[db_test(crate::testing::schema)]
async fn a_reply_that_its_author_took_back_before_it_was_queued_is_not_sent(db: TestDb) {
    let scene = scene(&db).await;
    let message = scene.message;
    let taken = scene
        .post
        .db()
        .write(move |tx| tx.exec("update test_messages set state = 'withdrawn' where id = $1", p![message]));
    taken.await.expect("taken back");
    queue(&scene, Duration::ZERO).await;
    work(&scene.post).await;
    assert!(scene.server.letters().is_empty());
}

#[db_test(crate::testing::schema)]
async fn a_passing_refusal_is_tried_again_with_the_same_id(db: TestDb) {
    let scene = scene(&db).await;
    scene.server.refuse(Some("451 4.7.1 greylisted"));
    queue(&scene, Duration::ZERO).await;
    work(&scene.post).await;
    let (now, reason) = state(&scene).await;
    assert_eq!(now, "waiting");
    assert!(reason.contains("try again later") && reason.contains("greylisted"), "{reason}");
    scene.server.refuse(None);
    work(&scene.post).await;
    assert!(scene.server.letters().is_empty(), "not before its time");
    db.clock.advance(Duration::from_secs(61));
    work(&scene.post).await;
    assert_eq!(scene.server.letters().len(), 1);
    assert_eq!(state(&scene).await, ("sent".into(), String::new()));
}

#[db_test(crate::testing::schema)]
async fn a_lasting_refusal_fails_at_once_and_can_be_tried_again_by_hand(db: TestDb) {
    let scene = scene(&db).await;
    scene.server.refuse(Some("550 5.1.1 no such user"));
    queue(&scene, Duration::ZERO).await;
    work(&scene.post).await;
    let (now, reason) = state(&scene).await;
    assert_eq!(now, "failed");
    assert!(reason.contains("does not accept anna@x.example"), "{reason}");
    let told = troubled(&scene, person_with(1, "Ada", &[SEE_OUTGOING])).await.expect("the reason");
    let why = told[0].why.as_ref().expect("by its codes");
    assert_eq!((why.code.as_str(), why.params["address"].as_str()), ("delivery.address_refused", "anna@x.example"));
    assert_eq!(why.answer.as_deref(), Some("5.1.1 no such user"));
    assert_eq!((told[0].message, why.hint.as_deref()), (Some(scene.message), Some("delivery.hint_recipient_refused")));
    let stranger = troubled(&scene, person_with(2, "Eve", &[])).await.expect_err("not hers to see");
    assert_eq!(stranger.kind(), FaultKind::NotFound);
    scene.server.refuse(None);
    let (office, message) = (scene.post.clone(), scene.message);
    scene.post.db().write(move |tx| retry_reply(tx, &office, message)).await.expect("again");
    work(&scene.post).await;
    assert_eq!(state(&scene).await.0, "sent");
    assert!(troubled(&scene, person_with(1, "Ada", &[SEE_OUTGOING])).await.expect("nothing").is_empty());
    let office = scene.post.clone();
    let refused = scene.post.db().write(move |tx| retry_reply(tx, &office, message)).await.expect_err("sent already");
    assert!(refused.is(error::NOT_FAILED));
}

#[db_test(crate::testing::schema)]
async fn a_kill_after_the_server_took_it_sends_again_with_the_same_id(db: TestDb) {
    let scene = scene(&db).await;
    queue(&scene, Duration::ZERO).await;
    work(&scene.post).await;
    let message = scene.message;
    // As if the process had died before it could note the answer: the row still says `sending`, the job comes back.
    let undone = scene.post.db().write(move |tx| {
        tx.exec(
            "update channels_outgoing set state = 'sending', sent_at = 0 where inbox_message_id = $1",
            p![message],
        )?;
        tx.exec("update channels_recipients set state = 'sending'", p![])?;
        let id =
            tx.one("select id from channels_outgoing where inbox_message_id = $1", p![message], |row| row.take())?;
        jobs::enqueue(tx, jobs::NewJob::now(SEND, SendJob { outgoing: id }))
    });
    undone.await.expect("undone");
    work(&scene.post).await;
    let letters = scene.server.letters();
    assert_eq!(letters.len(), 2);
    assert_eq!(letters[0].message_id, letters[1].message_id);
    assert_eq!(state(&scene).await.0, "sent");
}

#[db_test(crate::testing::schema)]
async fn a_mailbox_without_a_server_fails_in_words(db: TestDb) {
    let scene = scene(&db).await;
    let removed = scene.mailbox;
    scene
        .post
        .db()
        .write(move |tx| crate::mailboxes::commands::remove(tx, &testkit::system(), removed))
        .await
        .expect("removed");
    queue(&scene, Duration::ZERO).await;
    work(&scene.post).await;
    let (now, reason) = state(&scene).await;
    assert_eq!(now, "failed");
    assert!(reason.contains("No mailbox can send"), "{reason}");
}

#[db_test(crate::testing::schema)]
async fn a_server_that_is_away_is_waited_for_until_it_is_given_up(db: TestDb) {
    let scene = scene(&db).await;
    let (closed, mailbox) = (1, scene.mailbox);
    let moved = scene.post.db().write(move |tx| {
        let smtp = format!("{{\"host\":\"127.0.0.1\",\"port\":{closed},\"security\":\"none\",\"user\":\"\"}}");
        tx.exec("update channels_mailboxes set smtp = $1 where id = $2", p![smtp, mailbox])
    });
    moved.await.expect("moved");
    queue(&scene, Duration::ZERO).await;
    let mut tries = 0;
    while state(&scene).await.0 == "waiting" && tries < 60 {
        work(&scene.post).await;
        db.clock.advance(Duration::from_secs(4 * 3600 + 1));
        tries += 1;
    }
    assert_eq!(state(&scene).await.0, "failed");
    assert!((5..60).contains(&tries), "{tries}");
}

#[db_test(crate::testing::schema)]
async fn a_system_mail_goes_by_the_first_mailbox_that_can_send(db: TestDb) {
    let scene = scene(&db).await;
    let blob = scene.post.files().prepare(b"%PDF-1.7 a plan").expect("a blob");
    let invitation = SystemMail {
        to: Address::parse("new@our.example").unwrap().named("New Colleague"),
        subject: "You are invited".into(),
        html: "<p>Welcome</p>".into(),
        text: "Welcome".into(),
        files: vec![SystemFile {
            name: "Plan.pdf".into(),
            media_type: "application/pdf".into(),
            blob: blob.hash().into(),
        }],
    };
    scene.post.db().write(move |tx| blob.save(tx)).await.expect("kept");
    for _ in 0..2 {
        let invitation = invitation.clone();
        scene.post.db().write(move |tx| queue_system_mail(tx, "invitation:1", &invitation)).await.expect("queued");
    }
    work(&scene.post).await;
    let letters = scene.server.letters();
    assert_eq!(letters.len(), 1);
    assert_eq!(letters[0].header("auto-submitted"), Some("auto-generated"));
    assert_eq!(letters[0].to[0].address, "new@our.example");
    let part = &letters[0].parts[0];
    assert_eq!((part.name.as_str(), part.media_type.as_str()), ("Plan.pdf", "application/pdf"));
    assert_eq!(part.data, b"%PDF-1.7 a plan");
    assert_eq!(count(&scene.post, "channels_outgoing").await, 1);
}
