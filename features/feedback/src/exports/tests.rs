//! Whole tables, of answers that can be counted on fingers.

use std::time::Duration;

use kernel::{Actor, Result, TeamId, TypedId};
use testkit::{TestDb, agent_of, db_test, person_with};

use super::rows::{Export, Want};
use super::tables::Table;
use crate::answers::commands::{Submission, give};
use crate::permissions::{ANSWER_SEE, FOLLOW_UP_WORK, INSIGHT_SEE};
use crate::programmes::model::Kind;
use crate::surveys::store as surveys;
use crate::testing::{about, contact, feedback, plan, programme, reach, schema, work};

async fn text(store: &TestDb, actor: Actor, table: Table, query: &str) -> Result<String> {
    let pair = |pair: &str| pair.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned()));
    let pairs: Vec<_> = query.split('&').filter_map(pair).collect();
    let mut export = Export::new(store.handle(), actor, Want::read(table, &pairs)?);
    let mut text = String::new();
    while let Some(lines) = export.next().await? {
        text.push_str(&lines);
    }
    Ok(text)
}

fn lead() -> Actor {
    person_with(1, "Lea", &[ANSWER_SEE, FOLLOW_UP_WORK, INSIGHT_SEE])
}

/// So many customers answer, the last with a formula; every one is asked about a conversation of its own.
async fn answered(store: &TestDb, many: i64) {
    let office = feedback(store);
    let asking = programme(store, Kind::Csat, plan()).await.id;
    for n in 1..=many {
        contact(store, n, &format!("ann{n}@x.example"), "en").await;
        reach(&office, about(1000 + n, n), "solved").await;
    }
    store.clock.advance(Duration::from_hours(1));
    work(&office).await;
    for n in 1..=many {
        let conversation = kernel::ConversationId::from_raw(1000 + n);
        let survey =
            store.read(move |tx| surveys::of(tx, asking, conversation)).await.expect("read").expect("a survey");
        let more = if n == many { [("why".to_owned(), "=1+1, \"slow\"".to_owned())].into() } else { [].into() };
        let (office, given) = (office.clone(), Submission { score: Some(1), more });
        store.write(move |tx| give(tx, &office, survey.id, &given)).await.expect("given");
    }
}

#[db_test(schema)]
async fn answers_are_given_whole_with_names(store: TestDb) {
    let sql = "insert into test_names (id, kind, name) values (5, 'team', 'Returns'), (7, 'person', 'Jo')";
    store.write(move |tx| tx.exec(sql, db::p![])).await.expect("names");
    answered(&store, 203).await;
    let all = text(&store, lead(), Table::Answers, "score=1").await.expect("a table");
    assert!(all.starts_with("\u{feff}given at,programme,kind,score,"), "{}", &all[..60]);
    assert_eq!(all.matches(",After each answer,csat,1,false,true,").count(), 203, "every row, however many pages");
    assert_eq!(all.matches(",Ann & Co <ann").count(), 203, "customers of every page");
    assert_eq!(all.matches(">,Jo,Returns,,mail,").count(), 203);
    assert!(all.contains(",\"'=1+1, \"\"slow\"\"\","), "no formula is computed");
    assert_eq!(text(&store, lead(), Table::Answers, "score=5").await.expect("a table").lines().count(), 1);
    let stranger = agent_of(2, "Ann", &[ANSWER_SEE], &[TeamId::from_raw(6)]);
    assert_eq!(text(&store, stranger, Table::Answers, "").await.expect("a table").lines().count(), 1, "another team's");
    let follow_ups = text(&store, lead(), Table::FollowUps, "closed=false").await.expect("a table");
    assert_eq!(follow_ups.matches(",Ann & Co <ann").count(), 203);
    assert_eq!(
        text(&store, lead(), Table::Comments, "sentiment=negative").await.expect("a table").matches("csat").count(),
        0
    );
}

#[db_test(schema)]
async fn every_table_is_for_those_who_may_and_asked_in_its_own_words(store: TestDb) {
    for (table, name) in Table::ALL {
        let all = text(&store, lead(), table, "").await.expect(name);
        assert!(all.trim_end().split(',').count() > 8, "{name}: {all}");
        let nobody = person_with(3, "Eve", &[]);
        assert_eq!(text(&store, nobody, table, "").await.expect_err(name).code(), "access.forbidden");
        let odd = text(&store, lead(), table, "limit=5").await.expect_err(name);
        assert_eq!((&*odd.fields[0].pointer, &*odd.fields[0].code), ("limit", "feedback.export_field"), "{name}");
    }
    for (table, query) in [
        (Table::Answers, "score=many"),
        (Table::Answers, "from=yesterday"),
        (Table::Comments, "sentiment=odd"),
        (Table::FollowUps, "mine=1"),
        (Table::Insights, "state=open"),
    ] {
        let odd = text(&store, lead(), table, query).await.expect_err(query);
        assert_eq!(odd.fields[0].code, "feedback.export_value", "{query}");
    }
}
