//! How refusals look in the API's document: one type a status.

use utoipa::IntoResponses;
use web::ProblemBody;

/// 403: known, but not allowed.
#[derive(IntoResponses)]
#[response(status = 403, description = "The role does not allow this", content_type = "application/problem+json")]
pub(crate) struct Forbidden(#[expect(dead_code, reason = "read by the API's document only")] ProblemBody);

/// 404: not there.
#[derive(IntoResponses)]
#[response(status = 404, description = "There is no such calendar", content_type = "application/problem+json")]
pub(crate) struct NotFound(#[expect(dead_code, reason = "read by the API's document only")] ProblemBody);

/// 409: somebody was faster, or the state does not allow it.
#[derive(IntoResponses)]
#[response(
    status = 409,
    description = "Changed meanwhile, the name is taken, or not possible as things are",
    content_type = "application/problem+json"
)]
pub(crate) struct Conflict(#[expect(dead_code, reason = "read by the API's document only")] ProblemBody);

/// 422: a field is wrong.
#[derive(IntoResponses)]
#[response(
    status = 422,
    description = "A field is wrong; `errors` names it",
    content_type = "application/problem+json"
)]
pub(crate) struct Unprocessable(#[expect(dead_code, reason = "read by the API's document only")] ProblemBody);
