//! Of which events a browser may be told: those that its person may see.

use kernel::{Actor, Event, Facts, Sees};
use serde_json::Value;

/// Whether an actor may know of an event.
pub(crate) fn gate(actor: &Actor, event: &Event) -> bool {
    match event.name.split('.').next().unwrap_or_default() {
        "inbox" if event.name.starts_with("inbox.conversation.") || event.name.starts_with("inbox.message.") => {
            actor.may(inbox::permissions::SEE) && sees(actor, &event.facts)
        }
        "inbox" => actor.may(inbox::permissions::SEE),
        "customers" => actor.may(customers::permissions::CONTACT_SEE),
        "feedback" => actor.may(feedback::permissions::ANSWER_SEE) && sees(actor, &event.facts),
        // When the department works is for everybody to know.
        "service_levels" => true,
        "channels" => actor.may(channels::permissions::MANAGE_MAILBOXES),
        "access" => actor.may(access::MANAGE_PEOPLE) || event.person.is_some() && event.person == actor.person(),
        _ => false,
    }
}

/// As a conversation decides it, from the facts that its events carry. Whoever saw it before a change sees it leave.
fn sees(actor: &Actor, facts: &Facts) -> bool {
    let me = actor.person().map(|person| person.to_string());
    let is_me = |value: &Value| value.is_string() && value.as_str() == me.as_deref();
    let detail = &facts["detail"];
    let named = detail["mentions"].as_array().is_some_and(|names| names.iter().any(is_me));
    // Whoever wrote what could not be sent hears of it, wherever the conversation lies now.
    let own = named || is_me(&facts["assignee"]) || is_me(&detail["from"]) || is_me(&detail["author"]);
    match actor.sees() {
        Sees::All => true,
        Sees::Mine => own,
        Sees::Teams(teams) => {
            let lies_with =
                |value: &Value| value.as_str().is_some_and(|id| teams.iter().any(|team| team.to_string() == id));
            own || facts["team"].is_null() || lies_with(&facts["team"]) || lies_with(&detail["from"])
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use kernel::{ActorKind, EventId, PersonId, TeamId, ThingId, Timestamp, TypedId};
    use serde_json::json;

    use super::*;

    fn event(name: &str, facts: Value) -> Event {
        Event {
            id: EventId::default(),
            name: name.into(),
            version: 1,
            thing: ThingId("conv_1".into()),
            at: Timestamp::NEVER,
            person: None,
            facts: facts.into(),
        }
    }

    fn agent(sees: Sees) -> Actor {
        let permissions = BTreeSet::from([inbox::permissions::SEE.name.to_owned()]);
        Actor::new(ActorKind::Person(PersonId::from_raw(9)), "Ada", permissions, sees)
    }

    #[test]
    fn browsers_hear_only_what_their_people_may_see() {
        let (own, other) = (TeamId::from_raw(3), TeamId::from_raw(4));
        let of_own = agent(Sees::Teams(vec![own]));
        let name = "inbox.message.received";
        let table = [
            (json!({"team": own, "assignee": null}), true),
            (json!({"team": null, "assignee": null}), true),
            (json!({"team": other, "assignee": null}), false),
            (json!({"team": other, "assignee": PersonId::from_raw(9)}), true),
            (json!({"team": other, "detail": {"from": own, "to": other}}), true),
            (json!({"team": other, "detail": {"mentions": [PersonId::from_raw(9)]}}), true),
        ];
        for (facts, heard) in table {
            assert_eq!(gate(&of_own, &event(name, facts.clone())), heard, "{facts}");
        }
        assert!(!gate(&agent(Sees::Mine), &event(name, json!({"team": null}))));
        assert!(!gate(&of_own, &event("channels.mail.kept", json!({}))));
        assert!(gate(&of_own, &event("inbox.topic.changed", json!({}))));
        assert!(gate(&agent(Sees::Mine), &event("service_levels.calendar.changed", json!({}))));
    }
}
