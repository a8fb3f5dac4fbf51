//! `quarterdeck serve`: opens, listens, says one line when it is ready, and ends in order.

use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;

use channels::listener::{Certificate, Door, Protocol, Rules};
use kernel::SystemClock;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

use super::{Ended, explain, plan, say};
use crate::app::App;
use crate::background;
use crate::config::Config;
use crate::metrics_page;

/// How long a silent mail server is waited for (RFC 5321 asks for five minutes).
const MAIL_PATIENCE: std::time::Duration = std::time::Duration::from_mins(5);

pub(crate) async fn serve(config: Config) -> Ended {
    metrics_page::recorder();
    let address = SocketAddr::new(config.server.address, config.server.port);
    // Listening comes first: a port that is taken is told before the database is touched.
    let listener = TcpListener::bind(address).await.map_err(|error| format!("cannot listen on {address}: {error}"))?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    let (rules, doors) = mail_doors(&config).await?;
    let public_url = config.server.public_url(address);
    let app =
        App::open(plan(&config, public_url.clone())?, Arc::new(SystemClock)).await.map_err(|fault| explain(&fault))?;
    let tasks = background::start(&app).await.map_err(|fault| explain(&fault))?;
    let mail = (!doors.is_empty())
        .then(|| tokio::spawn(channels::listener::listen(app.post.clone(), rules, doors, stopped())));
    let service = app.router().into_make_service_with_connect_info::<SocketAddr>();
    say(&format!("Quarterdeck is ready at {public_url}"));
    let served = axum::serve(listener, service).with_graceful_shutdown(stopped());
    // Open live connections would hold the end up; they come back by themselves.
    tokio::select! {
        ended = served => ended.map_err(|error| error.to_string())?,
        () = async { stopped().await; tokio::time::sleep(std::time::Duration::from_secs(5)).await } => {}
    }
    // Mail servers end what they began; whatever they did not get an answer for, they send again.
    if let Some(mail) = mail {
        let _ = mail.await;
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

/// Opens the doors by which mail servers come in.
async fn mail_doors(config: &Config) -> Result<(Rules, Vec<Door>), String> {
    let listener = config.listener.clone();
    let certificate = match &listener.tls {
        None => None,
        Some((chain, key)) => Some(
            Certificate::read(chain.clone(), key.clone())
                .map_err(|words| format!("listener.tls_certificate: {words}"))?,
        ),
    };
    let mut doors = Vec::new();
    for (protocol, address) in [(Protocol::Smtp, listener.smtp), (Protocol::Lmtp, listener.lmtp)] {
        let Some(address) = address else { continue };
        let door = Door::open(protocol, address).await;
        doors.push(door.map_err(|error| format!("cannot listen for mail on {address}: {error}"))?);
        tracing::info!(%address, ?protocol, "Mail servers may hand mail over.");
    }
    let rules = Rules {
        name: config.mail.domain.clone().unwrap_or_else(|| "localhost".to_owned()),
        max_bytes: listener.max_bytes,
        max_connections: listener.max_connections,
        certificate,
        tls_required: listener.tls_required,
        patience: MAIL_PATIENCE,
        admission: Arc::new(move |address| listener.admits(address)),
    };
    Ok((rules, doors))
}

async fn stopped() {
    let Ok(mut terminate) = signal(SignalKind::terminate()) else { return std::future::pending().await };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}
