//! Endpoints of files.

use axum::body::Body;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use kernel::{Fault, Result};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::{Answer, Form, Json, Path, ProblemBody, Query, Who};

use super::{Attachment, AttachmentId, FileRow, LARGEST, NewFile, find, is_showable, record};
use crate::{Inbox, error, permissions};

pub(crate) fn routes() -> OpenApiRouter<Inbox> {
    OpenApiRouter::new()
        .routes(routes!(attachments_create))
        .layer(DefaultBodyLimit::max(LARGEST + 64 * 1024))
        .routes(routes!(attachments_content))
}

/// A form with one file.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only describes the form")]
struct Upload {
    /// The file.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// Uploads a file for a message that is being written.
///
/// Name it in `attachment_ids` of the reply or note. Files that no message took are forgotten after a week.
#[utoipa::path(post, path = "/attachments", operation_id = "attachments_create", tag = "inbox",
    request_body(content = Upload, content_type = "multipart/form-data"),
    responses((status = 201, body = Attachment), (status = 413, body = ProblemBody), (status = 422, body = ProblemBody), (status = 403, body = ProblemBody)))]
async fn attachments_create(
    State(inbox): State<Inbox>,
    who: Who,
    Form(mut form): Form,
) -> Answer<(StatusCode, Json<Attachment>)> {
    who.actor.require(permissions::NOTE)?;
    let person = who.actor.require_person()?;
    let missing = || Fault::invalid_field("file", "request.required", "Send one file in the field “file”.");
    let broken = |cause: axum::extract::multipart::MultipartError| {
        let too_large = cause.status() == StatusCode::PAYLOAD_TOO_LARGE;
        if too_large { Fault::from(error::ATTACHMENT_TOO_LARGE) } else { missing().because(cause) }
    };
    let field = loop {
        match form.next_field().await.map_err(broken)? {
            Some(field) if field.name() == Some("file") => break field,
            Some(_) => {}
            None => return Err(missing().into()),
        }
    };
    let name = safe_name(field.file_name().unwrap_or("file"));
    let media_type = media_type(field.content_type());
    let bytes = field.bytes().await.map_err(broken)?;
    if bytes.len() > LARGEST {
        return Err(error::ATTACHMENT_TOO_LARGE.into());
    }
    let files = inbox.files.clone();
    let blob = tokio::task::spawn_blocking(move || files.prepare(&bytes)).await.map_err(Fault::internal)??;
    let new = NewFile {
        name,
        media_type,
        size: blob.size() as i64,
        hash: blob.hash().to_owned(),
        content_id: None,
        inline: false,
    };
    let attachment = inbox
        .db
        .write(move |tx| {
            blob.save(tx)?;
            let id = record(tx, Some(person), &new)?;
            let row = FileRow {
                id,
                name: new.name.clone(),
                media_type: new.media_type.clone(),
                size: new.size,
                hash: new.hash.clone(),
                content_id: None,
                inline: false,
            };
            Ok(Attachment::from(row))
        })
        .await?;
    Ok((StatusCode::CREATED, Json(attachment)))
}

/// A type of the form `type/subtype` without parameters, in lower case.
fn media_type(given: Option<&str>) -> String {
    let plain = given
        .and_then(|given| given.split(';').next())
        .map(|given| given.trim().to_ascii_lowercase())
        .unwrap_or_default();
    let token = |part: &str| {
        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&byte))
    };
    match plain.split_once('/') {
        Some((kind, sub)) if token(kind) && token(sub) => plain,
        _ => "application/octet-stream".to_owned(),
    }
}

/// A name that is safe everywhere; `file` for what has none.
pub(crate) fn safe_name(given: &str) -> String {
    kernel::file_name::safe(given).unwrap_or_else(|| "file".to_owned())
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ContentQuery {
    /// `inline` to look at it in the browser, `attachment` (the default) to download it.
    disposition: Option<String>,
}

/// Gives a file's content.
///
/// It is shown by the browser only when asked for `inline` and when nothing in it can run.
#[utoipa::path(get, path = "/attachments/{id}/content", operation_id = "attachments_content", tag = "inbox",
    params(("id" = AttachmentId, Path), ContentQuery),
    responses((status = 200, content_type = "application/octet-stream", body = Vec<u8>), (status = 404, body = ProblemBody), (status = 403, body = ProblemBody)))]
async fn attachments_content(
    State(inbox): State<Inbox>,
    who: Who,
    Path(id): Path<AttachmentId>,
    Query(query): Query<ContentQuery>,
) -> Answer<Response> {
    let files = inbox.files.clone();
    let (file, bytes) = inbox
        .db
        .read(move |tx| {
            let file = find(tx, &who.actor, id)?;
            let bytes = files.read(tx, &file.hash)?;
            Ok((file, bytes))
        })
        .await?;
    Ok(content(&file.name, &file.media_type, bytes, query.disposition.as_deref() == Some("inline") || file.inline)?)
}

/// An answer with foreign bytes: never believed, never run.
pub(crate) fn content(name: &str, media_type: &str, bytes: Vec<u8>, inline: bool) -> Result<Response> {
    let show = inline && is_showable(media_type);
    let kind = if show && media_type == "text/plain" { "text/plain; charset=utf-8" } else { media_type };
    let plain: String =
        name.chars().map(|c| if c.is_ascii_graphic() && c != '"' && c != '\\' || c == ' ' { c } else { '_' }).collect();
    let encoded: String = name
        .bytes()
        .map(|byte| {
            if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
                (byte as char).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect();
    let disposition =
        format!("{}; filename=\"{plain}\"; filename*=UTF-8''{encoded}", if show { "inline" } else { "attachment" });
    let header_value = |text: &str| HeaderValue::from_str(text).map_err(Fault::internal);
    // PDF viewers of browsers do not start inside a sandbox; the type alone keeps the file from being a page of ours.
    let policy = if media_type == "application/pdf" {
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
    } else {
        "sandbox; default-src 'none'; frame-ancestors 'self'"
    };
    Response::builder()
        .header(header::CONTENT_TYPE, header_value(kind)?)
        .header(header::CONTENT_DISPOSITION, header_value(&disposition)?)
        .header(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy))
        .header(header::X_FRAME_OPTIONS, HeaderValue::from_static("SAMEORIGIN"))
        .header(header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=86400, immutable"))
        .body(Body::from(bytes))
        .map_err(Fault::internal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lose_their_paths_and_types_their_parameters() {
        for (given, safe) in [
            ("../../etc/passwd", "passwd"),
            ("C:\\x\\crack.jpg", "crack.jpg"),
            ("..", "file"),
            ("a\r\nb", "a b"),
            ("invoice\u{202e}fdp.exe", "invoice fdp.exe"),
            ("CON", "_CON"),
            ("", "file"),
        ] {
            assert_eq!(safe_name(given), safe);
        }
        for (given, safe) in [
            (Some("Text/HTML; charset=x"), "text/html"),
            (None, "application/octet-stream"),
            (Some("x"), "application/octet-stream"),
        ] {
            assert_eq!(media_type(given), safe);
        }
    }

    #[test]
    fn what_could_run_is_only_ever_downloaded() {
        for (media_type, shown) in [
            ("text/html", false),
            ("image/svg+xml", false),
            ("image/png", true),
            ("text/xml", false),
            ("application/pdf", true),
        ] {
            let answer = content("x\"\r\n.html", media_type, Vec::new(), true).expect("an answer");
            let disposition = answer.headers()[header::CONTENT_DISPOSITION].to_str().expect("text");
            assert_eq!(disposition.starts_with("inline"), shown, "{media_type}");
            assert!(disposition.contains("filename*=UTF-8''x%22%0D%0A.html"));
        }
    }
}
