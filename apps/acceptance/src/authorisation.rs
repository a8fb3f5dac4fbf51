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
    /// The client; with a session of its own for what ends the session.
    async fn client(&self, world: &World, operation: &Operation) -> Client {
        let is_person = self.holds.is_some() && self.name != "token";
        if is_person && operation.id == "sessions_delete_current" {
            world.sign_in(self.name).await
        } else {
            self.client.clone()
        }
    }

    fn may(&self, need: Need) -> bool {
        match (need, &self.holds) {
            (Need::Nothing, _) | (Need::SignedIn, Some(_)) => true,
            (_, None) | (Need::Author(_), Some(_)) => false,
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
    for id in &listed {
        *known.entry(id).or_default() += 1;
    }
    let twice: Vec<_> = known.iter().filter(|(_, count)| **count > 1).collect();
    assert!(twice.is_empty(), "operation ids that are there more than once: {twice:?}");
    let rows: BTreeSet<&str> = TABLE.iter().map(|(id, _)| *id).collect();
    assert_eq!(rows.len(), TABLE.len(), "an operation has two rows");
    let known: BTreeSet<&str> = known.into_keys().collect();
    assert_eq!(known.difference(&rows).collect::<Vec<_>>(), Vec::<&&str>::new(), "operations without a row");
    assert_eq!(rows.difference(&known).collect::<Vec<_>>(), Vec::<&&str>::new(), "rows without an operation");
    let permissions: BTreeSet<&str> = server::app::permissions().iter().map(|grant| grant.permission.name).collect();
    for (id, need) in TABLE {
        if let Need::May(permission) | Need::Author(permission) = need {
            assert!(permissions.contains(permission), "{id} needs {permission}, which nobody declares");
        }
    }
}

#[db_test(server::app::migrations)]
async fn nobody_does_what_their_role_does_not_hold_and_everybody_what_it_holds(store: TestDb) {
    let (world, administrator) = World::begin(&store).await;
    let mut operations = operations(&world.anonymous()).await;
    // Whatever removes things comes last, so that the others find them.
    operations.sort_by_key(|operation| operation.method == Method::DELETE);
    let askers = askers(&world, &administrator).await;
    let things = things(&operations, &administrator).await;
    let (mut wrong, mut hidden, mut shown) = (Vec::new(), BTreeSet::new(), BTreeSet::new());
    // First those who may not: nothing changes, so the things stay there. Then those who may, from the least to the most.
    for allowed in [false, true] {
        for operation in &operations {
            let Some((_, need)) = TABLE.iter().find(|(id, _)| *id == operation.id) else { continue };
            for asker in askers.iter().filter(|asker| asker.may(*need) == allowed) {
                let answer = operation.send(&asker.client(&world, operation).await, &things).await;
                let is_hidden = answer.status == StatusCode::NOT_FOUND;
                if is_hidden && !allowed && !matches!(need, Need::Author(_)) {
                    hidden.insert(operation.id.as_str());
                } else if allowed && !is_hidden {
                    shown.insert(operation.id.as_str());
                }
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
    let vain: Vec<_> = hidden.difference(&shown).collect();
    assert!(vain.is_empty(), "nobody found anything there, so the refusal says nothing: {vain:?}");
}

/// What is wrong with an answer. Who may not know of a thing is told that it is not there.
fn verdict(answer: &Answer, asker: &Asker, need: Need, allowed: bool) -> Option<&'static str> {
    if answer.status.is_server_error() {
        return Some("it broke");
    }
    if allowed {
        let refused = ["access.sign_in", "access.forbidden", "access.person_only", "access.foreign_page"];
        return refused.contains(&answer.code()).then_some("should be allowed");
    }
    let expected: &[(u16, &str)] = match (&asker.holds, need) {
        (None, _) => &[(401, "access.sign_in")],
        (Some(_), Need::Person) => &[(403, "access.person_only")],
        (Some(_), _) => &[(403, "access.forbidden"), (404, "platform.not_found")],
    };
    (!expected.contains(&(answer.status.as_u16(), answer.code()))).then_some("should be refused")
}

async fn askers(world: &World, administrator: &Client) -> Vec<Asker> {
    let team = world.team("Orders").await;
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
    askers
}

/// One of each kind, made by the administrator as the document's own examples show it.
async fn things(operations: &[Operation], administrator: &Client) -> Things {
    let body =
        json!({"from": {"address": "jonas@example.org", "name": "Jonas"}, "subject": "Brakes", "text": "They squeak."});
    let made = administrator.call(Method::POST, "/api/v1/inbox/messages", Some(body)).await;
    let mut things = Things::default();
    things.add("messages", made.text("/message_id"));
    let conversation = made.text("/conversation_id");
    let seen = administrator.call(Method::GET, &format!("/api/v1/inbox/conversations/{conversation}"), None).await;
    things.add("conversations", conversation);
    let contact = seen.text("/contact/id");
    let known = administrator.call(Method::GET, &format!("/api/v1/customers/contacts/{contact}"), None).await;
    things.add("contacts", known.text("/identities/0/id"));
    things.add("contacts", contact);
    // The document's example has an attribute that is not defined here.
    let organisation = json!({"name": "Nordlicht"});
    let organisation = administrator.call(Method::POST, "/api/v1/customers/organisations", Some(organisation)).await;
    things.add("organisations", organisation.text("/id"));
    for (id, collection, pointer) in [
        ("contact_notes_create", "contacts", "/id"),
        ("organisation_notes_create", "organisations", "/id"),
        ("mailboxes_create", "mailboxes", "/id"),
        ("topics_create", "topics", "/id"),
        ("programmes_create", "programmes", "/id"),
        ("themes_create", "themes", "/id"),
        ("shared_insights_create", "insights", "/id"),
        ("tags_create", "tags", "/id"),
        ("teams_create", "teams", "/id"),
        ("roles_create", "roles", "/id"),
        ("tokens_create", "tokens", "/token/id"),
        ("invitations_create", "invitations", "/invitation/id"),
        ("calendars_create", "calendars", "/id"),
        ("goals_create", "goals", "/id"),
        ("alert_rules_create", "alert-rules", "/id"),
        ("report_plans_create", "report-plans", "/id"),
        ("wallboards_create", "wallboards", "/wallboard/id"),
    ] {
        let operation =
            operations.iter().find(|operation| operation.id == id).unwrap_or_else(|| panic!("no operation {id}"));
        let answer = operation.send(administrator, &things).await;
        // Examples that name things of an example company may be refused; what is needed is asserted at the end.
        if answer.status == StatusCode::CREATED {
            things.add(collection, answer.text(pointer));
        }
    }
    let plan = things.get("report-plans", "rplan");
    let body = json!({"plan": plan, "period": "last"});
    let report = administrator.call(Method::POST, "/api/v1/insight/reports", Some(body)).await;
    things.add("reports", report.text("/id"));
    things
}
