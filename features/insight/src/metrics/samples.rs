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

/// What the definitions ask of a conversation, wherever it is kept.
pub(crate) trait Counted {
    fn created_at(&self) -> Timestamp;
    fn first_customer_at(&self) -> Timestamp;
    fn first_reply_at(&self) -> Timestamp;
    fn first_solved_at(&self) -> Timestamp;
    fn solved_at(&self) -> Timestamp;
    fn assignee(&self) -> Option<PersonId>;
    fn first_reply_by(&self) -> Option<PersonId>;
    fn by_agent(&self) -> bool;
    /// Exactly one public reply of a person.
    fn one_reply(&self) -> bool;
    fn is_reopened(&self) -> bool;
    /// It went from one team to another.
    fn is_transferred(&self) -> bool;
    /// The same customer began another conversation on the same topic within the window.
    fn came_again(&self) -> bool;
    fn requester_wait(&self) -> Took;
    fn agent_wait(&self) -> Took;
    fn hold_wait(&self) -> Took;
    /// Business time to the first reply, the first and the last solution, in microseconds.
    fn first_response_worked(&self) -> i64;
    fn first_resolution_worked(&self) -> i64;
    fn full_resolution_worked(&self) -> i64;
}

/// A fact with what others tell of it.
struct Told<'a> {
    it: &'a Conversation,
    came_again: bool,
}

impl Counted for Told<'_> {
    fn created_at(&self) -> Timestamp {
        self.it.created_at
    }
    fn first_customer_at(&self) -> Timestamp {
        self.it.first_customer_at
    }
    fn first_reply_at(&self) -> Timestamp {
        self.it.first_reply_at
    }
    fn first_solved_at(&self) -> Timestamp {
        self.it.first_solved_at
    }
    fn solved_at(&self) -> Timestamp {
        self.it.solved_at
    }
    fn assignee(&self) -> Option<PersonId> {
        self.it.assignee
    }
    fn first_reply_by(&self) -> Option<PersonId> {
        self.it.first_reply_by
    }
    fn by_agent(&self) -> bool {
        self.it.by_agent
    }
    fn one_reply(&self) -> bool {
        self.it.replies == 1
    }
    fn is_reopened(&self) -> bool {
        self.it.reopened > 0
    }
    fn is_transferred(&self) -> bool {
        self.it.transfers > 0
    }
    fn came_again(&self) -> bool {
        self.came_again
    }
    fn requester_wait(&self) -> Took {
        Took { calendar: self.it.requester_wait, business: self.it.business.requester_wait }
    }
    fn agent_wait(&self) -> Took {
        Took { calendar: self.it.agent_wait, business: self.it.business.agent_wait }
    }
    fn hold_wait(&self) -> Took {
        Took { calendar: self.it.hold_wait, business: self.it.business.hold_wait }
    }
    fn first_response_worked(&self) -> i64 {
        self.it.business.first_response
    }
    fn first_resolution_worked(&self) -> i64 {
        self.it.business.first_resolution
    }
    fn full_resolution_worked(&self) -> i64 {
        self.it.business.full_resolution
    }
}

/// Hands over everything that counts of a conversation with its public replies. `came_again`: the same customer began another
/// conversation on the same topic within the window.
pub(crate) fn each(it: &Conversation, replies: &[Reply], came_again: bool, visit: &mut dyn FnMut(Sample)) {
    let told = Told { it, came_again };
    for metric in Metric::ALL {
        of_conversation(*metric, &told, visit);
    }
    for reply in replies {
        for metric in [Metric::Replies, Metric::NextResponse] {
            of_reply(metric, reply, visit);
        }
    }
}

/// What a metric counts of a conversation itself.
#[inline]
pub(crate) fn of_conversation<C: Counted>(metric: Metric, it: &C, visit: &mut (impl FnMut(Sample) + ?Sized)) {
    let counted = |at, part: bool, whole: u64| Sample {
        metric,
        at,
        person: it.assignee(),
        part: u64::from(part),
        whole,
        took: None,
        mark: None,
        excluded: 0,
    };
    let solved_at = it.solved_at();
    let is_solved = solved_at != Timestamp::NEVER;
    match metric {
        Metric::Created => visit(counted(it.created_at(), true, 1)),
        Metric::ResolutionCohort => visit(counted(it.created_at(), is_solved, 1)),
        Metric::ResolutionFlow => {
            visit(counted(it.created_at(), false, 1));
            if is_solved {
                visit(counted(solved_at, true, 0));
            }
        }
        Metric::FirstResponse => {
            let (asked, answered) = (it.first_customer_at(), it.first_reply_at());
            if asked != Timestamp::NEVER && answered != Timestamp::NEVER && !it.by_agent() {
                let took = Took { calendar: between(asked, answered), business: it.first_response_worked() };
                visit(Sample { person: it.first_reply_by(), took: Some(took), ..counted(answered, true, 1) });
            }
        }
        // Counted of each reply, of surveys, and made of other metrics and a series.
        Metric::Replies
        | Metric::NextResponse
        | Metric::Csat
        | Metric::Nps
        | Metric::Ces
        | Metric::CesEasy
        | Metric::Happiness
        | Metric::ResponseRate
        | Metric::ContactRatio
        | Metric::CostPerContact => {}
        _ if !is_solved => {}
        Metric::Solved => visit(counted(solved_at, true, 1)),
        Metric::OneTouch => visit(counted(solved_at, it.one_reply(), 1)),
        Metric::FirstContact => visit(counted(solved_at, !it.is_reopened() && !it.came_again(), 1)),
        Metric::Reopened => visit(counted(solved_at, it.is_reopened(), 1)),
        Metric::Transferred => visit(counted(solved_at, it.is_transferred(), 1)),
        Metric::RequesterWait => visit(Sample { took: Some(it.requester_wait()), ..counted(solved_at, true, 1) }),
        Metric::AgentWait => visit(Sample { took: Some(it.agent_wait()), ..counted(solved_at, true, 1) }),
        Metric::HoldWait => visit(Sample { took: Some(it.hold_wait()), ..counted(solved_at, true, 1) }),
        Metric::FirstResolution => {
            let calendar = between(it.created_at(), it.first_solved_at());
            let took = Took { calendar, business: it.first_resolution_worked() };
            visit(Sample { took: Some(took), ..counted(solved_at, true, 1) });
        }
        Metric::FullResolution => {
            let took = Took { calendar: between(it.created_at(), solved_at), business: it.full_resolution_worked() };
            visit(Sample { took: Some(took), ..counted(solved_at, true, 1) });
        }
    }
}

/// What a metric counts of a public reply.
#[inline]
pub(crate) fn of_reply(metric: Metric, reply: &Reply, visit: &mut (impl FnMut(Sample) + ?Sized)) {
    let one =
        Sample { metric, at: reply.at, person: reply.person, part: 1, whole: 1, took: None, mark: None, excluded: 0 };
    match metric {
        Metric::Replies => visit(one),
        Metric::NextResponse if reply.since != Timestamp::NEVER => {
            let took = Took { calendar: between(reply.since, reply.at), business: reply.business };
            visit(Sample { took: Some(took), ..one });
        }
        _ => {}
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
