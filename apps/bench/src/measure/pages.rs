//! Queue and conversation pages, beside the bare ones.

use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use kernel::TypedId;

use super::Run;
use crate::company::{ADMINISTRATOR_SECRET, AGENT_SECRET};
use crate::http;
use crate::outcome::Outcome;
use crate::program::Program;
use crate::report::{Aim, Line, Sample};

const CONNECTIONS: usize = 16;

/// Measures all of them.
pub async fn measure(run: &Run, program: &Program) -> Outcome<Vec<Line>> {
    let mut command = Command::new(std::env::current_exe()?);
    command.args(["ceiling", &run.bare]);
    let ceiling = Program::start(command)?;
    let long = &run.long;
    let threads = |path: &dyn Fn(&kernel::ConversationId) -> String, secret| -> Vec<Vec<u8>> {
        long.iter().map(|id| http::get(&path(id), secret)).collect()
    };
    let queue = "/api/v1/inbox/conversations?view=all&limit=50";
    let pairs = [
        ("queue page, administrator", vec![http::get(queue, ADMINISTRATOR_SECRET)], vec![http::get("/all", "")]),
        ("queue page, agent of two teams", vec![http::get(queue, AGENT_SECRET)], vec![http::get("/teams", "")]),
        (
            "conversation page, 30 messages",
            threads(&|id| format!("/api/v1/inbox/conversations/{id}/messages?limit=30"), ADMINISTRATOR_SECRET),
            threads(&|id| format!("/thread/{}", id.raw()), ""),
        ),
    ];
    let mut lines = Vec::new();
    for (name, ours, bare) in pairs {
        let (ours, bare) = (Arc::new(ours), Arc::new(bare));
        let (mut of_ours, mut of_bare) = (Sample::default(), Sample::default());
        for round in 0..=run.rounds {
            // The first round only warms up.
            let lasts = if round == 0 { Duration::from_millis(600) } else { run.lasts };
            let (one, _) = http::burst(&ceiling.address, &bare, CONNECTIONS, lasts, None).await?;
            let (other, _) = http::burst(&program.address, &ours, CONNECTIONS, lasts, None).await?;
            if round > 0 {
                of_bare.0.push(one.per_second);
                of_ours.0.push(other.per_second);
            }
        }
        let name = format!("{}: {name}", run.engine);
        lines.push(Line { name, unit: "/s", ours: of_ours, ceiling: Some(of_bare), aim: Aim::AtLeastPercent(70) });
    }
    Ok(lines)
}
