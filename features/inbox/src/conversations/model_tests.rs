use kernel::{ContactId, ConversationId, Patch, PersonId, Sees, TeamId, Timestamp, TypedId};

use super::*;

fn at(minute: i64) -> Timestamp {
    Timestamp::from_micros(minute * 60_000_000)
}

fn conversation(status: Status) -> Conversation {
    Conversation {
        id: ConversationId::from_raw(1),
        number: 1042,
        subject: "Where is my bike?".into(),
        channel: "mail".into(),
        status,
        priority: Priority::Normal,
        contact_id: ContactId::from_raw(2),
        mailbox_id: None,
        team_id: Some(TeamId::from_raw(3)),
        assignee_id: None,
        topic_id: None,
        created_at: at(0),
        last_message_at: at(0),
        last_customer_at: at(0),
        waiting_since: at(0),
        first_reply_at: Timestamp::NEVER,
        solved_at: if status.shelf() == 1 { at(5) } else { Timestamp::NEVER },
        reopened: 0,
        message_count: 1,
        version: 1,
    }
}

#[test]
fn what_a_customers_message_does_in_each_status() {
    let table = [
        (Status::New, Arrival::Joins { reopens: false }, Status::New),
        (Status::Open, Arrival::Joins { reopens: false }, Status::Open),
        (Status::Pending, Arrival::Joins { reopens: false }, Status::Open),
        (Status::OnHold, Arrival::Joins { reopens: false }, Status::Open),
        (Status::Solved, Arrival::Joins { reopens: true }, Status::Open),
        (Status::Closed, Arrival::BeginsNew, Status::Closed),
    ];
    for (before, arrival, after) in table {
        let mut it = conversation(before);
        assert_eq!(it.arrival(), arrival, "{before:?}");
        if arrival != Arrival::BeginsNew {
            it.hear(at(10), false);
            assert_eq!(it.status, after, "{before:?}");
        }
    }
}

#[test]
fn an_automatic_message_is_kept_and_moves_nothing() {
    let mut it = conversation(Status::Solved);
    it.waiting_since = Timestamp::NEVER;
    assert!(it.hear(at(9), true).is_empty());
    assert_eq!((it.status, it.waiting_since, it.message_count), (Status::Solved, Timestamp::NEVER, 2));
}

#[test]
fn waiting_begins_with_the_first_unanswered_message_and_ends_with_the_answer() {
    let mut it = conversation(Status::Pending);
    it.waiting_since = Timestamp::NEVER;
    it.hear(at(10), false);
    it.hear(at(20), false);
    assert_eq!(it.waiting_since, at(10));
    it.answer(at(30), None).expect("an answer");
    assert_eq!((it.waiting_since, it.first_reply_at, it.status), (Timestamp::NEVER, at(30), Status::Open));
}

#[test]
fn a_conversation_that_an_agent_started_has_no_first_response() {
    let mut it = conversation(Status::Open);
    it.last_customer_at = Timestamp::NEVER;
    it.answer(at(1), Some(Status::Pending)).expect("an answer");
    assert_eq!((it.first_reply_at, it.status), (Timestamp::NEVER, Status::Pending));
}

#[test]
fn every_status_can_follow_every_other_but_nothing_follows_closed() {
    for before in Status::ALL {
        for after in Status::ALL {
            let mut it = conversation(*before);
            let outcome = it.change(&Change { status: Some(*after), ..Change::default() }, at(60));
            if *before == Status::Closed {
                assert_eq!(outcome.expect_err("closed").code(), "inbox.conversation_closed");
                continue;
            }
            let happened = outcome.expect("allowed");
            assert_eq!(happened.len(), usize::from(before != after), "{before:?} to {after:?}");
            assert_eq!(it.solved_at != Timestamp::NEVER, after.shelf() == 1);
            assert_eq!(it.reopened, i64::from(*before == Status::Solved && after.shelf() == 0));
        }
    }
}

#[test]
fn closed_conversations_take_no_answer() {
    let refusal = conversation(Status::Closed).answer(at(1), None).expect_err("closed");
    assert_eq!(refusal.code(), "inbox.conversation_closed");
}

#[test]
fn a_change_tells_what_happened_and_a_change_to_the_same_tells_nothing() {
    let mut it = conversation(Status::Open);
    let change = Change {
        assignee: Patch::Set(PersonId::from_raw(9)),
        team: Patch::Clear,
        priority: Some(Priority::Urgent),
        subject: Some("Bike".into()),
        ..Change::default()
    };
    let names: Vec<_> =
        it.change(&change, at(1)).expect("allowed").into_iter().map(|happening| happening.name).collect();
    assert_eq!(
        names,
        [
            "inbox.conversation.renamed",
            "inbox.conversation.priority_changed",
            "inbox.conversation.moved",
            "inbox.conversation.assigned"
        ]
    );
    assert!(it.change(&change, at(2)).expect("allowed").is_empty());
}

#[test]
fn who_may_know_of_it() {
    let actor = |sees| {
        Actor::new(kernel::ActorKind::Person(PersonId::from_raw(9)), "Ada", std::collections::BTreeSet::default(), sees)
    };
    let (own, other) = (TeamId::from_raw(3), TeamId::from_raw(4));
    let mut it = conversation(Status::Open);
    let table = [
        (Sees::All, false, true),
        (Sees::Teams(vec![own]), false, true),
        (Sees::Teams(vec![other]), false, false),
        (Sees::Teams(vec![other]), true, true),
        (Sees::Mine, false, false),
        (Sees::Mine, true, true),
    ];
    for (sees, mentioned, visible) in table {
        assert_eq!(it.is_visible_to(&actor(sees.clone()), mentioned), visible, "{sees:?} {mentioned}");
    }
    it.assignee_id = Some(PersonId::from_raw(9));
    assert!(it.is_visible_to(&actor(Sees::Mine), false));
    it.assignee_id = None;
    it.team_id = None;
    assert!(it.is_visible_to(&actor(Sees::Teams(vec![other])), false), "what lies with no team is everybody's");
}
