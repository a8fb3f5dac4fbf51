//! What becomes of mail by what was found out about its sender.

use kernel::{ConversationId, TypedId};
use testkit::{TestDb, db_test};

use super::World;
use crate::Post;
use crate::authenticity::model::{Checked, Verdict};
use crate::authenticity::{Policy, store};
use crate::intake::envelope::Envelope;
use crate::intake::model::Received;
use crate::intake::receive::{Incoming, receive_enveloped};
use crate::testing::{fate, id_of, mail, mailbox, messages, office_checking, work};

async fn desk(db: &TestDb, world: &World) -> (Post, crate::authenticity::names::Names, kernel::MailboxId) {
    let names = world.names();
    let post = office_checking(db, Policy { names: names.clone(), ..Policy::default() }).await;
    let support = mailbox(&post, "help@our.example", 1).await;
    (post, names, support)
}

/// Hands a mail in as a server with that address does.
async fn hand_in(post: &Post, mailbox: kernel::MailboxId, client: &str, raw: String) -> Received {
    let envelope = Envelope {
        client: client.into(),
        hello: "mx.any.example".into(),
        secure: false,
        sender: "bounces@evil.example".into(),
        recipients: vec!["help@our.example".into()],
    };
    let incoming = Incoming {
        mailbox: Some(mailbox),
        source: "smtp",
        raw: raw.into_bytes(),
        arrived_at: None,
        historic: false,
        refused: None,
    };
    let kept = receive_enveloped(post, incoming, Some(envelope), |_| Ok(())).await.expect("kept");
    work(post).await;
    kept
}

async fn found(post: &Post, mail: Received) -> Option<Checked> {
    let id = id_of(mail);
    post.db().read(move |tx| store::of_intake(tx, id)).await.expect("read")
}

const EVIL: &str = "198.51.100.9";

#[db_test(crate::testing::schema)]
async fn a_spoofed_reply_stays_outside(db: TestDb) {
    let world = World::new();
    let (post, _, support) = desk(&db, &world).await;
    let first =
        hand_in(&post, support, EVIL, world.signed("x.example", &mail("1", "Subject: Lamp\r\n", "It broke"))).await;
    let (_, _, conversation) = fate(&post, first).await;
    let reply = "Subject: Re: Lamp\r\nIn-Reply-To: <1@x.example>\r\n";
    let honest = hand_in(&post, support, EVIL, world.signed("x.example", &mail("2", reply, "Any news?"))).await;
    assert_eq!(fate(&post, honest).await.2, conversation);
    let spoofed = hand_in(&post, support, EVIL, mail("3", reply, "Send the refund to me")).await;
    let (state, _, elsewhere) = fate(&post, spoofed).await;
    assert_eq!(state, "placed", "nothing is lost");
    assert_ne!(elsewhere, conversation);
    let checked = found(&post, spoofed).await.expect("checked");
    assert_eq!(checked.findings.verdict, Verdict::Failed);
    assert_eq!(checked.kept_out_of, Some(ConversationId::from_raw(conversation)));
    let hint: i64 = post
        .db()
        .read(move |tx| {
            tx.one("select hint from test_conversations where id = $1", db::p![elsewhere], |row| row.take())
        })
        .await
        .expect("the other conversation");
    assert_eq!(hint, conversation, "the reader is led to it");
    // Not even the signed address helps: it is in every mail that somebody forwarded.
    let own = crate::mail::address::Address::parse("help@our.example").expect("an address");
    let signed = post.signer().address(&own, conversation).expect("signed").address;
    let by_address = mail("4", "Subject: Hi\r\n", "Me again").replace("To: help@our.example", &format!("To: {signed}"));
    let by_address = hand_in(&post, support, EVIL, by_address).await;
    assert_ne!(fate(&post, by_address).await.2, conversation);
}

#[db_test(crate::testing::schema)]
async fn who_was_verified_is_missed_when_not(db: TestDb) {
    let world = World::new();
    let (post, _, support) = desk(&db, &world).await;
    let as_anna = |domain: &str, raw: String| raw.replace("anna@x.example", &format!("anna@{domain}"));
    let reply = "Subject: Re: Lamp\r\nIn-Reply-To: <1@x.example>\r\n";
    // free.example publishes no policy, but its mail was always signed.
    let first = as_anna("free.example", mail("1", "Subject: Lamp\r\n", "It broke"));
    let first = hand_in(&post, support, EVIL, world.signed("free.example", &first)).await;
    assert_eq!(found(&post, first).await.expect("checked").findings.verdict, Verdict::Verified);
    let bare = hand_in(&post, support, EVIL, as_anna("free.example", mail("2", reply, "Send money"))).await;
    assert_ne!(fate(&post, bare).await.2, fate(&post, first).await.2);
    assert_eq!(found(&post, bare).await.expect("checked").findings.verdict, Verdict::Neutral);
    // bare.example does nothing at all, and is heard all the same.
    let (first, second) =
        (mail("5", "Subject: Chair\r\n", "It broke"), mail("6", "In-Reply-To: <5@x.example>\r\n", "More"));
    let first = hand_in(&post, support, EVIL, as_anna("bare.example", first)).await;
    let second = hand_in(&post, support, EVIL, as_anna("bare.example", second)).await;
    assert_eq!(fate(&post, second).await.2, fate(&post, first).await.2);
    assert_eq!(found(&post, second).await.expect("checked").kept_out_of, None);
}

#[db_test(crate::testing::schema)]
async fn silence_holds_nothing_back_and_is_made_up_for(db: TestDb) {
    let world = World::new();
    let (post, names, support) = desk(&db, &world).await;
    names.silent();
    let first =
        hand_in(&post, support, EVIL, world.signed("x.example", &mail("1", "Subject: Lamp\r\n", "It broke"))).await;
    let second = hand_in(&post, support, EVIL, mail("2", "In-Reply-To: <1@x.example>\r\n", "More")).await;
    assert_eq!(messages(&post).await.len(), 2);
    assert_eq!(fate(&post, second).await.2, fate(&post, first).await.2);
    assert_eq!(found(&post, first).await.expect("noted").findings.verdict, Verdict::Unchecked);
    db.clock.advance(std::time::Duration::from_mins(6));
    work(&post).await;
    assert_eq!(found(&post, first).await.expect("noted").findings.verdict, Verdict::Unchecked, "still silent");
    names.answered();
    db.clock.advance(std::time::Duration::from_mins(30));
    work(&post).await;
    assert_eq!(found(&post, first).await.expect("noted").findings.verdict, Verdict::Verified);
    let late = found(&post, second).await.expect("noted");
    assert_eq!((late.findings.verdict, late.kept_out_of), (Verdict::Failed, None));
}

#[db_test(crate::testing::schema)]
async fn history_is_not_judged(db: TestDb) {
    let world = World::new();
    let (post, _, support) = desk(&db, &world).await;
    let incoming = Incoming {
        mailbox: Some(support),
        source: "imap",
        raw: mail("1", "Subject: Lamp\r\n", "It broke").into_bytes(),
        arrived_at: None,
        historic: true,
        refused: None,
    };
    let kept = receive_enveloped(&post, incoming, None, |_| Ok(())).await.expect("kept");
    work(&post).await;
    assert_eq!(fate(&post, kept).await.0, "placed");
    assert_eq!(found(&post, kept).await, None);
}
