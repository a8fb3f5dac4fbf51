//! `/metrics` for Prometheus: open to this machine, elsewhere for a token that may see the system's health.

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use std::sync::OnceLock;
use web::{ClientAddress, Problem, Who};

use crate::app::App;
use crate::system;

/// The process's one recorder.
pub(crate) fn recorder() -> &'static PrometheusHandle {
    static HANDLE: OnceLock<PrometheusHandle> = OnceLock::new();
    HANDLE.get_or_init(|| {
        let recorder = PrometheusBuilder::new().build_recorder();
        let handle = recorder.handle();
        // A recorder set by somebody else (a test) keeps its place.
        drop(metrics::set_global_recorder(recorder));
        handle
    })
}

/// Gives the counters, and the gauges that are read at this moment.
pub(crate) async fn page(
    State(app): State<App>,
    ClientAddress(address): ClientAddress,
    who: Result<Who, Problem>,
) -> Result<Response, Problem> {
    if !address.is_loopback() {
        who?.actor.require(system::SEE_HEALTH)?;
    }
    let gauges = app.db.read(|tx| {
        let now = tx.now();
        Ok((db::consumer_lags(tx)?, jobs::depth(tx)?, channels::mailboxes::queries::list(tx)?, now))
    });
    if let Ok((lags, depths, mailboxes, now)) = gauges.await {
        for (mailbox, standing) in mailboxes.into_iter().filter(|(mailbox, _)| mailbox.fetches()) {
            let state = standing.state;
            let age = now.since(state.last_fetch_at.max(mailbox.made_at)).as_secs_f64();
            let stopped = f64::from(u8::from(state.alarm_at.happened().is_some()));
            let labels = [("mailbox", mailbox.address.address)];
            metrics::gauge!("quarterdeck_mailbox_last_fetch_age_seconds", &labels).set(age);
            metrics::gauge!("quarterdeck_mailbox_stopped", &labels).set(stopped);
            metrics::gauge!("quarterdeck_mailbox_waiting_mails", &labels).set(state.waiting as f64);
        }
        for lag in lags {
            metrics::gauge!("quarterdeck_consumer_lag_events", "consumer" => lag.name.clone()).set(lag.behind as f64);
            metrics::gauge!("quarterdeck_consumer_parked_events", "consumer" => lag.name).set(lag.parked as f64);
        }
        for (kind, waiting, _) in depths {
            metrics::gauge!("quarterdeck_jobs_waiting", "kind" => kind).set(waiting as f64);
        }
    }
    let text = recorder().render();
    Ok(([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text).into_response())
}
