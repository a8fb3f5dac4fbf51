//! What this room does by itself.

use jobs::{Outcome, Runner};
use serde::{Deserialize, Serialize};

use crate::Feedback;
use crate::surveys::{SurveyId, send};

/// The job that sends a survey when it is due.
pub const SEND: &str = "feedback.send";
/// The job that reminds of one.
pub const REMIND: &str = "feedback.remind";

/// What the jobs need to know.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct SurveyJob {
    /// The survey.
    pub survey: SurveyId,
}

/// Adds this room's jobs to a node's runner.
pub fn add(runner: &mut Runner, feedback: &Feedback) {
    let office = feedback.clone();
    runner.add(SEND, move |job| {
        let office = office.clone();
        async move {
            let SurveyJob { survey } = job.payload()?;
            let db = office.db.clone();
            let again = db.write(move |tx| send::send(tx, &office, survey)).await?;
            Ok(again.map_or(Outcome::Done, Outcome::Again))
        }
    });
    let office = feedback.clone();
    runner.add(REMIND, move |job| {
        let office = office.clone();
        async move {
            let SurveyJob { survey } = job.payload()?;
            let db = office.db.clone();
            db.write(move |tx| send::remind(tx, &office, survey)).await?;
            Ok(Outcome::Done)
        }
    });
}
