//! `quarterdeck serve`: opens, listens, says one line when it is ready, and ends in order.

use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;

use kernel::SystemClock;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

use super::{Ended, explain, plan, say};
use crate::app::App;
use crate::background;
use crate::config::Config;
use crate::metrics_page;

pub(crate) async fn serve(config: Config) -> Ended {
    metrics_page::recorder();
    let address = SocketAddr::new(config.server.address, config.server.port);
    // Listening comes first: a port that is taken is told before the database is touched.
    let listener = TcpListener::bind(address).await.map_err(|error| format!("cannot listen on {address}: {error}"))?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    let public_url = config.server.public_url(address);
    let app =
        App::open(plan(&config, public_url.clone())?, Arc::new(SystemClock)).await.map_err(|fault| explain(&fault))?;
    let tasks = background::start(&app).await.map_err(|fault| explain(&fault))?;
    let service = app.router().into_make_service_with_connect_info::<SocketAddr>();
    say(&format!("Quarterdeck is ready at {public_url}"));
    let served = axum::serve(listener, service).with_graceful_shutdown(stopped());
    // Open live connections would hold the end up; they come back by themselves.
    tokio::select! {
        ended = served => ended.map_err(|error| error.to_string())?,
        () = async { stopped().await; tokio::time::sleep(std::time::Duration::from_secs(5)).await } => {}
    }
    drop(tasks);
    if let Err(fault) = background::heart(&app).leave().await {
        tracing::warn!(
            cause = fault.causes(),
            "This node could not say that it leaves; the others take over by themselves."
        );
    }
    Ok(ExitCode::SUCCESS)
}

async fn stopped() {
    let Ok(mut terminate) = signal(SignalKind::terminate()) else { return std::future::pending().await };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}
