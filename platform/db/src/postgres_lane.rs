//! PostgreSQL: plain threads with a connection each; a unit of work is run again when the server cannot serialise it.

use std::collections::HashMap;
use std::time::Duration;

use crossbeam_channel::{Receiver, Sender, bounded};
use kernel::{Fault, Result};
use postgres::{Client, IsolationLevel, NoTls};

use crate::config::PostgresTls;
use crate::errors::from_postgres;
use crate::lanes::Refusal;
use crate::sqlite_lane::{Order, Surroundings, spawn};
use crate::tx::Link;

/// How often a unit of work is run at most.
const RUNS: u32 = 12;

/// Opens a connection of our own settings.
pub(crate) fn connect(url: &str, tls: PostgresTls) -> Result<Client> {
    let mut settings: postgres::Config = url.parse().map_err(from_postgres)?;
    // A server whose machine is gone answers nothing at all: without limits a thread would wait for it for hours.
    settings.connect_timeout(settings.get_connect_timeout().copied().unwrap_or(Duration::from_secs(5)));
    settings.tcp_user_timeout(settings.get_tcp_user_timeout().copied().unwrap_or(Duration::from_secs(15)));
    settings.keepalives_idle(Duration::from_secs(10)).keepalives_interval(Duration::from_secs(5)).keepalives_retries(3);
    match tls {
        PostgresTls::Off => settings.connect(NoTls).map_err(from_postgres),
        PostgresTls::Required => {
            let mut roots = rustls::RootCertStore::empty();
            roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
            let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
            let config = rustls::ClientConfig::builder_with_provider(provider)
                .with_safe_default_protocol_versions()
                .map_err(Fault::internal)?
                .with_root_certificates(roots)
                .with_no_client_auth();
            settings.connect(tokio_postgres_rustls::MakeRustlsConnect::new(config)).map_err(from_postgres)
        }
    }
}

/// What a lane of threads does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    Write,
    Read,
    Report,
}

/// Starts threads for one purpose. Connections are made when first needed and again after a loss.
pub(crate) fn start(
    url: &str,
    tls: PostgresTls,
    threads: usize,
    purpose: Purpose,
    around: &Surroundings,
) -> Result<Sender<Order>> {
    let (sender, orders) = bounded::<Order>(4096);
    for number in 0..threads {
        let (url, orders, around) = (url.to_owned(), orders.clone(), around.clone());
        spawn(&format!("db-{purpose:?}-{number}").to_lowercase(), move || {
            Lane { url, tls, purpose, around, open: None }.serve(&orders);
        })?;
    }
    Ok(sender)
}

struct Lane {
    url: String,
    tls: PostgresTls,
    purpose: Purpose,
    around: Surroundings,
    open: Option<(Client, HashMap<String, postgres::Statement>)>,
}

impl Lane {
    fn serve(mut self, orders: &Receiver<Order>) {
        for mut order in orders {
            let committed = self.perform(&mut order);
            order.work.finish(committed);
        }
    }

    /// Runs an order to its end. The answer tells only what befell the transaction; the closure's own fault is kept with it.
    fn perform(&mut self, order: &mut Order) -> Result<()> {
        let mut run = 0;
        loop {
            run += 1;
            let outcome = self.attempt(order);
            match outcome {
                Ok(Outcome::Done) => return Ok(()),
                Ok(Outcome::Refused(Refusal::Retry)) if run < RUNS => {}
                Ok(Outcome::Refused(refusal)) => {
                    if refusal == Refusal::Unavailable {
                        self.open = None;
                    }
                    return Ok(());
                }
                Err(fault) if fault.is(crate::RETRY) && run < RUNS => {}
                // A connection that broke before anything was run is replaced once, unseen by the caller.
                Err(fault)
                    if fault.kind() == kernel::FaultKind::Unavailable && run == 1 && self.open.take().is_some() => {}
                Err(fault) => {
                    self.open = None;
                    return Err(fault);
                }
            }
            std::thread::sleep(Duration::from_micros(200 * u64::from(run * run)));
        }
    }

    fn attempt(&mut self, order: &mut Order) -> Result<Outcome> {
        if self.open.as_ref().is_none_or(|(client, _)| client.is_closed()) {
            self.open = Some((self.connect()?, HashMap::new()));
        }
        let Some((client, prepared)) = &mut self.open else { return Err(Fault::internal("no connection")) };
        let transaction = client
            .build_transaction()
            .isolation_level(IsolationLevel::RepeatableRead)
            .read_only(self.purpose != Purpose::Write)
            .start()
            .map_err(from_postgres)?;
        let mut tx = self.around.tx(Link::Postgres { transaction, prepared }, order.at);
        if let Err(refusal) = order.work.run(&mut tx) {
            return Ok(Outcome::Refused(refusal));
        }
        let announces = tx.announces();
        match tx.commit() {
            Ok(()) => {
                if announces {
                    self.around.bus.announce();
                }
                Ok(Outcome::Done)
            }
            // Whether a commit arrived when the connection broke meanwhile, nobody knows: it is never run again by itself.
            Err(fault) if fault.kind() == kernel::FaultKind::Unavailable && !fault.is(crate::RETRY) => {
                self.open = None;
                Err(fault)
            }
            Err(fault) => Err(fault),
        }
    }

    fn connect(&self) -> Result<Client> {
        let mut client = connect(&self.url, self.tls)?;
        let timeout = if self.purpose == Purpose::Report { "60s" } else { "10s" };
        client
            .batch_execute(&format!(
                "set statement_timeout='{timeout}'; set idle_in_transaction_session_timeout='30s'; set timezone='UTC';"
            ))
            .map_err(from_postgres)?;
        Ok(client)
    }
}

enum Outcome {
    Done,
    Refused(Refusal),
}
