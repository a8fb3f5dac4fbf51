use testkit::{TestDb, db_test, person_with};

use super::commands::{change, change_of_mailbox, read, read_of_mailbox, stop_signing};
use super::model::{AnswerText, MailboxRules, Rules};
use crate::error::RULES_CHANGED;
use crate::permissions::MANAGE_MAILBOXES;
use crate::testing::{mailbox, office};

fn text(language: &str) -> AnswerText {
    AnswerText { language: language.into(), subject: format!("subject {language}"), text: "Thanks".into() }
}

#[test]
fn limits_have_limits_and_answers_have_words() {
    assert!(Rules::default().check().is_ok() && MailboxRules::default().check().is_ok());
    let wrong = Rules { domain_per_minute: 0, storm_factor: 1, ..Rules::default() }.check().expect_err("too small");
    let pointers: Vec<_> = wrong.fields.iter().map(|field| field.pointer.clone()).collect();
    assert_eq!(pointers, ["domain_per_minute", "storm_factor"]);
    assert!(MailboxRules { answer: true, ..MailboxRules::default() }.check().is_err());
    let bad = AnswerText { language: "d!".into(), ..text("de") };
    assert!(MailboxRules { texts: vec![bad], ..MailboxRules::default() }.check().is_err());
}

#[test]
fn the_nearest_language_answers() {
    let rules = MailboxRules { texts: vec![text("en"), text("de"), text("pt-BR")], ..MailboxRules::default() };
    for (asked, want) in [("de", "de"), ("de-AT", "de"), ("DE", "de"), ("pt", "pt-BR"), ("fr", "en"), ("", "en")] {
        assert_eq!(rules.text_for(asked).map(|text| text.language.as_str()), Some(want), "{asked}");
    }
    assert_eq!(MailboxRules::default().text_for("de"), None);
}

#[db_test(crate::testing::schema)]
async fn rules_are_kept_and_nobody_overwrites_anothers(db: TestDb) {
    let post = office(&db).await;
    let id = mailbox(&post, "help@our.example", 25).await;
    let boss = || person_with(1, "Ada", &[MANAGE_MAILBOXES]);
    let wanted = Rules { soft_bounces: 2, ..Rules::default() };
    let (saved, version) = {
        let wanted = wanted.clone();
        post.db().write(move |tx| change(tx, &boss(), &wanted, 0)).await.expect("saved")
    };
    assert_eq!((saved, version), (wanted.clone(), 1));
    let stale = post.db().write(move |tx| change(tx, &boss(), &wanted, 0)).await.expect_err("changed meanwhile");
    assert!(stale.is(RULES_CHANGED));
    assert!(post.db().read(|tx| read(tx, &person_with(2, "Eve", &[]))).await.is_err());
    let answer = MailboxRules { answer: true, texts: vec![text("en")], ..MailboxRules::default() };
    let kept = answer.clone();
    post.db().write(move |tx| change_of_mailbox(tx, &boss(), id, &kept, 0)).await.expect("saved");
    post.db().write(move |tx| stop_signing(tx, id)).await.expect("stopped");
    let (now, version) = post.db().read(move |tx| read_of_mailbox(tx, &boss(), id)).await.expect("rules");
    assert_eq!((now, version), (MailboxRules { signed_return: false, ..answer }, 2));
}
