use std::collections::BTreeMap;
use std::time::Duration;

use kernel::{ConversationId, PageRequest, Patch, TypedId};
use proptest::prelude::*;
use testkit::{TestDb, db_test, person_with};

use super::cluster::{group, likeness, plain};
use super::commands::{change, correct, create, find, learn, merge};
use super::model::overlap;
use super::queries::{comments, counts};
use super::sentiment::{Sentiment, sentiment};
use super::terms::terms;
use crate::answers::commands::{Submission, give};
use crate::answers::queries::Wanted;
use crate::permissions::{ANSWER_SEE, THEME_MANAGE};
use crate::programmes::model::{Kind, ProgrammeId};
use crate::surveys::store as surveys;
use crate::testing::{about, contact, feedback, plan, programme, reach, schema, work};

#[test]
fn feelings_are_read_from_words_negation_and_emphasis() {
    use Sentiment::{Negative, Neutral, Positive};
    for (text, language, want) in [
        ("Quick and friendly, thank you!", "en", Positive),
        ("Not helpful at all.", "en", Negative),
        ("No problems whatsoever.", "en", Positive),
        ("I waited three weeks and the part was broken again", "en", Negative),
        ("The colour is red", "en", Neutral),
        ("", "en", Neutral),
        // What is denied in one sentence is said in the next.
        ("It was not late. Great service.", "en", Positive),
        ("Schneller und freundlicher Service, vielen Dank!", "de", Positive),
        ("Nicht zufrieden.", "de", Negative),
        ("Leider hat sich niemand gemeldet, sehr enttäuschend.", "de-AT", Negative),
        ("Keine Probleme, alles bestens", "de", Positive),
        ("Der Mitarbeiter war nett, aber es dauerte ewig und ist immer noch kaputt", "de", Negative),
        ("Die Farbe ist rot", "de", Neutral),
    ] {
        assert_eq!(sentiment(text, language), want, "{text}");
    }
}

#[test]
fn emphasis_weighs() {
    // One word of praise against one of blame is even; emphasis decides.
    assert_eq!(sentiment("good, slow", "en"), Sentiment::Neutral);
    assert_eq!(sentiment("very good, slow", "en"), Sentiment::Positive);
    assert_eq!(sentiment("good, very slow", "en"), Sentiment::Negative);
}

#[test]
fn terms_are_stems_of_words_that_tell() {
    let stems =
        |text: &str, language: &str| terms(text, language).into_iter().map(|term| term.stem).collect::<Vec<_>>();
    assert_eq!(
        stems("The brakes were squeaking, the brake squeaks!", "en"),
        ["brake", "squeak", "brake", "squeak"].map(|word| { terms(word, "en").remove(0).stem })
    );
    assert_eq!(stems("Die Lieferungen, die Lieferung 2026", "de").len(), 2);
    assert_eq!(stems("Die Lieferungen", "de"), stems("Lieferung", "de"));
}

fn said(about: &[&str], times: usize) -> Vec<String> {
    (0..times)
        .map(|number| format!("{} {}", about[number % about.len()], ["again", "today", "here"][number % 3]))
        .collect()
}

#[test]
fn comments_that_share_words_are_one_group_and_named_by_them() {
    let brakes = said(&["the brakes squeak", "brake pads squeak loudly", "squeaking brakes after a week"], 9);
    let delivery = said(&["delivery was delayed", "my delivery arrived delayed", "delivered with a delay"], 9);
    let all: Vec<String> = brakes.iter().chain(&delivery).cloned().chain(["unicorn".to_owned()]).collect();
    let words: Vec<_> = all.iter().map(|text| terms(text, "en")).collect();
    let groups = group(&words);
    assert_eq!(groups.len(), 2, "{groups:?}");
    for (group, kind) in groups.iter().map(|group| (group, if group.members.contains(&0) { 0..9 } else { 9..18 })) {
        assert!(group.members.iter().all(|member| kind.contains(member)), "{group:?}");
        assert!(group.members.len() >= 8, "{group:?}");
    }
    let name = groups.iter().find(|group| group.members.contains(&0)).expect("brakes").name();
    assert!(name.contains("brake") && name.contains("squeak"), "{name}");
    assert_eq!(group(&words), groups, "the same comments give the same groups");
    assert!(group(&[]).is_empty() && group(&words[..1]).is_empty());
}

proptest! {
    #[test]
    fn whatever_is_said_groups_hold_each_comment_once(texts in proptest::collection::vec("[a-e]{3}( [a-e]{3}){0,4}", 0..60)) {
        let words: Vec<_> = texts.iter().map(|text| terms(text, "en")).collect();
        let mut members: Vec<usize> = group(&words).into_iter().flat_map(|group| group.members).collect();
        let count = members.len();
        members.sort_unstable();
        members.dedup();
        prop_assert_eq!(members.len(), count);
        prop_assert!(members.iter().all(|member| *member < texts.len()));
    }

    #[test]
    fn likeness_is_between_nothing_and_all(one in "[a-e]{3}( [a-e]{3}){0,4}", other in "[a-e]{3}( [a-e]{3}){0,4}") {
        let (one, other) = (plain(&terms(&one, "en")), plain(&terms(&other, "en")));
        let same = likeness(&one, &other);
        prop_assert!((-1e-9..=1.0 + 1e-9).contains(&same));
        prop_assert!((likeness(&other, &one) - same).abs() < 1e-9);
    }
}

#[test]
fn overlap_counts_what_both_have() {
    let set = |stems: &[&str]| stems.iter().map(|stem| ((*stem).to_owned(), 1.0)).collect::<BTreeMap<_, _>>();
    assert!((overlap(&set(&["a", "b"]), &set(&["b", "c"])) - 1.0 / 3.0).abs() < 1e-9);
    assert!(overlap(&set(&[]), &set(&[])) < 1e-9);
}

/// Customers comment, one a conversation.
async fn commented(store: &TestDb, asking: ProgrammeId, first: i64, texts: &[String]) {
    let office = feedback(store);
    for (number, text) in texts.iter().enumerate() {
        let number = first + number as i64;
        contact(store, number, "ann@x.example", "en").await;
        reach(&office, about(number, number), "solved").await;
        store.clock.advance(Duration::from_hours(1));
        work(&office).await;
        let survey =
            store.read(move |tx| surveys::of(tx, asking, ConversationId::from_raw(number))).await.expect("read");
        let id = survey.expect("a survey").id;
        let given = Submission { score: Some(2), more: [("why".to_owned(), text.clone())].into() };
        let office = office.clone();
        store.write(move |tx| give(tx, &office, id, &given)).await.expect("given");
    }
}

#[db_test(schema)]
async fn themes_are_learned_corrected_and_stay_what_people_made_of_them(store: TestDb) {
    let lead = person_with(1, "Lea", &[ANSWER_SEE, THEME_MANAGE]);
    let brakes = said(&["the brakes squeak", "brake pads squeak loudly"], 4);
    let delivery = said(&["delivery delayed", "delayed delivery was terrible"], 4);
    let asking = programme(&store, Kind::Csat, plan()).await.id;
    commented(&store, asking, 100, &[brakes, delivery].concat()).await;
    let wanted = Wanted { programme: Some(asking), ..Wanted::default() };
    let by = lead.clone();
    let learned = store
        .write(move |tx| {
            let found = find(tx, &by)?;
            learn(tx, &by, &found)
        })
        .await
        .expect("learned");
    assert_eq!(learned.len(), 2, "{learned:?}");
    let brake = learned.iter().find(|theme| theme.name.contains("brake")).expect("brakes").clone();
    let late = learned.iter().find(|theme| theme.id != brake.id).expect("delivery").clone();
    // A name that a person gave outlives the next learning, under the same id.
    let (by, id) = (lead.clone(), brake.id);
    store.write(move |tx| change(tx, &by, id, 1, Some("Brakes"), Patch::Keep)).await.expect("named");
    let page = |theme| {
        let (by, wanted) = (lead.clone(), wanted.clone());
        store.read(move |tx| comments(tx, &by, &wanted, Some(theme), None, &PageRequest::default()))
    };
    let of_brakes = page(brake.id).await.expect("comments").items;
    assert_eq!(of_brakes.len(), 4);
    assert!(of_brakes[0].words.iter().any(|word| word.starts_with("squeak")), "{:?}", of_brakes[0].words);
    // A person knows better about one comment.
    let (by, answer) = (lead.clone(), of_brakes[0].answer.id);
    let by_hand = store.write(move |tx| correct(tx, &by, answer, Some(Sentiment::Positive), Patch::Set(late.id)));
    by_hand.await.expect("corrected");
    let by = lead.clone();
    let again = store
        .write(move |tx| {
            let found = find(tx, &by)?;
            learn(tx, &by, &found)
        })
        .await
        .expect("learned again");
    assert!(again.iter().any(|theme| theme.id == brake.id && theme.name == "Brakes"), "{again:?}");
    let moved = page(late.id).await.expect("comments").items.into_iter().find(|comment| comment.answer.id == answer);
    let moved = moved.expect("it stays where it was put");
    assert!(moved.theme_by_hand && moved.sentiment_by_hand && moved.sentiment == Sentiment::Positive);
    // Merged, both are one; counting finds all of them.
    let by = lead.clone();
    store.write(move |tx| merge(tx, &by, late.id, brake.id)).await.expect("merged");
    let (by, all) = (lead.clone(), wanted.clone());
    let counted = store.read(move |tx| counts(tx, &by, &all)).await.expect("counts");
    assert_eq!(counted.iter().map(|one| one.comments).collect::<Vec<_>>(), [8]);
    assert!(counted[0].negative >= 2 && counted[0].positive == 1, "{counted:?}");
}

#[db_test(schema)]
async fn new_comments_find_their_theme_and_emptied_ones_leave_it(store: TestDb) {
    let lead = person_with(1, "Lea", &[ANSWER_SEE, THEME_MANAGE]);
    let brakes = said(&["the brakes squeak", "brake pads squeak loudly"], 4);
    let asking = programme(&store, Kind::Csat, plan()).await.id;
    commented(&store, asking, 100, &[brakes, said(&["delivery delayed"], 4)].concat()).await;
    let by = lead.clone();
    store
        .write(move |tx| {
            let found = find(tx, &by)?;
            learn(tx, &by, &found)
        })
        .await
        .expect("learned");
    commented(&store, asking, 200, &["my new brakes squeak".to_owned(), "purple".to_owned()]).await;
    let by = lead.clone();
    let newest = store.read(move |tx| comments(tx, &by, &Wanted::default(), None, None, &PageRequest::default()));
    let newest = newest.await.expect("comments").items;
    assert!(newest[0].theme.is_none(), "purple is about nothing known");
    assert!(newest[1].theme.is_some() && !newest[1].theme_by_hand);
    let nobody = person_with(2, "Ann", &[ANSWER_SEE]);
    assert!(store.write(move |tx| create(tx, &nobody, "Mine", None)).await.is_err());
    let made = store.write(move |tx| create(tx, &lead, " Mine ", None)).await.expect("made");
    assert_eq!((made.name.as_str(), made.named), ("Mine", true));
}
