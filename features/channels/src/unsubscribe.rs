//! Hearing no more of what goes to many: one click in the mail program (RFC 8058), or a page with one button.
//!
//! The link holds a signed number of the mail, no address: it cannot be guessed, and it tells nothing to whoever finds it in a log.
//! Only a POST changes anything, because programs follow links to look at them.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use db::Tx;
use kernel::{Result, TypedId};

use crate::mail::address::Address;
use crate::outgoing::commands::BulkMail;
use crate::outgoing::model::Kind;
use crate::outgoing::store;
use crate::post::Post;

/// The pages, for everybody.
pub fn pages(post: Post) -> Router {
    Router::new().route("/unsubscribe/{token}", get(ask).post(leave)).with_state(post)
}

/// The mail a link came with; none when we did not make the link.
fn mail_of(tx: &mut Tx<'_>, post: &Post, token: &str) -> Result<Option<BulkMail>> {
    let Some(id) = post.signer().unsubscribed(token) else { return Ok(None) };
    let mail = store::maybe(tx, TypedId::from_raw(id))?.filter(|mail| Kind::of(&mail.kind) == Kind::Bulk);
    Ok(mail.and_then(|mail| serde_json::from_str(&mail.content).ok()))
}

/// Takes the recipient of a mail off its list; `false` when the link is not ours.
///
/// # Errors
/// Only that the database does not answer.
pub fn unsubscribe(tx: &mut Tx<'_>, post: &Post, token: &str) -> Result<bool> {
    let Some(mail) = mail_of(tx, post, token)? else { return Ok(false) };
    let address = Address::parse(&mail.to.address).map_or(mail.to.address, |address| address.key());
    post.desk().unsubscribed(tx, &address, &mail.list, true)?;
    Ok(true)
}

async fn ask(State(post): State<Post>, Path(token): Path<String>, headers: HeaderMap) -> Response {
    let office = post.clone();
    let known = post.db().read(move |tx| Ok(mail_of(tx, &office, &token)?.is_some())).await;
    page(&headers, known.map(|known| if known { Page::Ask } else { Page::Unknown }))
}

async fn leave(State(post): State<Post>, Path(token): Path<String>, headers: HeaderMap) -> Response {
    let office = post.clone();
    let known = post.db().write(move |tx| unsubscribe(tx, &office, &token)).await;
    page(&headers, known.map(|known| if known { Page::Done } else { Page::Unknown }))
}

#[derive(Clone, Copy)]
enum Page {
    Ask,
    Done,
    Unknown,
}

fn page(headers: &HeaderMap, page: Result<Page>) -> Response {
    let page = match page {
        Ok(page) => page,
        Err(fault) => return web::Problem(fault).into_response(),
    };
    let language = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let is_german = language.to_lowercase().starts_with("de");
    let (title, text) = match (page, is_german) {
        (Page::Ask, false) => ("Unsubscribe", "Do you want no more mails of this kind?"),
        (Page::Ask, true) => ("Abmelden", "Möchten Sie keine Mails dieser Art mehr?"),
        (Page::Done, false) => {
            ("Unsubscribed", "You get no more mails of this kind. Answers to your own questions still reach you.")
        }
        (Page::Done, true) => (
            "Abgemeldet",
            "Sie bekommen keine Mails dieser Art mehr. Antworten auf eigene Fragen erreichen Sie weiter.",
        ),
        (Page::Unknown, false) => ("Unknown link", "This link is not one of ours, or not complete."),
        (Page::Unknown, true) => ("Unbekannter Link", "Dieser Link ist keiner von uns oder nicht vollständig."),
    };
    let button = match (page, is_german) {
        (Page::Ask, false) => "<form method=\"post\"><button>Unsubscribe</button></form>",
        (Page::Ask, true) => "<form method=\"post\"><button>Abmelden</button></form>",
        _ => "",
    };
    let language = if is_german { "de" } else { "en" };
    let html = format!(
        "<!DOCTYPE html><html lang=\"{language}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <meta name=\"robots\" content=\"noindex\"><title>{title}</title></head>\
         <body><main><h1>{title}</h1><p>{text}</p>{button}</main></body></html>"
    );
    let status = if matches!(page, Page::Unknown) { StatusCode::NOT_FOUND } else { StatusCode::OK };
    (status, Html(html)).into_response()
}

#[cfg(test)]
mod tests {
    use testkit::{TestDb, db_test};

    use super::*;
    use crate::outgoing::commands::queue_bulk_mail;
    use crate::outgoing::tests::{Scene, scene};
    use crate::testing::work;

    async fn send(scene: &Scene, source: &'static str) -> bool {
        let office = scene.post.clone();
        let mail = BulkMail {
            to: Address::parse("Anna@x.example").unwrap(),
            list: "digest".into(),
            mailbox: None,
            subject: "News".into(),
            html: "<p>News</p>".into(),
            text: String::new(),
        };
        let queued =
            scene.post.db().write(move |tx| queue_bulk_mail(tx, &office, source, &mail)).await.expect("queued");
        work(&scene.post).await;
        queued
    }

    async fn use_link(scene: &Scene, token: String) -> bool {
        let office = scene.post.clone();
        scene.post.db().write(move |tx| unsubscribe(tx, &office, &token)).await.expect("done")
    }

    #[db_test(crate::testing::schema)]
    async fn one_click_ends_what_goes_to_many(db: TestDb) {
        let scene = scene(&db).await;
        assert!(send(&scene, "news:1").await);
        let letter = scene.server.letters().remove(0);
        assert_eq!(letter.header("list-unsubscribe-post"), Some("List-Unsubscribe=One-Click"));
        assert_eq!(letter.header("precedence"), Some("bulk"));
        let link = letter.header("list-unsubscribe").expect("a link").trim_matches(['<', '>']).to_owned();
        let token = link.strip_prefix("https://desk.our.example/unsubscribe/").expect("our own link").to_owned();
        let looked = token.clone();
        let office = scene.post.clone();
        let known = scene.post.db().read(move |tx| mail_of(tx, &office, &looked)).await.expect("looked");
        assert_eq!(known.map(|mail| mail.list).as_deref(), Some("digest"));
        assert!(send(&scene, "news:2").await, "looking changes nothing");
        let mut guessed = token.clone().into_bytes();
        guessed[20] = if guessed[20] == b'0' { b'1' } else { b'0' };
        assert!(!use_link(&scene, String::from_utf8(guessed).unwrap()).await);
        assert!(use_link(&scene, token.clone()).await && use_link(&scene, token).await, "twice is as good as once");
        assert!(!send(&scene, "news:3").await);
        assert_eq!(scene.server.letters().len(), 2);
    }
}
