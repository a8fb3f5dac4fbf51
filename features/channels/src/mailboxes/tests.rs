use kernel::Patch;
use testkit::{TestDb, db_test, person_with};

use super::commands::{self, ImapInput, MailboxChange, NewMailbox};
use super::model::{After, Imap, Mailbox, Protocol, SignBy, Take};
use super::{queries, store};
use crate::error;
use crate::permissions::MANAGE_MAILBOXES;
use crate::testing::{mailbox, office};

fn imap(host: &str) -> Imap {
    Imap {
        protocol: Protocol::Imap,
        sign_in: SignBy::Password,
        host: host.into(),
        port: 993,
        security: delivery::Security::Tls,
        user: "help".into(),
        folder: "INBOX".into(),
        after: After::Seen,
        move_to: None,
    }
}

fn new(address: &str, password: Option<&str>) -> NewMailbox {
    NewMailbox {
        name: "Support".into(),
        address: address.into(),
        from_name: String::new(),
        team: None,
        active: true,
        take: Take::FromNow,
        imap: Some(ImapInput { settings: imap("imap.our.example"), password: password.map(str::to_owned) }),
        smtp: None,
        plus_addressing: false,
        subject_number: true,
        signature_html: "<p onclick=\"x()\">Team</p>".into(),
    }
}

#[db_test(crate::testing::schema)]
async fn a_password_is_sealed_and_stays_when_it_is_not_given(db: TestDb) {
    let post = office(&db).await;
    let mia = person_with(1, "Mia", &[MANAGE_MAILBOXES]);
    let (office, actor) = (post.clone(), mia.clone());
    let made = post
        .db()
        .write(move |tx| commands::create(tx, &office, &actor, &new("Help@Our.example", Some("geheim"))))
        .await
        .expect("made");
    assert_eq!((made.address.address.as_str(), made.signature_html.as_str()), ("Help@our.example", "<p>Team</p>"));
    let sealed = made.imap_password.clone().expect("a password");
    assert!(!sealed.windows(6).any(|part| part == b"geheim"));
    let place = Mailbox::secret_place(made.id, "imap");
    assert_eq!(post.vault().open(&sealed, &place).expect("open"), "geheim");
    let change = |version, host: &str, password: Option<&str>| MailboxChange {
        version,
        imap: Patch::Set(ImapInput { settings: imap(host), password: password.map(str::to_owned) }),
        ..MailboxChange::default()
    };
    let id = made.id;
    let save = |input: MailboxChange| {
        let (office, actor) = (post.clone(), mia.clone());
        post.db().write(move |tx| commands::change(tx, &office, &actor, id, &input))
    };
    let same = save(change(1, "imap.our.example", None)).await.expect("changed");
    assert_eq!(same.imap_password, Some(sealed));
    let elsewhere = save(change(2, "evil.example", None)).await.expect_err("a kept password goes nowhere else");
    assert_eq!(elsewhere.fields[0].pointer, "imap/password");
    let stale = save(change(1, "imap.our.example", None)).await.expect_err("stale");
    assert!(stale.is(error::MAILBOX_CHANGED));
    save(change(2, "imap2.our.example", Some("neu"))).await.expect("changed");
}

#[db_test(crate::testing::schema)]
async fn an_address_belongs_to_one_mailbox_until_it_is_removed(db: TestDb) {
    let post = office(&db).await;
    let first = mailbox(&post, "help@our.example", 1).await;
    let office = post.clone();
    let taken = post
        .db()
        .write(move |tx| commands::create(tx, &office, &testkit::system(), &new("HELP+x@our.example", None)))
        .await;
    assert!(taken.expect_err("taken").is(error::ADDRESS_TAKEN));
    post.db().write(move |tx| commands::remove(tx, &testkit::system(), first)).await.expect("removed");
    mailbox(&post, "help@our.example", 1).await;
    assert_eq!(post.db().read(queries::list).await.expect("a list").len(), 1);
    let gone = post.db().read(move |tx| store::find(tx, first)).await.expect_err("gone");
    assert_eq!(gone.code(), "platform.not_found");
}

#[db_test(crate::testing::schema)]
async fn only_those_who_manage_mailboxes_may_change_them_and_all_faults_are_told_at_once(db: TestDb) {
    let post = office(&db).await;
    let (office, nobody) = (post.clone(), person_with(1, "Ada", &[]));
    let refused =
        post.db().write(move |tx| commands::create(tx, &office, &nobody, &new("help@our.example", None))).await;
    assert_eq!(refused.expect_err("not allowed").code(), "access.forbidden");
    let mut wrong = new("nonsense", None);
    wrong.name = " ".into();
    wrong.imap = Some(ImapInput {
        settings: Imap { host: "https://imap.example".into(), port: 0, after: After::Move, ..imap("x") },
        password: None,
    });
    let office = post.clone();
    let refused =
        post.db().write(move |tx| commands::create(tx, &office, &testkit::system(), &wrong)).await.expect_err("wrong");
    let pointers: Vec<&str> = refused.fields.iter().map(|field| field.pointer.as_str()).collect();
    assert_eq!(pointers, ["name", "address", "imap/host", "imap/port", "imap/move_to"]);
}
