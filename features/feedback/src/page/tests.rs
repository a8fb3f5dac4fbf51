use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use http_body_util::BodyExt as _;
use kernel::{ConversationId, TypedId};
use testkit::{TestDb, db_test};
use tower::ServiceExt as _;

use crate::Feedback;
use crate::programmes::model::Kind;
use crate::surveys::{SurveyId, store as surveys};
use crate::testing::{about, contact, feedback, plan, programme, reach, schema, work};

async fn sent(store: &TestDb, office: &Feedback, language: &str) -> SurveyId {
    let asking = programme(store, Kind::Csat, plan()).await.id;
    contact(store, 1, "ann@x.example", language).await;
    reach(office, about(10, 1), "solved").await;
    store.clock.advance(Duration::from_hours(1));
    work(office).await;
    let found = store.read(move |tx| surveys::of(tx, asking, ConversationId::from_raw(10))).await.expect("read");
    found.expect("a survey").id
}

async fn ask(office: &Feedback, path: &str, form: Option<&str>) -> (StatusCode, String, axum::http::HeaderMap) {
    let request = Request::builder().uri(path).header(header::ACCEPT_LANGUAGE, "de");
    let request = match form {
        Some(form) => request
            .method("POST")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(form.to_owned())),
        None => request.body(Body::empty()),
    };
    let response = super::routes(office.clone()).oneshot(request.expect("a request")).await.expect("an answer");
    let (status, headers) = (response.status(), response.headers().clone());
    let body = response.into_body().collect().await.expect("a body").to_bytes();
    (status, String::from_utf8(body.to_vec()).expect("text"), headers)
}

async fn score(store: &TestDb) -> Option<i64> {
    let read = store.read(|tx| tx.opt("select score from feedback_answers", db::p![], |row| row.take()));
    read.await.expect("read")
}

#[db_test(schema)]
async fn looking_never_votes_and_one_post_does(store: TestDb) {
    let office = feedback(&store);
    let survey = sent(&store, &office, "en").await;
    let link = office.links.chosen(survey, 4);
    let path = link.strip_prefix("https://desk.example").expect("our own");
    // A mail scanner follows every link of the mail, some of them more than once.
    for score in 1..=5 {
        let each = path.replace("score=4", &format!("score={score}"));
        assert_eq!(ask(&office, &each, None).await.0, StatusCode::OK);
    }
    assert_eq!(score(&store).await, None);
    let (_, html, headers) = ask(&office, path, None).await;
    assert!(html.contains("value=\"4\" required checked") && html.contains("<html lang=\"en\""), "{html}");
    assert!(html.contains("bad &lt;b&gt;") && !html.contains("bad <b>") && !html.contains("<script"), "{html}");
    assert_eq!(headers[header::CACHE_CONTROL], "no-store");
    assert_eq!(headers[header::REFERRER_POLICY], "no-referrer");
    let (status, _, headers) = ask(&office, path, Some("score=4")).await;
    assert_eq!(
        (status, headers[header::LOCATION].to_str().expect("text")),
        (StatusCode::SEE_OTHER, path.split('?').next().expect("a path"))
    );
    assert_eq!(score(&store).await, Some(4));
    let (_, html, _) = ask(&office, path, None).await;
    assert!(html.contains("Your answer is kept") && html.contains("Thanks!") && html.contains("?change=1"), "{html}");
}

#[db_test(schema)]
async fn the_unhappy_are_asked_why_in_their_language_and_may_change_their_mind(store: TestDb) {
    let office = feedback(&store);
    let survey = sent(&store, &office, "de").await;
    let path = format!("/survey/{}", office.links.token(survey));
    assert_eq!(ask(&office, &path, Some("score=1")).await.0, StatusCode::SEE_OTHER);
    let (_, html, _) = ask(&office, &path, None).await;
    assert!(html.contains("<html lang=\"de\"") && html.contains("Warum?") && html.contains("name=\"q_why\""), "{html}");
    assert!(!html.contains("Thanks!"), "not all is answered");
    ask(&office, &path, Some("score=1&q_why=%3Cscript%3Ealert(1)%3C%2Fscript%3E")).await;
    let (_, html, _) = ask(&office, &path, None).await;
    assert!(html.contains("&lt;script&gt;alert(1)") && !html.contains("<script"), "{html}");
    let (_, html, _) = ask(&office, &format!("{path}?change=1"), None).await;
    assert!(html.contains("value=\"1\" required checked"), "{html}");
    ask(&office, &path, Some("score=5")).await;
    assert_eq!(score(&store).await, Some(5));
}

#[db_test(schema)]
async fn a_vote_without_a_score_is_asked_again_and_a_link_of_nobody_is_told_so(store: TestDb) {
    let office = feedback(&store);
    let survey = sent(&store, &office, "en").await;
    let path = format!("/survey/{}", office.links.token(survey));
    for form in ["", "score=9", "score=x"] {
        let (status, html, _) = ask(&office, &path, Some(form)).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{form}");
        assert!(html.contains("role=\"alert\""), "{html}");
    }
    let other = office.links.token(SurveyId::from_raw(survey.raw() + 1));
    for token in ["x", &other, &office.links.token(survey).replace(|c: char| c.is_ascii_digit(), "z")] {
        for form in [None, Some("score=5")] {
            let (status, html, _) = ask(&office, &format!("/survey/{token}"), form).await;
            assert_eq!(status, StatusCode::NOT_FOUND, "{token}");
            assert!(html.contains("keiner von uns"), "{html}");
        }
    }
    assert_eq!(score(&store).await, None);
    store.clock.advance(Duration::from_hours(24 * 15));
    assert_eq!(ask(&office, &path, None).await.0, StatusCode::GONE);
    assert_eq!(ask(&office, &path, Some("score=5")).await.0, StatusCode::GONE);
}

#[db_test(schema)]
async fn only_a_click_on_the_button_ends_surveys(store: TestDb) {
    let office = feedback(&store);
    let survey = sent(&store, &office, "de").await;
    let (_, html, _) = ask(&office, &format!("/survey/{}", office.links.token(survey)), None).await;
    let link = office.links.leaving(survey);
    let path = link.strip_prefix("https://desk.example").expect("our own").to_owned();
    assert!(html.contains(&format!("href=\"{path}\"")), "{html}");
    // Scanners look, even more than once.
    for _ in 0..2 {
        let (status, html, _) = ask(&office, &path, None).await;
        assert!(status == StatusCode::OK && html.contains("<button>Keine Umfragen mehr senden"), "{html}");
    }
    let stopped = "select count(*) from test_stopped where address = 'ann@x.example'";
    let count = || store.read(move |tx| tx.one(stopped, db::p![], |row| row.take::<i64>()));
    assert_eq!(count().await.expect("read"), 0);
    for _ in 0..2 {
        let (status, html, _) = ask(&office, &path, Some("")).await;
        assert!(status == StatusCode::OK && html.contains("abgemeldet") && !html.contains("<button"), "{html}");
    }
    assert_eq!(count().await.expect("read"), 1);
    let other = format!("/survey/{}/stop", office.links.token(SurveyId::from_raw(survey.raw() + 1)));
    for form in [None, Some("")] {
        let (status, ..) = ask(&office, &other, form).await;
        assert_eq!(status, StatusCode::NOT_FOUND);
    }
}
