//! Lists, their sight, changes of one and of many, topics and tags.

use std::time::Duration;

use kernel::{Actor, ConversationId, PageRequest, Patch};
use testkit::{TestDb, check_statements, db_test};

use super::desk::{billing, customer_writes, furnish, mail, maja, manager, piet, repairs};
use crate::conversations::bulk::{BulkChange, change_many, undo_many};
use crate::conversations::list::{Asked, Sort, View, compile, counts, page};
use crate::conversations::queries::detail;
use crate::conversations::release::{Leaver, release};
use crate::conversations::{Change, change};
use crate::words::{Priority, Status};
use crate::{tags, topics};

#[db_test(crate::testing::schema)]
async fn every_statement_is_understood(store: TestDb) {
    check_statements(&store, crate::statements()).await;
    let views = [
        View::Mine,
        View::Mentions,
        View::Unassigned,
        View::All,
        View::Waiting,
        View::Solved,
        View::Everything,
        View::Team(repairs()),
    ];
    let full = Asked {
        ids: vec![kernel::TypedId::from_raw(7), kernel::TypedId::from_raw(8)],
        status: vec![Status::New, Status::Solved],
        assignee: maja().person(),
        team: Some(repairs()),
        tag: Some("refund".into()),
        priority: Some(Priority::High),
        ..Asked::default()
    };
    for actor in [manager(), maja(), Actor::system()] {
        for view in views {
            for sort in [Sort::Newest, Sort::Oldest, Sort::Waiting, Sort::Priority] {
                for (asked, after) in [(Asked::default(), None), (full.clone(), Some((1, 2, 3)))] {
                    let (_, sql) = compile(&actor, view, &asked, sort, after, 50);
                    store
                        .read(move |tx| tx.check(&sql))
                        .await
                        .unwrap_or_else(|fault| panic!("{view:?} {sort:?}: {fault:?}"));
                }
            }
        }
    }
}

async fn ids(store: &TestDb, actor: fn() -> Actor, view: View, sort: Sort, limit: u32) -> Vec<ConversationId> {
    let (mut all, mut cursor) = (Vec::new(), None);
    loop {
        let request = PageRequest { limit: Some(limit), cursor };
        let found =
            store.read(move |tx| page(tx, &actor(), view, &Asked::default(), sort, &request)).await.expect("a page");
        all.extend(found.items.into_iter().map(|row| row.id));
        cursor = found.next_cursor;
        if cursor.is_none() {
            return all;
        }
    }
}

#[db_test(crate::testing::schema)]
async fn pages_join_without_gap_or_double_and_show_only_what_one_may_see(store: TestDb) {
    furnish(&store).await;
    let mut made = Vec::new();
    for team in [Some(repairs()), Some(billing()), None, Some(repairs()), Some(billing()), None, Some(repairs())] {
        made.push((customer_writes(&store, team, "Hello").await.0, team));
    }
    let newest = |keep: &dyn Fn(Option<kernel::TeamId>) -> bool| -> Vec<_> {
        made.iter().rev().filter(|(_, team)| keep(*team)).map(|(id, _)| *id).collect()
    };
    assert_eq!(ids(&store, manager, View::All, Sort::Newest, 2).await, newest(&|_| true));
    assert_eq!(ids(&store, maja, View::All, Sort::Newest, 2).await, newest(&|team| team != Some(billing())));
    assert_eq!(ids(&store, piet, View::All, Sort::Newest, 3).await, newest(&|team| team != Some(repairs())));
    let mut oldest = newest(&|_| true);
    oldest.reverse();
    assert_eq!(ids(&store, manager, View::All, Sort::Oldest, 3).await, oldest);
    assert_eq!(ids(&store, manager, View::All, Sort::Waiting, 3).await, oldest);
    assert_eq!(ids(&store, manager, View::All, Sort::Priority, 3).await, newest(&|_| true));
    let found = store.read(|tx| counts(tx, &maja())).await.expect("counts");
    assert_eq!((found.all, found.unassigned, found.waiting, found.teams.len()), (5, 5, 5, 1));
    assert_eq!((found.teams[0].open, found.teams[0].name.as_str()), (3, "Repairs"));
}

#[db_test(crate::testing::schema)]
async fn rows_of_known_ids_are_read_at_once_and_only_those_one_may_see(store: TestDb) {
    furnish(&store).await;
    let mut made = Vec::new();
    for team in [Some(repairs()), Some(billing()), Some(repairs())] {
        made.push(customer_writes(&store, team, "Hello").await.0);
    }
    let asked = Asked { ids: vec![made[0], made[1]], ..Asked::default() };
    let rows = store
        .read(move |tx| page(tx, &maja(), View::Everything, &asked, Sort::Newest, &PageRequest::default()))
        .await
        .expect("a page");
    assert_eq!(rows.items.iter().map(|row| row.id).collect::<Vec<_>>(), [made[0]]);
}

#[db_test(crate::testing::schema)]
async fn a_change_of_what_somebody_else_changed_is_refused(store: TestDb) {
    furnish(&store).await;
    let (id, _) = customer_writes(&store, Some(repairs()), "Hello").await;
    let seen = store.read(move |tx| detail(tx, &maja(), id)).await.expect("a page").row.version;
    let to_maja = Change { assignee: maja().person().map_or(Patch::Keep, Patch::Set), ..Change::default() };
    let tagged = vec!["Refund".to_owned(), "refund".to_owned()];
    store.write(move |tx| change(tx, &maja(), id, Some(seen), &to_maja, Some(&tagged))).await.expect("changed");
    let urgent = Change { priority: Some(Priority::Urgent), ..Change::default() };
    let refusal =
        store.write(move |tx| change(tx, &manager(), id, Some(seen), &urgent, None)).await.expect_err("older");
    assert_eq!(refusal.code(), "inbox.conversation_changed");
    let row = store.read(move |tx| detail(tx, &maja(), id)).await.expect("a page").row;
    assert_eq!(
        (row.priority, row.tags, row.assignee.expect("somebody").name.as_str()),
        (Priority::Normal, vec!["refund".to_owned()], "Maja Lindqvist")
    );
    assert_eq!(ids(&store, maja, View::Mine, Sort::Newest, 10).await, [id]);
    let unknown = Change { team: Patch::Set(kernel::TypedId::from_raw(99)), ..Change::default() };
    let refusal = store.write(move |tx| change(tx, &maja(), id, None, &unknown, None)).await.expect_err("no such team");
    assert_eq!(refusal.fields[0].pointer, "team_id");
    let foreign = store
        .write(move |tx| change(tx, &piet(), id, None, &Change::default(), None))
        .await
        .expect_err("another team's");
    assert_eq!(foreign.code(), "platform.not_found");
}

#[db_test(crate::testing::schema)]
async fn many_are_changed_each_on_its_own_and_all_can_be_undone(store: TestDb) {
    furnish(&store).await;
    let mut made = Vec::new();
    for team in [Some(repairs()), Some(billing()), None] {
        made.push(customer_writes(&store, team, "Hello").await.0);
    }
    let asked = BulkChange {
        change: Change { status: Some(Status::Solved), ..Change::default() },
        add_tags: vec!["recall".into()],
        remove_tags: Vec::new(),
    };
    let all = made.clone();
    let outcome = store.write(move |tx| change_many(tx, &maja(), &all, &asked)).await.expect("done");
    assert_eq!((outcome.changed.len(), outcome.refused.len()), (2, 1));
    assert_eq!(outcome.refused[0].code, "platform.not_found");
    // One of them goes on meanwhile: undo leaves that one alone.
    store.clock.advance(Duration::from_secs(5));
    let touched = made[2];
    store.write(move |tx| mail(tx, Some(touched), None, "One more thing")).await.expect("a mail");
    let token = outcome.undo_token.expect("a token");
    let back = store.write(move |tx| undo_many(tx, &maja(), token)).await.expect("undone");
    assert_eq!((back.changed.len(), back.refused.len()), (1, 1));
    let first = made[0];
    let row = store.read(move |tx| detail(tx, &maja(), first)).await.expect("a page").row;
    assert_eq!((row.status, row.tags.len()), (Status::New, 0));
    assert_eq!(store.write(move |tx| undo_many(tx, &maja(), token)).await.expect_err("once").code(), "inbox.undo_gone");
}

#[db_test(crate::testing::schema)]
async fn a_message_to_a_solved_conversation_opens_it_and_to_a_closed_one_begins_another(store: TestDb) {
    furnish(&store).await;
    let (id, _) = customer_writes(&store, Some(repairs()), "Hello").await;
    for (status, same) in [(Status::Solved, true), (Status::Closed, false)] {
        let to = Change { status: Some(status), ..Change::default() };
        store.write(move |tx| change(tx, &maja(), id, None, &to, None)).await.expect("changed");
        store.clock.advance(Duration::from_mins(1));
        let (now_in, _) = store.write(move |tx| mail(tx, Some(id), None, "Still broken")).await.expect("a mail");
        assert_eq!(now_in == id, same, "{status:?}");
        let page = store.read(move |tx| detail(tx, &maja(), now_in)).await.expect("a page");
        assert_eq!(page.row.status, if same { Status::Open } else { Status::New });
        assert_eq!(page.follows, if same { None } else { Some(id) });
        assert_eq!(page.row.team.map(|team| team.id), Some(repairs()));
    }
}

#[db_test(crate::testing::schema)]
async fn topics_form_a_tree_without_circles_and_are_archived_when_used(store: TestDb) {
    furnish(&store).await;
    let delivery = store.write(|tx| topics::create(tx, &manager(), "Delivery", None)).await.expect("a topic");
    let top = delivery.id;
    let late =
        store.write(move |tx| topics::create(tx, &manager(), "Late  delivery", Some(top))).await.expect("a topic");
    assert_eq!(late.path, "Delivery › Late delivery");
    let circle = store
        .write(move |tx| topics::change(tx, &manager(), top, 1, None, Patch::Set(late.id), None))
        .await
        .expect_err("a circle");
    assert_eq!(circle.fields[0].pointer, "parent_id");
    let double =
        store.write(move |tx| topics::create(tx, &manager(), "late delivery", Some(top))).await.expect_err("taken");
    assert_eq!(double.code(), "inbox.name_taken");
    assert_eq!(
        store.write(move |tx| topics::delete(tx, &manager(), top)).await.expect_err("has a child").code(),
        "inbox.in_use"
    );
    assert_eq!(
        store.write(|tx| topics::create(tx, &maja(), "X", None)).await.expect_err("an agent").code(),
        "access.forbidden"
    );
}

#[db_test(crate::testing::schema)]
async fn a_renamed_tag_keeps_its_conversations_and_a_removed_one_leaves_them(store: TestDb) {
    furnish(&store).await;
    let (id, _) = customer_writes(&store, None, "Hello").await;
    let names = vec!["recall".to_owned()];
    store.write(move |tx| change(tx, &maja(), id, None, &Change::default(), Some(&names))).await.expect("tagged");
    let tag = store.read(|tx| tags::all(tx, &maja())).await.expect("tags").remove(0);
    let renamed = tag.id;
    store.write(move |tx| tags::change(tx, &manager(), renamed, 1, Some("Recall 2026"), None)).await.expect("renamed");
    assert_eq!(store.read(move |tx| detail(tx, &maja(), id)).await.expect("a page").row.tags, ["recall-2026"]);
    store.write(move |tx| tags::delete(tx, &manager(), renamed)).await.expect("removed");
    assert!(store.read(move |tx| detail(tx, &maja(), id)).await.expect("a page").row.tags.is_empty());
}

#[db_test(crate::testing::schema)]
async fn what_leavers_had_open_is_free_again(store: TestDb) {
    furnish(&store).await;
    let (open, _) = customer_writes(&store, Some(repairs()), "open").await;
    let (done, _) = customer_writes(&store, Some(repairs()), "done").await;
    let taken = Change { assignee: Patch::Set(maja().person().expect("a person")), ..Change::default() };
    let solved = Change { status: Some(Status::Solved), ..taken.clone() };
    store
        .write(move |tx| {
            change(tx, &manager(), open, None, &taken, None)?;
            change(tx, &manager(), done, None, &solved, None).map(drop)
        })
        .await
        .expect("both are Maja's");
    let leavers = [Leaver::Person(maja().person().expect("a person")), Leaver::Team(repairs())];
    for leaver in leavers {
        assert_eq!(store.write(move |tx| release(tx, leaver)).await.expect("released"), 1);
        assert_eq!(store.write(move |tx| release(tx, leaver)).await.expect("nothing is left"), 0);
    }
    let (free, kept) = store
        .read(move |tx| Ok((detail(tx, &manager(), open)?.row, detail(tx, &manager(), done)?.row)))
        .await
        .expect("both");
    assert_eq!((free.assignee, free.team), (None, None));
    assert!(kept.assignee.is_some() && kept.team.is_some(), "what is done stays as it was");
}
