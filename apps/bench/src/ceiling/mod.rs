//! What could be reached at best: bare SQL, serde and axum, without any of the product's code. Runs in a process of its own,
//! as the product does. A database thread takes a request, reads, writes the JSON, and answers; as many of them as the product has.

pub mod intake;
pub mod page;
pub mod postgres;
pub mod replies;
pub mod sqlite;

use std::path::Path;

use axum::Router;
use axum::extract::{Path as InPath, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use crossbeam_channel::{Receiver, Sender};
use tokio::sync::oneshot;

use crate::outcome::Outcome;
use page::Asked;

/// As the product is configured.
const SQLITE_READERS: usize = 4;
const POSTGRES_READERS: usize = 7;

type Order = (Asked, oneshot::Sender<Outcome<Vec<u8>>>);

/// Serves until the process is ended.
pub async fn serve(database: &str) -> Outcome {
    let (sender, orders) = crossbeam_channel::bounded::<Order>(4096);
    if database.starts_with("postgres:") {
        for _ in 0..POSTGRES_READERS {
            let (database, orders) = (database.to_owned(), orders.clone());
            std::thread::spawn(move || match postgres::open(&database) {
                Ok(link) => work(link, postgres::answer, &orders),
                Err(error) => eprintln!("{error}"),
            });
        }
    } else {
        for _ in 0..SQLITE_READERS {
            let (connection, orders) = (sqlite::open(Path::new(database))?, orders.clone());
            std::thread::spawn(move || work(connection, sqlite::answer, &orders));
        }
    }
    let router = Router::new()
        .route("/all", get(|State(lane)| ask(lane, Asked::All)))
        .route("/teams", get(|State(lane)| ask(lane, Asked::Teams)))
        .route("/thread/{id}", get(|State(lane), InPath(id): InPath<i64>| ask(lane, Asked::Thread(id))))
        .with_state(sender);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    println!("ready at {}", listener.local_addr()?);
    Ok(axum::serve(listener, router).await?)
}

fn work<L>(mut link: L, answer: fn(&mut L, Asked) -> Outcome<Vec<u8>>, orders: &Receiver<Order>) {
    for (asked, caller) in orders {
        // A caller that has gone away needs no answer.
        let _ = caller.send(answer(&mut link, asked));
    }
}

async fn ask(lane: Sender<Order>, asked: Asked) -> Response {
    let (caller, answer) = oneshot::channel();
    let failed = |words: String| (StatusCode::INTERNAL_SERVER_ERROR, words).into_response();
    if lane.send((asked, caller)).is_err() {
        return failed("the threads have stopped".to_owned());
    }
    match answer.await {
        Ok(Ok(body)) => ([(header::CONTENT_TYPE, "application/json")], body).into_response(),
        Ok(Err(error)) => failed(error.to_string()),
        Err(error) => failed(error.to_string()),
    }
}
