//! Whole tables, of facts that can be counted on fingers.

use std::sync::Arc;

use kernel::{Actor, Result, TeamId, TypedId};
use testkit::{TestDb, agent_of, db_test};

use super::rows::{Export, Want};
use super::tables::{Asks, Table};
use crate::actions::tests::works_here;
use crate::columns::Columns;
use crate::goals::{self, Aim, Every, GoalContent};
use crate::measures::Statistic;
use crate::permissions::{FIGURES_READ, PEOPLE_READ};
use crate::reports::tests::Small;
use crate::testing::{about, fill, hours, manager, measure, of_team, solved};

async fn text(store: &TestDb, actor: Actor, table: Table, query: &str) -> Result<String> {
    let pair = |pair: &str| pair.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned()));
    let pairs: Vec<_> = query.split('&').filter_map(pair).collect();
    let want = Want::read(&actor, table, &pairs)?;
    let mut export = Export::new(store.handle(), (Columns::new(1 << 20), Arc::new(Small)), actor, want);
    let mut text = String::new();
    while let Some(lines) = export.next().await? {
        text.push_str(&lines);
    }
    Ok(text)
}

const DAYS: &str = "from=2026-01-05&to=2026-01-31";

#[db_test(crate::testing::migrations)]
async fn a_table_is_given_whole_with_names(store: TestDb) {
    store.clock.set(hours(24 * 30));
    works_here(&store, 1).await;
    let other = (0..3).map(|n| of_team(solved(9000 + n, 1, 2), 2));
    fill(&store, (0..450).map(|n| about(solved(1 + n, n % 20, 1), 1)).chain(other).collect()).await;
    let query = format!("metric=solved&{DAYS}");
    let all = text(&store, manager(), Table::Conversations, &query).await.expect("a table");
    let lines: Vec<&str> = all.trim_end().split("\r\n").collect();
    assert!(lines[0].starts_with("\u{feff}number,conversation,at,"), "{}", lines[0]);
    assert_eq!(lines.len(), 454, "every row, however many pages");
    assert_eq!(lines.iter().filter(|line| line.contains(",Person 1,")).count(), 450);
    assert_eq!(
        lines.iter().filter(|line| line.contains(",Person 1,Orders,Returns,,mail,")).count(),
        450,
        "{}",
        lines[1]
    );
    let begun =
        text(&store, manager(), Table::Conversations, &format!("metric=created&{DAYS}")).await.expect("a table");
    let (head, rows) = begun.split_once("\r\n").expect("a head");
    let place = head.split(',').position(|column| column == "full resolution seconds").expect("a column");
    assert_eq!(rows.lines().filter(|row| row.split(',').nth(place) == Some("3600.0")).count(), 450, "{head}\n{rows}");
    let figures = text(&store, manager(), Table::Figures, &format!("{query}&by=agent")).await.expect("a table");
    assert!(figures.starts_with("\u{feff}agent,,,metric,name,"), "{figures}");
    assert!(figures.contains("Person 1,,,solved,Conversations solved,count,450"), "{figures}");
    let lead = || agent_of(5, "Lea", &[FIGURES_READ, PEOPLE_READ], &[TeamId::from_raw(2)]);
    let theirs = text(&store, lead(), Table::Conversations, &query).await.expect("a table");
    assert_eq!(theirs.trim_end().split("\r\n").count(), 4, "a lead's own team");
    let hidden = text(&store, lead(), Table::Conversations, &format!("{query}&team={}", TeamId::from_raw(1))).await;
    assert_eq!(hidden.unwrap_err().code(), "platform.not_found");
}

#[db_test(crate::testing::migrations)]
async fn every_table_can_be_taken_away(store: TestDb) {
    store.clock.set(hours(24 * 10));
    fill(&store, vec![solved(1, 0, 1)]).await;
    let goal = GoalContent {
        name: "=1+1".into(),
        measure: measure("solved", Statistic::Value),
        aim: Aim::AtLeast,
        target: 10.0,
        edge: 5.0,
        every: Every::Month,
    };
    store.write(move |tx| goals::commands::create(tx, &manager(), &goal)).await.expect("a goal");
    for (table, name) in Table::ALL {
        let query = match table {
            Table::Comparison => format!("metric=requester_wait&by=team&adjust=topic&{DAYS}"),
            Table::Distribution => format!("metric=requester_wait&{DAYS}"),
            Table::Series => "series=orders".to_owned(),
            _ if table.asks() != Asks::Words => format!("metric=solved&{DAYS}"),
            _ => String::new(),
        };
        let all = text(&store, manager(), table, &query).await.expect(name);
        let (head, rows) = all.split_once("\r\n").expect("a head");
        assert!(head.split(',').count() >= 3, "{name}: {head}");
        if table == Table::Goals {
            assert!(rows.starts_with("'=1+1,solved,value,department,,,at_least,10.0,5.0,"), "{rows}");
        }
    }
    let wrong = text(&store, manager(), Table::Goals, "state=open").await.unwrap_err();
    assert_eq!(wrong.fields[0].code, "insight.question_unknown");
    assert_eq!(
        text(&store, manager(), Table::Alerts, "state=odd").await.unwrap_err().fields[0].code,
        "insight.id_invalid"
    );
}

#[db_test(crate::testing::migrations)]
async fn an_explanation_is_given_with_every_segment(store: TestDb) {
    store.clock.set(hours(24 * 30));
    let of = |topic: i64, n: i64, day| about(solved(topic * 100 + n, day, 2), topic);
    fill(&store, (1..=15).flat_map(|topic| [of(topic, 1, 9), of(topic, 2, 20), of(topic, 3, 21)]).collect()).await;
    let query = "metric=solved&from=2026-01-20&to=2026-01-30&against_from=2026-01-08&against_to=2026-01-18";
    let all = text(&store, manager(), Table::Explanation, query).await.expect("a table");
    let topics = all.lines().filter(|line| line.starts_with("topic,")).count();
    assert_eq!(topics, 15, "the screen shows twelve and adds up the rest\n{all}");
}

#[db_test(crate::testing::migrations)]
async fn tables_about_people_are_for_those_who_may_see_them_and_are_noted(store: TestDb) {
    store.clock.set(hours(24 * 30));
    works_here(&store, 1).await;
    fill(
        &store,
        (0..60)
            .map(|n| solved(1 + n, n % 20, 1))
            .chain((0..60).map(|n| of_team(solved(900 + n, n % 20, 3), 2)))
            .collect(),
    )
    .await;
    let compared = format!("metric=requester_wait&by=agent&{DAYS}");
    let all = text(&store, manager(), Table::Comparison, &compared).await.expect("a table");
    assert!(all.contains(",Person 1,"), "{all}");
    let chart =
        text(&store, manager(), Table::ControlChart, &format!("metric=solved&by=week&{DAYS}")).await.expect("a table");
    assert_eq!(chart.lines().nth(1).and_then(|row| row.split(',').next()), Some("2026-01-05"), "{chart}");
    text(&store, manager(), Table::TrainingGaps, DAYS).await.expect("a table");
    let views = text(&store, manager(), Table::Views, "").await.expect("a table");
    let kinds: Vec<&str> = views.lines().skip(1).filter_map(|row| row.split(',').nth(2)).collect();
    assert_eq!(kinds, ["training_gaps", "comparison"], "{views}");
    assert!(views.lines().skip(1).all(|row| row.contains(",csv,")), "{views}");
    let only = |actor: Actor| text(&store, actor, Table::Views, "");
    assert_eq!(
        only(agent_of(5, "Lea", &[FIGURES_READ, PEOPLE_READ], &[])).await.unwrap_err().code(),
        "access.forbidden"
    );
    let lead = || agent_of(5, "Lea", &[FIGURES_READ, PEOPLE_READ], &[TeamId::from_raw(2)]);
    let theirs = text(&store, lead(), Table::Bottlenecks, DAYS).await.expect("a table");
    assert!(!theirs.contains(&TeamId::from_raw(1).to_string()) && !theirs.contains(",Orders,"), "{theirs}");
    let plain = agent_of(6, "Ann", &[], &[TeamId::from_raw(2)]);
    assert_eq!(text(&store, plain, Table::Live, "").await.unwrap_err().code(), "access.forbidden");
}
