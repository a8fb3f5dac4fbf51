//! How long a conversation took, by the definitions of the dictionary.

use super::model::Clock;
use crate::facts::Conversation;
use crate::metrics::{Metric, samples};

/// How long a conversation took by each definition, in microseconds; none where it does not count (yet).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Times {
    /// From the customer's first message to the first reply of a person.
    pub first_response: Option<i64>,
    /// From the beginning to the first solution.
    pub first_resolution: Option<i64>,
    /// From the beginning to the last solution.
    pub full_resolution: Option<i64>,
    /// While we owed the customer something.
    pub requester_wait: Option<i64>,
    /// While the customer owed us an answer.
    pub agent_wait: Option<i64>,
    /// While a third party owed us something.
    pub hold_wait: Option<i64>,
}

/// The times of a conversation in a clock.
pub(super) fn times(it: &Conversation, clock: Clock) -> Times {
    let mut times = Times::default();
    samples::each(it, &[], false, &mut |sample| {
        let time = match sample.metric {
            Metric::FirstResponse => &mut times.first_response,
            Metric::FirstResolution => &mut times.first_resolution,
            Metric::FullResolution => &mut times.full_resolution,
            Metric::RequesterWait => &mut times.requester_wait,
            Metric::AgentWait => &mut times.agent_wait,
            Metric::HoldWait => &mut times.hold_wait,
            _ => return,
        };
        *time = sample.took.map(|took| clock.of(took));
    });
    times
}
