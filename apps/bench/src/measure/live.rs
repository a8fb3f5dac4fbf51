//! How soon others see a reply: from sending it to its arrival on each of their sockets.

use std::time::{Duration, Instant};

use serde_json::json;

use super::Run;
use super::audience::Audience;
use crate::company::ADMINISTRATOR_SECRET;
use crate::http::{self, Connection};
use crate::outcome::{Outcome, wrong};
use crate::program::Program;
use crate::report::{Aim, Line, Sample};

/// Measures with so many sockets open.
pub async fn measure(run: &Run, program: &Program, sockets: usize, replies: usize) -> Outcome<Line> {
    let mut audience = Audience::open(program, sockets, "inbox.message.written").await?;
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
        audience.hear(Some(&id.to_string()), began, &mut sample).await?;
        tokio::time::sleep(Duration::from_millis(30)).await;
    }
    audience.close();
    let name = format!("{}: another agent sees my reply, p99, {sockets} connected", run.engine);
    Ok(Line::alone(name, "ms", sample.quantile(0.99), Aim::Below(100)))
}
