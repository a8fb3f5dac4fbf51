//! How soon others see a reply: from sending it to its arrival on each of their sockets.

use std::time::{Duration, Instant};

use futures::StreamExt as _;
use serde_json::{Value, json};
use tokio::sync::mpsc;
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;

use super::Run;
use crate::company::ADMINISTRATOR_SECRET;
use crate::http::{self, Connection};
use crate::outcome::{Outcome, wrong};
use crate::program::Program;
use crate::report::{Aim, Line, Sample};

const PATIENCE: Duration = Duration::from_secs(5);

/// Measures with so many sockets open.
pub async fn measure(run: &Run, program: &Program, sockets: usize, replies: usize) -> Outcome<Line> {
    let (told, mut heard) = mpsc::unbounded_channel::<(String, Instant)>();
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..sockets {
        let mut request = format!("ws://{}/api/v1/live", program.address).into_client_request()?;
        request.headers_mut().insert("cookie", format!("qd_session={ADMINISTRATOR_SECRET}").parse()?);
        let (mut socket, _) = connect_async(request).await?;
        let told = told.clone();
        // The first word says that the socket hears everything from now on.
        let Some(Ok(Message::Text(_))) = socket.next().await else { return wrong("a socket did not say hello") };
        tasks.spawn(async move {
            while let Some(Ok(message)) = socket.next().await {
                let Message::Text(text) = message else { continue };
                let at = Instant::now();
                let event: Value = serde_json::from_str(text.as_str()).unwrap_or_default();
                if event["name"] == "inbox.message.written" {
                    // Nobody listens any more at the end.
                    let _ = told.send((event["thing"].as_str().unwrap_or_default().to_owned(), at));
                }
            }
        });
    }
    let mut connection = Connection::open(&program.address).await?;
    let mut sample = Sample::default();
    let body =
        json!({"html": "<p>It left this morning.</p>", "to": [{"address": "customer1@org1.test", "name": "Jonas"}]})
            .to_string();
    // From the end of the list, where the writers have not been.
    for id in run.conversations.iter().rev().take(replies) {
        let request = http::post(&format!("/api/v1/inbox/conversations/{id}/replies"), ADMINISTRATOR_SECRET, &body);
        let began = Instant::now();
        let answer = connection.ask(&request).await?;
        if answer.status != 201 {
            return wrong(format!("{}: {}", answer.status, String::from_utf8_lossy(&answer.body)));
        }
        let thing = id.to_string();
        let mut seen = 0;
        while seen < sockets {
            let Some((of, at)) = tokio::time::timeout(PATIENCE, heard.recv()).await? else {
                return wrong("the sockets have closed");
            };
            if of == thing {
                sample.0.push(at.duration_since(began).as_secs_f64() * 1000.0);
                seen += 1;
            }
        }
        tokio::time::sleep(Duration::from_millis(30)).await;
    }
    tasks.abort_all();
    let name = format!("{}: another agent sees my reply, p99, {sockets} connected", run.engine);
    Ok(Line::alone(name, "ms", sample.quantile(0.99), Aim::Below(100)))
}
