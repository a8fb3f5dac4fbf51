//! What each metric counts of one conversation: the one place where a definition of the dictionary is code. Reports compute
//! from it, roll-ups subtract and add it, lists behind a figure show it.

use kernel::{PersonId, Timestamp};

use super::dictionary::Metric;
use super::load::Reply;
use crate::facts::{Conversation, Survey, SurveyKind};

/// One thing that counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sample {
    /// For which metric.
    pub(crate) metric: Metric,
    /// When, which puts it into a period.
    pub(crate) at: Timestamp,
    /// Whose it is: who replied, or who has the conversation.
    pub(crate) person: Option<PersonId>,
    /// Adds to the part of a share, or to a count.
    pub(crate) part: u64,
    /// Adds to the whole.
    pub(crate) whole: u64,
    /// Microseconds, for durations.
    pub(crate) took: Option<Took>,
    /// What a rating adds to a balance or a mean of scores.
    pub(crate) mark: Option<i64>,
    /// One, when it is a rating that was left out: it counts nowhere else.
    pub(crate) excluded: u64,
}

/// A duration in both times, in microseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Took {
    /// Every hour of every day.
    pub(crate) calendar: i64,
    /// The hours in which the department worked.
    pub(crate) business: i64,
}

/// Hands over everything that counts of a conversation with its public replies. `came_again`: the same customer began another
/// conversation on the same topic within the window.
pub(crate) fn each(it: &Conversation, replies: &[Reply], came_again: bool, visit: &mut dyn FnMut(Sample)) {
    let counted = |metric, at, part: bool, whole: u64| Sample {
        metric,
        at,
        person: it.assignee,
        part: u64::from(part),
        whole,
        took: None,
        mark: None,
        excluded: 0,
    };
    let is_solved = it.solved_at != Timestamp::NEVER;
    visit(counted(Metric::Created, it.created_at, true, 1));
    visit(counted(Metric::ResolutionFlow, it.created_at, false, 1));
    visit(counted(Metric::ResolutionCohort, it.created_at, is_solved, 1));
    if it.first_reply_at != Timestamp::NEVER && it.first_customer_at != Timestamp::NEVER && !it.by_agent {
        let calendar = between(it.first_customer_at, it.first_reply_at);
        let took = Some(Took { calendar, business: it.business.first_response });
        let first = counted(Metric::FirstResponse, it.first_reply_at, true, 1);
        visit(Sample { person: it.first_reply_by, took, ..first });
    }
    for reply in replies {
        let one = Sample { person: reply.person, ..counted(Metric::Replies, reply.at, true, 1) };
        visit(one);
        if reply.since != Timestamp::NEVER {
            visit(Sample {
                metric: Metric::NextResponse,
                took: Some(Took { calendar: between(reply.since, reply.at), business: reply.business }),
                ..one
            });
        }
    }
    if is_solved {
        let at = it.solved_at;
        visit(counted(Metric::Solved, at, true, 1));
        visit(counted(Metric::ResolutionFlow, at, true, 0));
        visit(counted(Metric::OneTouch, at, it.replies == 1, 1));
        visit(counted(Metric::FirstContact, at, it.reopened == 0 && !came_again, 1));
        visit(counted(Metric::Reopened, at, it.reopened > 0, 1));
        visit(counted(Metric::Transferred, at, it.transfers > 0, 1));
        let mut took = |metric, calendar, business| {
            visit(Sample { took: Some(Took { calendar, business }), ..counted(metric, at, true, 1) });
        };
        let business = &it.business;
        took(Metric::RequesterWait, it.requester_wait, business.requester_wait);
        took(Metric::AgentWait, it.agent_wait, business.agent_wait);
        took(Metric::HoldWait, it.hold_wait, business.hold_wait);
        let first = between(it.created_at, it.first_solved_at);
        took(Metric::FirstResolution, first, business.first_resolution);
        took(Metric::FullResolution, between(it.created_at, at), business.full_resolution);
    }
}

/// Hands over everything that counts of a survey.
pub(crate) fn of_survey(it: &Survey, visit: &mut dyn FnMut(Sample)) {
    let counted = |metric, at, part: bool| Sample {
        metric,
        at,
        person: it.assignee,
        part: u64::from(part),
        whole: 1,
        took: None,
        mark: None,
        excluded: 0,
    };
    visit(counted(Metric::ResponseRate, it.sent_at, it.is_answered()));
    if !it.is_answered() {
        return;
    }
    let mut rated = |metric: Metric, mark: Option<i64>| {
        let one = counted(metric, it.given_at, it.kind.is_good(it.score));
        visit(if it.excluded { Sample { part: 0, whole: 0, excluded: 1, ..one } } else { Sample { mark, ..one } });
    };
    let mark = Some(it.kind.mark(it.score));
    match it.kind {
        SurveyKind::Csat => rated(Metric::Csat, None),
        SurveyKind::Happiness => rated(Metric::Happiness, mark),
        SurveyKind::Nps => rated(Metric::Nps, mark),
        SurveyKind::Ces => {
            rated(Metric::Ces, mark);
            rated(Metric::CesEasy, None);
        }
    }
}

/// Never less than nothing: history may arrive in any order.
fn between(from: Timestamp, until: Timestamp) -> i64 {
    (until.micros() - from.micros()).max(0)
}
