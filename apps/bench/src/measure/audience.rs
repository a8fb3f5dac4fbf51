//! Browsers that are connected: sockets that hear what happens.

use std::time::{Duration, Instant};

use futures::StreamExt as _;
use serde_json::Value;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;

use crate::company::ADMINISTRATOR_SECRET;
use crate::outcome::{Outcome, wrong};
use crate::program::Program;
use crate::report::Sample;

const PATIENCE: Duration = Duration::from_secs(15);

/// Sockets that listen for one kind of event.
#[derive(Debug)]
pub struct Audience {
    count: usize,
    heard: mpsc::UnboundedReceiver<(String, Instant)>,
    tasks: JoinSet<()>,
}

impl Audience {
    /// Opens so many sockets.
    pub async fn open(program: &Program, count: usize, name: &'static str) -> Outcome<Self> {
        let (told, heard) = mpsc::unbounded_channel::<(String, Instant)>();
        let mut tasks = JoinSet::new();
        for _ in 0..count {
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
                    if event["name"] == name {
                        // Nobody listens any more at the end.
                        let _ = told.send((event["thing"].as_str().unwrap_or_default().to_owned(), at));
                    }
                }
            });
        }
        Ok(Self { count, heard, tasks })
    }

    /// Waits until all of them heard of a thing, or of anything; notes how long after the beginning each did, in ms.
    pub async fn hear(&mut self, thing: Option<&str>, began: Instant, sample: &mut Sample) -> Outcome {
        let mut seen = 0;
        while seen < self.count {
            let Some((of, at)) = tokio::time::timeout(PATIENCE, self.heard.recv()).await? else {
                return wrong("the sockets have closed");
            };
            if thing.is_none_or(|thing| thing == of) {
                sample.0.push(at.duration_since(began).as_secs_f64() * 1000.0);
                seen += 1;
            }
        }
        Ok(())
    }

    /// Closes them.
    pub fn close(mut self) {
        self.tasks.abort_all();
    }
}
