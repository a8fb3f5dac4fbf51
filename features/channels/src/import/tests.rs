use std::path::Path;

use kernel::Timestamp;
use testkit::{TestDb, db_test};

use super::{Archive, Counts, Format, Order, import};
use crate::Post;
use crate::testing::{count, mailbox, messages, office, work};

fn envelope(mail: &str) -> String {
    format!("From somebody Mon Mar  2 09:00:00 2026\n{}\n", mail.replace("\r\n", "\n"))
}

fn letter(id: u32, from: &str, to: &str, more: &str, text: &str) -> String {
    envelope(&format!(
        "From: {from}\nTo: {to}\nMessage-ID: <{id}@x.example>\nDate: Mon, 2 Mar 2026 08:{id:02}:00 +0000\n{more}\n{text}\n"
    ))
}

/// Anna asks, we answer, she thanks; Ben asks; a mail of nobody; Anna's first mail once more.
fn archive() -> String {
    let first = letter(1, "Anna <anna@x.example>", "help@our.example", "Subject: Lamp\n", "It broke");
    [
        first.clone(),
        letter(
            2,
            "Help <help@our.example>",
            "anna@x.example",
            "Subject: Re: Lamp\nIn-Reply-To: <1@x.example>\n",
            "We send one",
        ),
        letter(
            3,
            "anna@x.example",
            "help@our.example",
            "Subject: Re: Lamp\nReferences: <1@x.example> <2@x.example>\n",
            "Thanks",
        ),
        letter(4, "ben@x.example", "help@our.example", "Subject: Bell\n", "Too loud"),
        envelope("Subject: nobody\n\nWho wrote this?\n"),
        first,
    ]
    .concat()
}

fn order(path: &Path) -> Order {
    Order {
        archive: Archive::at(Format::Mbox, path).expect("an archive"),
        mailbox: "help@our.example".into(),
        since: None,
        rehearse: false,
        rest: 0.0,
    }
}

async fn run(post: &Post, order: &Order) -> Counts {
    import(post, order, |_| ()).await.expect("imported")
}

const ALL: Counts = Counts { read: 6, conversations: 2, messages: 4, duplicates: 1, unplaced: 1, reports: 0, older: 0 };

#[db_test(crate::testing::schema)]
async fn an_archive_becomes_conversations_once(db: TestDb) {
    let post = office(&db).await;
    mailbox(&post, "help@our.example", 1).await;
    let file = db.folder.path().join("archive");
    std::fs::write(&file, archive()).unwrap();
    let rehearsal = run(&post, &Order { rehearse: true, ..order(&file) }).await;
    assert_eq!(rehearsal, ALL);
    assert_eq!(count(&post, "channels_intake").await + count(&post, "channels_imports").await, 0);
    assert_eq!(run(&post, &order(&file)).await, ALL);
    let seen = messages(&post).await;
    let texts: Vec<_> = seen.iter().map(|message| message.content.split('|').next().unwrap_or_default()).collect();
    assert_eq!(texts, ["It broke", "ours", "Thanks", "Too loud"]);
    assert!(seen[..3].iter().all(|message| message.conversation == seen[0].conversation));
    let again = run(&post, &order(&file)).await;
    assert_eq!(again, Counts { read: 6, duplicates: 6, ..Counts::default() });
    work(&post).await;
    assert_eq!(messages(&post).await, seen);
    assert_eq!(count(&post, "channels_outgoing").await, 0);
    assert_eq!(count(&post, "channels_import_conversations").await, 0);
    let done = "select count(*) from test_conversations where subject = 'done'";
    let settled: i64 = db.read(move |tx| tx.one(done, db::p![], |row| row.take())).await.unwrap();
    assert_eq!(settled, 2);
}

#[db_test(crate::testing::schema)]
async fn mail_keeps_its_dates(db: TestDb) {
    let post = office(&db).await;
    mailbox(&post, "help@our.example", 1).await;
    let file = db.folder.path().join("archive");
    std::fs::write(&file, archive()).unwrap();
    let since = Some(Timestamp::from_micros(1_772_438_580_000_000));
    let counts = run(&post, &Order { since, ..order(&file) }).await;
    // The mails of 8:01 and 8:02 are older than 8:03; the mail of nobody has the date of its envelope line.
    assert_eq!((counts.older, counts.messages, counts.unplaced), (3, 2, 1));
    let dates: Vec<i64> = db
        .read(|tx| tx.all("select arrived_at from channels_intake order by arrived_at", db::p![], |row| row.take()))
        .await
        .unwrap();
    assert_eq!(dates, [1_772_438_580_000_000, 1_772_438_640_000_000, 1_772_442_000_000_000]);
    let events: Vec<Timestamp> = db
        .read(|tx| {
            tx.all("select at from db_events where name = 'channels.mail.placed' order by at", db::p![], |row| {
                row.take()
            })
        })
        .await
        .unwrap();
    assert_eq!(events.iter().map(|at| at.micros()).collect::<Vec<_>>(), dates[..2]);
}

#[db_test(crate::testing::schema)]
async fn an_import_that_was_interrupted_goes_on_where_it_was(db: TestDb) {
    let post = office(&db).await;
    mailbox(&post, "help@our.example", 1).await;
    let file = db.folder.path().join("archive");
    let mails: Vec<String> = (0..300)
        .map(|n| letter(n, &format!("c{}@x.example", n % 40), "help@our.example", "Subject: x\n", &format!("text {n}")))
        .collect();
    std::fs::write(&file, mails.concat()).unwrap();
    // The future is dropped after its second portion, as if the process had ended there.
    let (tell, mut told) = tokio::sync::mpsc::unbounded_channel();
    {
        let order = order(&file);
        let mut running =
            std::pin::pin!(import(&post, &order, move |progress| assert!(tell.send(progress.counts).is_ok())));
        let mut portions = 0;
        while portions < 2 {
            tokio::select! {
                _ = &mut running => panic!("the import ended before it was interrupted"),
                Some(_) = told.recv() => portions += 1,
            }
        }
    }
    let counts = run(&post, &order(&file)).await;
    // On PostgreSQL the portion that was under way may still have been kept by a connection of its own.
    assert_eq!((counts.read, counts.messages + counts.duplicates), (300, 300));
    assert!(counts.duplicates <= 64, "{counts:?}");
    assert_eq!(messages(&post).await.len(), 300);
}

#[db_test(crate::testing::schema)]
async fn what_cannot_be_imported_is_told(db: TestDb) {
    let post = office(&db).await;
    let file = db.folder.path().join("archive");
    std::fs::write(&file, archive()).unwrap();
    let unknown = import(&post, &order(&file), |_| ()).await.unwrap_err();
    assert!(unknown.is(crate::error::MAILBOX_UNKNOWN), "{unknown:?}");
    std::fs::write(&file, "no archive").unwrap();
    mailbox(&post, "help@our.example", 1).await;
    assert!(import(&post, &order(&file), |_| ()).await.is_err());
    assert!(Archive::at(Format::Maildir, Path::new("/nowhere/at/all")).is_err());
}
