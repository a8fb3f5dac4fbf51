//! Walls of a small company.

use kernel::{Fault, PageRequest, PersonId, Result, TeamId, Timestamp, TypedId};
use testkit::{TestDb, agent_of, db_test};

use super::link::Link;
use super::model::{Now, Tile, WallboardContent};
use super::queries::{self, Wallboard};
use super::shown::{Shown, shown};
use super::{commands, store};
use crate::facts::Conversation;
use crate::facts::tests::catch_up;
use crate::goals::{self, Aim, Every, GoalContent, Standing};
use crate::measures::{MeasureOf, Statistic};
use crate::permissions::{FIGURES_READ, SETTINGS_MANAGE};
use crate::testing::{a_thousand_happen, fill, hours, manager, measure, of_team, solved};

fn now(what: Now) -> Tile {
    Tile::Now { what, at_most: None }
}

fn content() -> WallboardContent {
    let tiles = vec![
        Tile::Now { what: Now::Waiting, at_most: Some(1.0) },
        Tile::Now { what: Now::Longest, at_most: Some(86_400.0) },
        now(Now::Unassigned),
        now(Now::SolvedToday),
    ];
    WallboardContent { name: "Second floor".into(), tiles, teams: Vec::new(), expires_at: None }
}

fn open(number: i64, since: i64, status: &str) -> Conversation {
    let never = Timestamp::NEVER;
    let it = solved(number, 0, 1);
    Conversation { status: status.into(), status_since: hours(since), solved_at: never, first_solved_at: never, ..it }
}

async fn made(store: &TestDb, content: &WallboardContent, link: &Link) -> Result<Wallboard> {
    let (content, link) = (content.clone(), link.clone());
    store.write(move |tx| commands::create(tx, &manager(), &content, &link)).await
}

async fn seen(store: &TestDb, presented: &str) -> Result<Shown> {
    let presented = presented.to_owned();
    store.read(move |tx| Ok(shown(tx, &presented)?.1)).await
}

fn codes(fault: &Fault) -> Vec<String> {
    fault.fields.iter().map(|field| field.code.clone()).collect()
}

#[db_test(crate::testing::migrations)]
async fn a_link_shows_numbers_with_where_they_stand(store: TestDb) {
    store.clock.set(hours(48));
    let idle = Conversation { assignee: Some(PersonId::from_raw(7)), ..open(5, 2, "pending") };
    let nobody = Conversation { assignee: None, ..open(4, 40, "new") };
    fill(&store, vec![open(1, 10, "open"), open(2, 30, "open"), of_team(open(3, 20, "open"), 2), nobody, idle]).await;
    let link = Link::random().expect("a link");
    made(&store, &content(), &link).await.expect("a wallboard");
    let wall = seen(&store, link.reveal()).await.expect("shown");
    let told: Vec<_> = wall.figures.iter().map(|it| (it.value, it.standing)).collect();
    let (met, missed) = (Some(Standing::Met), Some(Standing::Missed));
    let longest = 38.0 * 3600.0;
    assert_eq!(told, [(Some(4.0), missed), (Some(longest), missed), (Some(1.0), None), (Some(0.0), None)]);
    assert_eq!((wall.oldest, wall.people.owing, wall.people.clear), (Some(hours(10)), 2, 1));
    let other = WallboardContent { teams: vec![TeamId::from_raw(2)], ..content() };
    let second = Link::random().expect("a link");
    made(&store, &other, &second).await.expect("a wallboard");
    let wall = seen(&store, second.reveal()).await.expect("shown");
    let told: Vec<_> = wall.figures.iter().map(|it| (it.value, it.standing)).collect();
    assert_eq!(told[..2], [(Some(1.0), met), (Some(28.0 * 3600.0), missed)]);
    assert_eq!((wall.people.owing, wall.people.clear), (1, 0));
}

#[db_test(crate::testing::migrations)]
async fn a_link_ends_when_it_expires_or_is_revoked(store: TestDb) {
    store.clock.set(hours(0));
    let link = Link::random().expect("a link");
    let ending = WallboardContent { expires_at: Some(hours(24)), ..content() };
    let board = made(&store, &ending, &link).await.expect("a wallboard");
    assert_eq!(board.hint, link.reveal()[..10]);
    let kept = store.read(|tx| tx.all("select secret_hash from insight_wallboards", &[], |row| row.take::<String>()));
    assert!(!kept.await.expect("rows")[0].contains(&link.reveal()[4..]), "the secret is not kept");
    seen(&store, link.reveal()).await.expect("shown");
    for wrong in ["", "qdw_", board.hint.as_str(), &link.hash()] {
        assert_eq!(seen(&store, wrong).await.unwrap_err().code(), "insight.wallboard_unknown", "{wrong}");
    }
    store.clock.set(hours(24));
    assert_eq!(seen(&store, link.reveal()).await.unwrap_err().code(), "insight.wallboard_unknown");
    let longer = WallboardContent { expires_at: None, ..content() };
    let change = {
        let longer = longer.clone();
        store.write(move |tx| commands::change(tx, &manager(), board.id, &longer, 1)).await
    };
    assert_eq!(change.expect("changed").version, 2);
    let stale = store.write(move |tx| commands::change(tx, &manager(), board.id, &longer, 1)).await;
    assert_eq!(stale.unwrap_err().code(), "insight.wallboard_changed");
    seen(&store, link.reveal()).await.expect("shown again");
    store.write(move |tx| store::note_seen(tx, board.id)).await.expect("noted");
    let listed = store.read(|tx| queries::page(tx, &manager(), &PageRequest::default())).await.expect("a page");
    assert_eq!(listed.items[0].seen_at, Some(hours(24)));
    store.write(move |tx| commands::revoke(tx, &manager(), board.id)).await.expect("revoked");
    assert_eq!(seen(&store, link.reveal()).await.unwrap_err().code(), "insight.wallboard_unknown");
}

#[db_test(crate::testing::migrations)]
async fn a_wall_says_when_not_all_is_counted(store: TestDb) {
    store.clock.set(hours(48));
    let link = Link::random().expect("a link");
    made(&store, &content(), &link).await.expect("a wallboard");
    catch_up(&store).await;
    assert!(seen(&store, link.reveal()).await.expect("shown").current);
    a_thousand_happen(&store).await;
    assert!(!seen(&store, link.reveal()).await.expect("shown").current);
    catch_up(&store).await;
    assert!(seen(&store, link.reveal()).await.expect("shown").current);
}

#[db_test(crate::testing::migrations)]
async fn what_cannot_stand_on_a_wall_is_refused(store: TestDb) {
    store.clock.set(hours(0));
    let link = Link::random().expect("a link");
    let refused = |content: WallboardContent| {
        let (store, link) = (&store, link.clone());
        async move { made(store, &content, &link).await.expect_err("refused") }
    };
    let with = |tile: Tile| WallboardContent { tiles: [content().tiles, vec![tile]].concat(), ..content() };
    let few = WallboardContent { tiles: content().tiles[..3].to_vec(), ..content() };
    assert_eq!(codes(&refused(few).await), ["insight.tiles_number"]);
    assert_eq!(codes(&refused(with(now(Now::Waiting))).await), ["insight.tile_twice"]);
    let of_a_day = Tile::Now { what: Now::CreatedToday, at_most: Some(3.0) };
    assert_eq!(codes(&refused(with(of_a_day)).await), ["insight.tile_limit"]);
    let over = WallboardContent { expires_at: Some(hours(0)), ..content() };
    assert_eq!(codes(&refused(over).await), ["insight.expiry_past"]);
    let lead = agent_of(3, "Lea", &[FIGURES_READ, SETTINGS_MANAGE], &[]);
    let kept = link.clone();
    let own = store.write(move |tx| commands::create(tx, &lead, &content(), &kept)).await;
    assert_eq!(own.unwrap_err().code(), "access.forbidden", "who sees only themselves shows no team");
}

#[db_test(crate::testing::migrations)]
async fn a_goal_stands_on_the_wall_and_never_a_person(store: TestDb) {
    store.clock.set(hours(24 * 20));
    fill(&store, (0..40).map(|n| solved(100 + n, 15 + n % 4, 2)).collect()).await;
    let goal = GoalContent {
        name: "Solved in an hour".into(),
        measure: measure("full_resolution_time", Statistic::Median),
        aim: Aim::AtMost,
        target: 3600.0,
        edge: 9000.0,
        every: Every::Month,
    };
    let of = MeasureOf { people: vec![PersonId::from_raw(1)], ..MeasureOf::default() };
    let one_person = GoalContent { measure: crate::measures::Measure { of, ..goal.measure.clone() }, ..goal.clone() };
    let (first, personal) = (goal.clone(), one_person.clone());
    let made_goals = store.write(move |tx| {
        let first = goals::commands::create(tx, &manager(), &first)?.id;
        Ok((first, goals::commands::create(tx, &manager(), &personal)?.id))
    });
    let (id, personal) = made_goals.await.expect("goals");
    let with = |goal| WallboardContent { tiles: [content().tiles, vec![Tile::Goal { goal }]].concat(), ..content() };
    let link = Link::random().expect("a link");
    let refused = made(&store, &with(personal), &link).await.unwrap_err();
    assert_eq!(codes(&refused), ["insight.tile_of_person"]);
    made(&store, &with(id), &link).await.expect("a wallboard");
    let wall = seen(&store, link.reveal()).await.expect("shown");
    let figure = wall.figures[4].clone();
    assert_eq!(
        (figure.name.as_str(), figure.standing, figure.target),
        ("Solved in an hour", Some(Standing::Near), Some(3600.0))
    );
    assert!(figure.value.is_some_and(|value| (value - 7200.0).abs() < 100.0), "{figure:?}");
    store.write(move |tx| goals::commands::change(tx, &manager(), id, &one_person, 1)).await.expect("changed");
    assert_eq!(seen(&store, link.reveal()).await.expect("shown").figures.len(), 4);
    store.write(move |tx| goals::commands::delete(tx, &manager(), id)).await.expect("given up");
    assert_eq!(seen(&store, link.reveal()).await.expect("shown").figures.len(), 4);
}
