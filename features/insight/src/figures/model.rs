//! What can be asked.

use kernel::{MailboxId, PersonId, TeamId};

use crate::facts::{Place, TopicId};
use crate::metrics::samples::Took;
use crate::metrics::{Metric, Period};

/// Which time durations are counted in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Clock {
    /// Every hour of every day.
    #[default]
    Calendar,
    /// The hours in which the department works.
    Business,
}

impl Clock {
    /// A duration in this time, in microseconds.
    pub(crate) fn of(self, took: Took) -> i64 {
        match self {
            Self::Calendar => took.calendar,
            Self::Business => took.business,
        }
    }
}

/// What counts; an empty list lets everything count.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// With one of these teams.
    pub teams: Vec<TeamId>,
    /// Of one of these people.
    pub people: Vec<PersonId>,
    /// By one of these channels.
    pub channels: Vec<String>,
    /// About one of these.
    pub topics: Vec<TopicId>,
    /// By one of these mailboxes.
    pub mailboxes: Vec<MailboxId>,
    /// As urgent as one of these.
    pub priorities: Vec<String>,
}

/// A question about a metric.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Which.
    pub metric: Metric,
    /// Over which days.
    pub period: Period,
    /// In which time.
    pub clock: Clock,
    /// Of what.
    pub filter: Filter,
}

fn among<T: PartialEq>(wanted: &[T], it: Option<&T>) -> bool {
    wanted.is_empty() || it.is_some_and(|it| wanted.contains(it))
}

fn among_words(wanted: &[String], it: &str) -> bool {
    wanted.is_empty() || wanted.iter().any(|wanted| wanted == it)
}

impl Filter {
    /// Whether a sample of a conversation counts; `person` is whose sample it is.
    pub fn admits(&self, about: Place<'_>, person: Option<PersonId>) -> bool {
        among(&self.teams, about.team.as_ref())
            && among(&self.people, person.as_ref())
            && among_words(&self.channels, about.channel)
            && among(&self.topics, about.topic.as_ref())
            && among(&self.mailboxes, about.mailbox.as_ref())
            && among_words(&self.priorities, about.priority)
    }
}
