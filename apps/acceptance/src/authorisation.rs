//! Every operation, asked by everybody. What they may expect is the hand-kept table in `table.rs`.

use std::collections::{BTreeMap, BTreeSet};

use axum::http::{Method, StatusCode};
use kernel::BuiltInRole;
use serde_json::json;
use testkit::{TestDb, db_test};

use crate::document::{Operation, Things, operations};
use crate::table::{Need, TABLE};
use crate::world::{Answer, Client, TOKEN_SCOPE, World};

/// Somebody who asks, and what they hold.
struct Asker {
    name: &'static str,
    client: Client,
    holds: Option<BTreeSet<String>>,
}

impl Asker {
    fn may(&self, need: Need) -> bool {
        match (need, &self.holds) {
            (Need::Nothing, _) => true,
            (_, None) => false,
            (Need::SignedIn, Some(_)) => true,
            (Need::Person, Some(_)) => self.name != "token",
            (Need::May(permission), Some(held)) => held.contains(permission),
        }
    }
}

#[db_test(server::app::migrations)]
async fn every_operation_is_in_the_table_and_the_table_holds_no_other(store: TestDb) {
    let (world, _) = World::begin(&store).await;
    let listed: Vec<String> = operations(&world.anonymous()).await.into_iter().map(|operation| operation.id).collect();
    let mut known: BTreeMap<&str, usize> = BTreeMap::new();
    listed.iter().for_each(|id| *known.entry(id).or_default() += 1);
    let twice: Vec<_> = known.iter().filter(|(_, count)| **count > 1).collect();
    assert!(twice.is_empty(), "operation ids that are there more than once: {twice:?}");
    let rows: BTreeSet<&str> = TABLE.iter().map(|(id, _)| *id).collect();
    assert_eq!(rows.len(), TABLE.len(), "an operation has two rows");
    let known: BTreeSet<&str> = known.into_keys().collect();
    assert_eq!(known.difference(&rows).collect::<Vec<_>>(), Vec::<&&str>::new(), "operations without a row");
    assert_eq!(rows.difference(&known).collect::<Vec<_>>(), Vec::<&&str>::new(), "rows without an operation");
    let permissions: BTreeSet<&str> = server::app::permissions().iter().map(|grant| grant.permission.name).collect();
    for (id, need) in TABLE {
        if let Need::May(permission) = need {
            assert!(permissions.contains(permission), "{id} needs {permission}, which nobody declares");
        }
    }
}

#[db_test(server::app::migrations)]
async fn nobody_does_what_their_role_does_not_hold_and_everybody_what_it_holds(store: TestDb) {
    let (world, administrator) = World::begin(&store).await;
    let (askers, things) = people_and_things(&world, &administrator).await;
    let operations = operations(&world.anonymous()).await;
    let mut wrong = Vec::new();
    // First those who may not: nothing changes, so the things stay there. Then those who may, from the least to the most.
    for allowed in [false, true] {
        for operation in &operations {
            let Some((_, need)) = TABLE.iter().find(|(id, _)| *id == operation.id) else { continue };
            for asker in askers.iter().filter(|asker| asker.may(*need) == allowed) {
                let client = if ends_session(operation) && asker.name != "token" && asker.holds.is_some() {
                    world.sign_in(asker.name).await
                } else {
                    asker.client.clone()
                };
                let answer = operation.send(&client, &things).await;
                if let Some(words) = verdict(&answer, asker, *need, allowed) {
                    wrong.push(format!(
                        "{} as {}: {words}: {} {}",
                        operation.id, asker.name, answer.status, answer.body
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} answers are not as the table says:\n{}", wrong.len(), wrong.join("\n"));
}

/// What is wrong with an answer.
fn verdict(answer: &Answer, asker: &Asker, need: Need, allowed: bool) -> Option<&'static str> {
    if answer.status.is_server_error() {
        return Some("it broke");
    }
    let refused =
        matches!(answer.code(), "access.sign_in" | "access.forbidden" | "access.person_only" | "access.foreign_page");
    if allowed {
        return refused.then_some("should be allowed");
    }
    let expected = match (&asker.holds, need) {
        (None, _) => (StatusCode::UNAUTHORIZED, "access.sign_in"),
        (Some(_), Need::Person) => (StatusCode::FORBIDDEN, "access.person_only"),
        (Some(_), _) => (StatusCode::FORBIDDEN, "access.forbidden"),
    };
    ((answer.status, answer.code()) != expected).then_some("should be refused")
}

fn ends_session(operation: &Operation) -> bool {
    operation.id == "sessions_delete_current"
}

async fn people_and_things(world: &World, administrator: &Client) -> (Vec<Asker>, Things) {
    let team = world.team("Returns").await;
    let mut askers = vec![
        Asker { name: "anonymous", client: world.anonymous(), holds: None },
        Asker {
            name: "token",
            client: world.token(administrator).await,
            holds: Some(BTreeSet::from([TOKEN_SCOPE.to_owned()])),
        },
    ];
    for role in BuiltInRole::ALL {
        world.add(role.key(), *role, &[team]).await;
        let grants = server::app::permissions();
        let held =
            grants.iter().filter(|grant| grant.roles.contains(role)).map(|grant| grant.permission.name.to_owned());
        askers.push(Asker { name: role.key(), client: world.sign_in(role.key()).await, holds: Some(held.collect()) });
    }
    let body = json!({"from": {"address": "jonas@example.org", "name": "Jonas"}, "subject": "Brakes", "text": "They squeak.", "team_id": team});
    let made = administrator.call(Method::POST, "/api/v1/inbox/messages", Some(body)).await;
    let conversation = made.text("/conversation_id");
    let shown = administrator.call(Method::GET, &format!("/api/v1/inbox/conversations/{conversation}"), None).await;
    let contact = shown.text("/contact/id");
    let note = json!({"text": "Rides a lot."});
    let note =
        administrator.call(Method::POST, &format!("/api/v1/customers/contacts/{contact}/notes"), Some(note)).await;
    let things = Things::from([
        ("conv", conversation),
        ("msg", made.text("/message_id")),
        ("cont", contact),
        ("team", team.to_string()),
        ("cnote", note.text("/id")),
    ]);
    (askers, things)
}
