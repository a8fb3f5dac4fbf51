//! Replies of 32 writers with durable commits, beside bare ones.

use std::path::PathBuf;
use std::sync::Arc;

use serde_json::json;

use super::Run;
use crate::ceiling::replies::{self, Words};
use crate::chance::{Chance, Vocabulary};
use crate::company::ADMINISTRATOR_SECRET;
use crate::fill;
use crate::http;
use crate::outcome::Outcome;
use crate::program::Program;
use crate::report::{Aim, Line, Sample};

const WRITERS: usize = 32;
/// Connections of the bare writers on PostgreSQL.
const BARE_WRITERS: usize = 16;

/// Measures; the bare replies go into a copy of the data.
pub async fn measure(run: &Run, program: &Program) -> Outcome<Line> {
    let text = Vocabulary::new().text(&mut Chance::new(42));
    let html = fill::html_of(&text);
    let body = json!({"html": html, "to": [{"address": "customer1@org1.test", "name": "Jonas Weber 1"}]}).to_string();
    let conversations = Arc::new(run.conversations.clone());
    let requests: Vec<Vec<u8>> = conversations
        .iter()
        .map(|id| http::post(&format!("/api/v1/inbox/conversations/{id}/replies"), ADMINISTRATOR_SECRET, &body))
        .collect();
    let requests = Arc::new(requests);
    let words = Words { text, html };
    let (mut ours, mut bare) = (Sample::default(), Sample::default());
    let mut from = 0;
    for _ in 0..run.rounds {
        let (words, conversations, lasts) = (words.clone(), Arc::clone(&conversations), run.lasts);
        let copy = run.bare_copy.clone();
        let rate = tokio::task::spawn_blocking(move || {
            if copy.starts_with("postgres:") {
                replies::postgres(&copy, &conversations, &words, BARE_WRITERS, lasts)
            } else {
                replies::sqlite(&PathBuf::from(copy), &conversations, &words, WRITERS, lasts)
            }
        });
        bare.0.push(rate.await??);
        let (burst, next) = http::burst(&program.address, &requests, WRITERS, run.lasts, Some(from)).await?;
        from = next;
        ours.0.push(burst.per_second);
        fill::quiet(program).await?;
    }
    let aim = if run.engine == "SQLite" { Aim::AtLeastPercent(200) } else { Aim::None };
    Ok(Line {
        name: format!("{}: replies, 32 writers, durable", run.engine),
        unit: "/s",
        ours,
        ceiling: Some(bare),
        aim,
    })
}
