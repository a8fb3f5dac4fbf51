//! The staff web, embedded in the binary: every address that is no file is the single page.

use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use rust_embed::Embed;

#[derive(Embed)]
#[folder = "../../web/staff/dist"]
#[allow_missing = true]
struct Staff;

/// Gives a file of the staff web, or its page.
pub(crate) async fn serve(uri: Uri) -> Response {
    let path = uri.path().trim_start_matches('/');
    if path.starts_with("api/") {
        return web::Problem(kernel::Fault::not_found()).into_response();
    }
    if let Some(found) = file(path) {
        return found;
    }
    // A missing file of an older build is told as missing: a page in its place would be run as a script.
    if path.starts_with("assets/") {
        return StatusCode::NOT_FOUND.into_response();
    }
    file("index.html").unwrap_or_else(|| {
        let words = "The staff web is not part of this build. Build it with `npm run build` in web/staff, then build the server again.";
        (StatusCode::SERVICE_UNAVAILABLE, words).into_response()
    })
}

fn file(path: &str) -> Option<Response> {
    let found = Staff::get(path)?;
    // Files of the bundle bear their content's hash in their name; everything else may change with the next release.
    let cache = if path.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    let kind = HeaderValue::from_str(found.metadata.mimetype()).ok()?;
    let headers = [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, HeaderValue::from_static(cache))];
    Some((headers, found.data.into_owned()).into_response())
}
