//! Asking again about a mail that could not be checked.

use std::time::Duration;

use db::Tx;
use jobs::{Job, NewJob, Outcome};
use kernel::Result;
use serde::{Deserialize, Serialize};

use super::model::{Findings, Verdict};
use super::{check, store};
use crate::intake::envelope;
use crate::intake::model::IntakeId;
use crate::intake::store as intake_store;
use crate::mail::address::Address;
use crate::post::Post;

/// The job that asks again.
pub(crate) const CHECK_AGAIN: &str = "channels.check_sender";
/// When it is asked again, after the mail came in. Later the keys of signatures may have been changed.
const AFTER: [Duration; 5] = [
    Duration::from_mins(5),
    Duration::from_mins(30),
    Duration::from_hours(2),
    Duration::from_hours(8),
    Duration::from_hours(24),
];

/// What the job needs to know.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct CheckAgain {
    pub(crate) intake: IntakeId,
}

/// Asks again later, when nobody could be asked now.
pub(crate) fn plan(tx: &mut Tx<'_>, post: &Post, intake: IntakeId, findings: &Findings) -> Result<()> {
    if findings.verdict != Verdict::Unchecked || !post.settings().senders.names.are_on() {
        return Ok(());
    }
    let at = tx.now().plus(AFTER[0]);
    jobs::enqueue(tx, NewJob::now(CHECK_AGAIN, CheckAgain { intake }).at(at).once_for(intake))
}

/// The job.
pub(crate) async fn run(post: Post, job: Job) -> Result<Outcome> {
    let CheckAgain { intake } = job.payload()?;
    let reading = post.clone();
    let (mail, raw, envelope, now) = post
        .db()
        .read(move |tx| {
            let mail = intake_store::find(tx, intake)?;
            let raw = reading.files().read(tx, &mail.blob)?;
            Ok((mail, raw, envelope::find(tx, intake)?, tx.now()))
        })
        .await?;
    let findings = check(&post, std::sync::Arc::new(raw), envelope).await;
    if findings.verdict == Verdict::Unchecked {
        let next = AFTER.iter().map(|after| mail.received_at.plus(*after)).find(|at| *at > now);
        return Ok(next.map_or(Outcome::Done, Outcome::Again));
    }
    post.db()
        .write(move |tx| {
            if store::of_intake(tx, intake)?.is_none() {
                return Ok(());
            }
            let author = Address::parse(&mail.from_address);
            let findings = author.iter().fold(findings.clone(), |findings, author| findings.for_author(author));
            store::renew(tx, intake, &findings)
        })
        .await?;
    Ok(Outcome::Done)
}
