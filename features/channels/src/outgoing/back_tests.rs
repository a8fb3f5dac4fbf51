use std::time::Duration;

use testkit::{TestDb, db_test, person_with};

use super::tests::{Scene, queue, scene, state, troubled};
use crate::permissions::SEE_OUTGOING;
use crate::testing::{count, fate, messages, take, work};

/// An RFC 3464 report that returns the headers given.
fn report(action: &str, status: &str, returned: &str) -> String {
    format!(
        "From: MAILER-DAEMON\r\nTo: help@our.example\r\nSubject: Undelivered Mail\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n\
         --b\r\nContent-Type: text/plain\r\n\r\nI am sorry, your message could not be delivered.\r\n\
         --b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.x.example\r\n\r\n\
         Final-Recipient: rfc822; anna@x.example\r\nAction: {action}\r\nStatus: {status}\r\n\
         Diagnostic-Code: smtp; 550 {status} Gone for good\r\n\
         --b\r\nContent-Type: message/rfc822\r\n\r\n{returned}\r\nHello\r\n--b--\r\n"
    )
}

/// A scene whose answer was sent, and its Message-ID.
async fn sent(db: &TestDb) -> (Scene, String) {
    let scene = scene(db).await;
    queue(&scene, Duration::ZERO).await;
    work(&scene.post).await;
    let message_id = scene.server.letters()[0].message_id.clone();
    assert_eq!(state(&scene).await.0, "sent");
    (scene, message_id)
}

/// Takes a mail and gives its state, reason and conversation.
async fn arrive(scene: &Scene, raw: &str) -> (String, String, i64) {
    let received = take(&scene.post, Some(scene.mailbox), raw).await;
    work(&scene.post).await;
    fate(&scene.post, received).await
}

#[db_test(crate::testing::schema)]
async fn a_mail_that_came_back_marks_its_message_and_makes_no_noise(db: TestDb) {
    let (scene, message_id) = sent(&db).await;
    let before = (messages(&scene.post).await.len(), count(&scene.post, "channels_outgoing").await);
    let raw = report("failed", "5.1.1", &format!("Message-ID: <{message_id}>\r\nSubject: Re: Lamp\r\n"));
    let (settled, reason, conversation) = arrive(&scene, &raw).await;
    assert_eq!((settled.as_str(), reason.as_str()), ("ignored", "delivery_report"));
    assert_eq!(conversation, kernel::TypedId::raw(scene.conversation));
    let (state, words) = state(&scene).await;
    assert_eq!(state, "failed");
    assert!(words.contains("The mail to anna@x.example came back: there is no such mailbox."), "{words}");
    assert_eq!((messages(&scene.post).await.len(), count(&scene.post, "channels_outgoing").await), before);
    let told = troubled(&scene, person_with(1, "Ada", &[SEE_OUTGOING])).await.expect("trouble");
    let why = told[0].why.clone().expect("why");
    assert_eq!(why.code, "channels.back_no_mailbox");
    assert_eq!(why.params["addresses"], "anna@x.example");
    assert_eq!(why.answer.as_deref(), Some("550 5.1.1 Gone for good"));
}

#[db_test(crate::testing::schema)]
async fn without_a_message_id_the_signed_address_leads_to_the_mail(db: TestDb) {
    let (scene, _) = sent(&db).await;
    let signed = scene.server.letters()[0].reply_to[0].address.clone();
    let raw = format!(
        "From: <>\r\nTo: {signed}\r\nSubject: failure notice\r\n\r\nHi. This is the qmail-send program at x.example.\r\n\
         I'm afraid I wasn't able to deliver your message.\r\n\r\n<anna@x.example>:\r\nSorry, no mailbox here by that name. (#5.1.1)\r\n"
    );
    let (settled, reason, _) = arrive(&scene, &raw).await;
    assert_eq!((settled.as_str(), reason.as_str()), ("ignored", "delivery_report"));
    assert_eq!(state(&scene).await.0, "failed");
}

#[db_test(crate::testing::schema)]
async fn what_is_late_or_arrived_marks_nothing(db: TestDb) {
    let (scene, message_id) = sent(&db).await;
    let returned = format!("Message-ID: <{message_id}>\r\n");
    for (action, status, want) in [("delayed", "4.4.1", "delivery_delayed"), ("delivered", "2.0.0", "delivery_notice")]
    {
        let (settled, reason, _) = arrive(&scene, &report(action, status, &returned)).await;
        assert_eq!((settled.as_str(), reason.as_str()), ("ignored", want));
        assert_eq!(state(&scene).await.0, "sent");
    }
}

#[db_test(crate::testing::schema)]
async fn a_report_about_nothing_of_ours_is_kept_with_its_reason(db: TestDb) {
    let (scene, message_id) = sent(&db).await;
    let unknown = report("failed", "5.1.1", "Message-ID: <somebody-else@elsewhere.example>\r\n");
    let (settled, reason, _) = arrive(&scene, &unknown).await;
    assert_eq!((settled.as_str(), reason.as_str()), ("kept", "report_unmatched"));
    let complaint = format!(
        "From: feedback@x.example\r\nTo: help@our.example\r\nSubject: complaint\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/report; report-type=feedback-report; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nA complaint.\r\n\
         --b\r\nContent-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\nOriginal-Rcpt-To: anna@x.example\r\n\
         --b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: <{message_id}>\r\n\r\nHello\r\n--b--\r\n"
    );
    let (settled, reason, _) = arrive(&scene, &complaint).await;
    assert_eq!((settled.as_str(), reason.as_str()), ("kept", "complaint"));
    assert_eq!(state(&scene).await.0, "sent");
}

#[db_test(crate::testing::schema)]
async fn a_person_who_writes_about_failures_is_placed_as_anybody(db: TestDb) {
    let (scene, message_id) = sent(&db).await;
    for (number, more) in [
        format!("Subject: Undeliverable?\r\nIn-Reply-To: <{message_id}>\r\nAuto-Submitted: auto-replied\r\n"),
        "Subject: Undeliverable parcels\r\n".to_owned(),
        format!("Subject: Re: Undeliverable\r\nReferences: <{message_id}>\r\n"),
        "Subject: Fwd: Returned mail: see transcript for details\r\n".to_owned(),
    ]
    .iter()
    .enumerate()
    {
        let raw =
            crate::testing::mail(&format!("p{number}"), more, "Call 555 1234 or write to\r\n<bob@x.example>:\r\n");
        let (settled, ..) = arrive(&scene, &raw).await;
        assert_eq!(settled, "placed", "{more}");
    }
    assert_eq!(messages(&scene.post).await.iter().filter(|message| message.state == "failed").count(), 0);
}
