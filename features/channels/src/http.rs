//! Every endpoint of this room, without the prefix `/api/v1`.

use utoipa_axum::router::OpenApiRouter;

use crate::post::Post;
use crate::{authenticity, consent, dkim, intake, mailboxes, outgoing, rules, storms};

/// The endpoints.
pub fn router() -> OpenApiRouter<Post> {
    mailboxes::http::router()
        .merge(consent::http::router())
        .merge(intake::http::router())
        .merge(outgoing::http::router())
        .merge(rules::http::router())
        .merge(storms::http::router())
        .merge(dkim::http::router())
        .merge(authenticity::http::router())
}
