//! All endpoints in one router, with everything that stands around them.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderName, Request};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::get;
use axum::{Extension, Router};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, RequestId, SetRequestIdLayer};
use tower_http::trace::TraceLayer;
use utoipa_axum::router::OpenApiRouter;
use web::{Authenticate, Live, RateLimit, SecurityHeaders};

use crate::app::App;
use crate::{live_gate, metrics_page, openapi, proxies, system, ui};

/// JSON bodies; uploads have a limit of their own.
const BODY_LIMIT: usize = 4 * 1024 * 1024;
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The documented endpoints of all rooms.
pub(crate) fn documented(app: &App) -> OpenApiRouter {
    let rooms = OpenApiRouter::new()
        .merge(access::router(app.access.clone()))
        .merge(customers::router().with_state(app.db.clone()))
        .merge(inbox::router(app.inbox.clone()))
        .merge(inbox::search::router(app.search.clone()))
        .merge(channels::http::router().with_state(app.post.clone()))
        .merge(
            insight::router(app.columns.clone(), app.sealing(), app.reports.house.clone()).with_state(app.db.clone()),
        )
        .merge(insight::reports::router(app.reports.clone()))
        .merge(feedback::router(app.feedback.clone()))
        .merge(service_levels::router().with_state(app.db.clone()))
        .merge(system::router(app.clone()));
    OpenApiRouter::with_openapi(openapi::base()).nest("/api/v1", rooms)
}

impl App {
    /// Everything that listens, ready to be served.
    pub fn router(&self) -> Router {
        let (rooms, document) = documented(self).split_for_parts();
        let live = Live::start(self.db.clone(), Arc::new(live_gate::gate));
        let limit = RateLimit::per_minute(self.plan.requests_per_minute);
        forget_quiet(limit.clone());
        let api = rooms
            .route("/api/v1/live", get(web::live_socket).with_state(live))
            .layer(from_fn(web::fingerprint))
            .layer(from_fn_with_state(limit.clone(), web::limit_rate));
        // Anybody may knock at these: they share the limit of the API.
        let surveys = feedback::page::routes(self.feedback.clone()).layer(from_fn_with_state(limit, web::limit_rate));
        let gate: Arc<dyn Authenticate> = Arc::new(self.access.authenticator());
        let headers = SecurityHeaders { https: self.plan.public_url.starts_with("https://") };
        let trusted = Arc::new(self.plan.trusted_proxies.clone());
        api.merge(openapi::pages(document))
            .merge(system::probes(self.clone()))
            .merge(channels::unsubscribe::pages(self.post.clone()))
            .merge(surveys)
            .route("/metrics", get(metrics_page::page).with_state(self.clone()))
            .fallback(ui::serve)
            .layer(DefaultBodyLimit::max(BODY_LIMIT))
            .layer(Extension(gate))
            .layer(from_fn(web::count_requests))
            .layer(from_fn_with_state(trusted, proxies::note_client))
            .layer(CatchPanicLayer::custom(panicked))
            .layer(from_fn_with_state(headers, web::security_headers))
            .layer(CompressionLayer::new())
            .layer(PropagateRequestIdLayer::new(REQUEST_ID))
            .layer(TraceLayer::new_for_http().make_span_with(span))
            .layer(SetRequestIdLayer::new(REQUEST_ID, MakeRequestUuid))
    }
}

fn span<B>(request: &Request<B>) -> tracing::Span {
    let id = request.extensions().get::<RequestId>().and_then(|id| id.header_value().to_str().ok()).unwrap_or_default();
    // The path only: a query may hold what somebody searched for.
    tracing::info_span!("request", request.id = id, http.method = %request.method(), http.path = request.uri().path())
}

fn panicked(panic: Box<dyn std::any::Any + Send>) -> axum::response::Response {
    use axum::response::IntoResponse;
    let words = panic.downcast_ref::<&str>().copied().map(str::to_owned);
    let words = words.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default();
    web::Problem(kernel::Fault::internal(format!("a handler panicked: {words}"))).into_response()
}

fn forget_quiet(limit: RateLimit) {
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(Duration::from_mins(5)).await;
            limit.forget_quiet();
        }
    });
}
