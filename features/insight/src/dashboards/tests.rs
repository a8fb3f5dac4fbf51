//! Who sees and changes which dashboard, and what may stand on it.

use jiff::civil::date;
use kernel::{Actor, ActorKind, PersonId, Sees, TeamId, TypedId};
use testkit::{TestDb, db_test};

use super::boards::{self, Audience, NewDashboard};
use super::layout::{Element, Kind, check};
use super::notes::{self, NewNote};
use crate::permissions::{FIGURES_READ, PEOPLE_READ, SETTINGS_MANAGE};

fn actor(raw: i64, permissions: &[kernel::Permission], sees: Sees) -> Actor {
    let held = permissions.iter().map(|permission| permission.name.to_owned()).collect();
    Actor::new(ActorKind::Person(PersonId::from_raw(raw)), "Somebody", held, sees)
}

fn manager() -> Actor {
    actor(1, &[FIGURES_READ, PEOPLE_READ, SETTINGS_MANAGE], Sees::All)
}

fn lead() -> Actor {
    actor(2, &[FIGURES_READ, PEOPLE_READ], Sees::Teams(vec![TeamId::from_raw(5)]))
}

fn agent() -> Actor {
    actor(3, &[FIGURES_READ], Sees::Teams(vec![TeamId::from_raw(5)]))
}

fn element(x: u32, width: u32) -> Element {
    Element {
        kind: Kind::Figure,
        metrics: vec!["solved".into()],
        by: Vec::new(),
        x,
        y: 0,
        width,
        height: 2,
        text: String::new(),
    }
}

fn board(audience: Audience, team: Option<i64>) -> NewDashboard {
    let team_id = team.map(TeamId::from_raw);
    NewDashboard { name: " Monday  morning ".into(), audience, team_id, elements: vec![element(0, 6), element(6, 6)] }
}

#[test]
fn only_what_can_be_shown_is_kept() {
    assert!(check(&[element(0, 6), element(6, 6)]).is_ok());
    let code = |elements: &[Element]| check(elements).expect_err("wrong").fields[0].code.clone();
    assert_eq!(code(&[element(0, 7), element(6, 6)]), "insight.element_covered");
    assert_eq!(code(&[element(8, 6)]), "insight.element_invalid");
    assert_eq!(code(&[Element { metrics: vec!["luck".into()], ..element(0, 6) }]), "insight.element_invalid");
    assert_eq!(code(&[Element { kind: Kind::Text, ..element(0, 6) }]), "insight.element_invalid");
    assert_eq!(code(&vec![element(0, 1); 61]), "insight.elements_many");
}

#[db_test]
async fn everybody_sees_their_own_and_what_is_shared_with_them(store: TestDb) {
    let make = |who: fn() -> Actor, asked: NewDashboard| {
        let store = &store;
        async move { store.write(move |tx| boards::create(tx, &who(), &asked)).await }
    };
    let own = make(agent, board(Audience::Me, None)).await.expect("a dashboard");
    assert_eq!((own.name.as_str(), own.version, own.elements.len()), ("Monday morning", 1, 2));
    let of_team = make(lead, board(Audience::Team, Some(5))).await.expect("shared");
    assert_eq!(make(agent, board(Audience::Team, Some(5))).await.expect_err("no").code(), "access.forbidden");
    assert_eq!(make(lead, board(Audience::Team, Some(6))).await.expect_err("no").code(), "access.forbidden");
    assert_eq!(make(manager, board(Audience::Team, None)).await.expect_err("no").fields[0].pointer, "team_id");
    let of_all = make(manager, board(Audience::All, None)).await.expect("shared");
    let seen = |who: fn() -> Actor| {
        let store = &store;
        async move {
            let all = store.read(move |tx| boards::all(tx, &who())).await.expect("dashboards");
            let mut ids: Vec<_> = all.into_iter().map(|it| it.id).collect();
            ids.sort();
            ids
        }
    };
    assert_eq!(seen(agent).await, [own.id, of_team.id, of_all.id]);
    assert_eq!(seen(manager).await, [of_team.id, of_all.id]);
    let (mine, theirs) = (own.id, of_all.id);
    let change = |who: fn() -> Actor, id, version| {
        let store = &store;
        async move { store.write(move |tx| boards::change(tx, &who(), id, version, &board(Audience::Me, None))).await }
    };
    assert_eq!(change(agent, mine, 1).await.expect("changed").version, 2);
    assert_eq!(change(agent, mine, 1).await.expect_err("old").code(), "insight.dashboard_changed");
    assert_eq!(change(agent, theirs, 1).await.expect_err("not theirs").code(), "access.forbidden");
    assert_eq!(change(manager, mine, 2).await.expect_err("unseen").code(), "platform.not_found");
}

#[db_test]
async fn notes_are_pinned_by_whoever_manages(store: TestDb) {
    let asked = |day, text: &str| NewNote { day, text: text.to_owned() };
    let first = asked(date(2026, 3, 2), "Release  4.2");
    let note = store.write(move |tx| notes::create(tx, &manager(), &first)).await.expect("a note");
    assert_eq!((note.text.as_str(), note.day), ("Release 4.2", date(2026, 3, 2)));
    let refused = asked(date(2026, 3, 2), "No");
    let refused = store.write(move |tx| notes::create(tx, &lead(), &refused)).await.expect_err("no");
    assert_eq!(refused.code(), "access.forbidden");
    let between = |from, to| {
        let store = &store;
        async move { store.read(move |tx| notes::between(tx, &agent(), from, to)).await.expect("notes").len() }
    };
    assert_eq!(between(date(2026, 3, 1), date(2026, 3, 2)).await, 1);
    assert_eq!(between(date(2026, 3, 3), date(2026, 3, 9)).await, 0);
    let (id, moved) = (note.id, asked(date(2026, 3, 4), "Release 4.2.1"));
    let moved = store.write(move |tx| notes::change(tx, &manager(), id, 1, &moved)).await.expect("moved");
    assert_eq!((moved.version, between(date(2026, 3, 3), date(2026, 3, 9)).await), (2, 1));
    store.write(move |tx| notes::delete(tx, &manager(), id)).await.expect("gone");
    assert_eq!(between(date(2026, 3, 1), date(2026, 3, 9)).await, 0);
}
