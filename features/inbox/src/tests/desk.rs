//! A small desk for tests: two teams, three people, a mailbox, and customers who write.

use std::time::Duration;

use customers::contacts::{Correspondent, intake::find_or_create};
use db::{Tx, p};
use kernel::{Actor, ConversationId, MailboxId, MessageId, Permission, Result, TeamId, TypedId};
use testkit::{TestDb, agent_of, person_with, system};

use crate::conversations::open::{Opening, open};
use crate::messages::markup::Body;
use crate::messages::receive::{Incoming, receive};
use crate::messages::reply::Reply;
use crate::messages::{Address, Recipients, markup};
use crate::permissions as may;
use crate::words::{Priority, Status};

const AGENT: &[Permission] = &[may::SEE, may::REPLY, may::NOTE, may::CHANGE];

pub(crate) fn billing() -> TeamId {
    TeamId::from_raw(3)
}

pub(crate) fn repairs() -> TeamId {
    TeamId::from_raw(4)
}

/// Sees everything.
pub(crate) fn manager() -> Actor {
    person_with(9, "Ines Okafor", &[AGENT, &[may::MANAGE_TOPICS, may::MANAGE_TAGS, may::SHARE_VIEWS]].concat())
}

/// Sees what lies with repairs.
pub(crate) fn maja() -> Actor {
    agent_of(7, "Maja Lindqvist", AGENT, &[repairs()])
}

/// Sees what lies with billing.
pub(crate) fn piet() -> Actor {
    agent_of(8, "Piet de Vries", AGENT, &[billing()])
}

/// Puts people, teams and the mailbox in their places.
pub(crate) async fn furnish(store: &TestDb) {
    store
        .write(|tx| {
            for (id, name) in [(7i64, "Maja Lindqvist"), (8, "Piet de Vries"), (9, "Ines Okafor")] {
                let sql = "insert into access_people (id, name, name_folded, email, email_folded, role_id, language, time_zone, signature_html,
                           avatar_color, active, password_hash, created_at, version)
                           values ($1, $2, $3, $4, $5, 4, 'en', 'UTC', '', '', $6, '', 0, 1)";
                let address = format!("{id}@desk.example");
                tx.exec(sql, p![id, name, name.to_lowercase(), address, address, true])?;
            }
            for (id, name) in [(3i64, "Billing"), (4, "Repairs")] {
                let sql = "insert into access_teams (id, name, name_folded, created_at, version) values ($1, $2, $3, 0, 1)";
                tx.exec(sql, p![id, name, name.to_lowercase()])?;
            }
            let sql = "insert into channels_mailboxes (id, name, address, base_key, from_name, team_id, active, take, imap, smtp, plus_addressing,
                       subject_number, signature_html, made_at, removed_at, version)
                       values ($1, 'Service', $2, $3, 'Fjord Service', 0, $4, 'from_now', '', 'x', $5, $6, '', 0, 0, 1)";
            tx.exec(sql, p![5i64, "service@desk.example", "service@desk.example", true, false, true]).map(drop)
        })
        .await
        .expect("a furnished desk");
}

/// A message of a customer, to a conversation or to a new one of a team.
pub(crate) fn mail(
    tx: &mut Tx<'_>,
    to: Option<ConversationId>,
    team: Option<TeamId>,
    text: &str,
) -> Result<(ConversationId, MessageId)> {
    let who = Correspondent { address: "jonas@example.org".into(), name: "Jonas Weber".into() };
    let contact_id = find_or_create(tx, &system(), &who)?.id;
    let now = tx.now();
    let conversation = if let Some(known) = to {
        known
    } else {
        let opening = Opening {
            subject: "Where is my bike?".into(),
            channel: "mail",
            contact_id,
            mailbox_id: Some(MailboxId::from_raw(5)),
            team_id: team,
            assignee_id: None,
            topic_id: None,
            status: Status::New,
            priority: Priority::Normal,
            automatic: false,
            follows: None,
            tags: Vec::new(),
        };
        open(tx, &system(), &opening, now)?.id
    };
    let address = |address: &str, name: &str| Address { address: address.into(), name: name.into() };
    let incoming = Incoming {
        contact_id,
        from: address("jonas@example.org", "Jonas Weber"),
        recipients: Recipients {
            to: vec![address("service+x@desk.example", ""), address("anna@example.org", "Anna")],
            cc: vec![address("SERVICE@desk.example", "")],
            ..Recipients::default()
        },
        subject: "Where is my bike?".into(),
        text: text.into(),
        html: markup::from_text(text),
        quoted_html: None,
        has_remote_images: false,
        attachments: Vec::new(),
        written_at: now,
        arrived_at: None,
        raw_hash: None,
        automatic: false,
    };
    let received = receive(tx, &system(), conversation, &incoming)?;
    Ok((received.conversation, received.message))
}

/// A new conversation of a team, a second later than whatever was before.
pub(crate) async fn customer_writes(
    store: &TestDb,
    team: Option<TeamId>,
    text: &'static str,
) -> (ConversationId, MessageId) {
    store.clock.advance(Duration::from_secs(1));
    store.write(move |tx| mail(tx, None, team, text)).await.expect("a mail")
}

/// An answer to the customer who wrote.
pub(crate) fn answer(html: &str, seen: Option<MessageId>) -> Reply {
    Reply {
        body: Body::new(html),
        recipients: Recipients {
            to: vec![Address { address: "jonas@example.org".into(), name: "Jonas".into() }],
            ..Recipients::default()
        },
        mailbox_id: None,
        attachments: Vec::new(),
        status_after: Some(Status::Pending),
        seen,
        undo: Duration::from_secs(10),
    }
}
