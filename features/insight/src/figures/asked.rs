//! The query of an address, read into a question.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::{FieldFault, MailboxId, PageRequest, PersonId, Phrase, Result, Said, TeamId};

use super::behind::{Only, Within};
use super::model::{Clock, Filter};
use crate::error;
use crate::facts::TopicId;
use crate::metrics::{By, Metric, Period};

/// Values of one filter.
const MOST: usize = 200;
/// Ten years and what is leapt over.
const DAYS: i32 = 3660;

/// What figures are compared with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Against {
    #[default]
    None,
    Previous,
    Year,
}

/// A question as it is asked over HTTP. Lists are given by repeating the name.
#[derive(Debug, Clone, Default, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Asked {
    /// Metrics by their names in the dictionary; may be repeated.
    #[param(value_type = Vec<String>, required = false, example = "first_response_time")]
    pub(crate) metric: Vec<Metric>,
    /// The first day, in the company's time zone.
    #[param(value_type = String, required = true, example = "2026-03-01")]
    pub(crate) from: Option<Date>,
    /// The last day; it counts.
    #[param(value_type = String, required = true, example = "2026-03-31")]
    pub(crate) to: Option<Date>,
    /// Divided by `team`, `agent`, `channel`, `topic`, `mailbox`, `priority`, `day`, `week`, `month`, `hour` or `weekday`; up to three.
    #[param(value_type = Vec<String>, required = false)]
    pub(crate) by: Vec<By>,
    /// Only with these teams.
    #[param(required = false)]
    pub(crate) team: Vec<TeamId>,
    /// Only of these people: who replied, for replies and response times; who has the conversation, for everything else.
    #[param(required = false)]
    pub(crate) agent: Vec<PersonId>,
    /// Only by these channels.
    #[param(required = false)]
    pub(crate) channel: Vec<String>,
    /// Only about these topics.
    #[param(required = false)]
    pub(crate) topic: Vec<TopicId>,
    /// Only by these mailboxes.
    #[param(required = false)]
    pub(crate) mailbox: Vec<MailboxId>,
    /// Only as urgent as these.
    #[param(required = false)]
    pub(crate) priority: Vec<String>,
    /// Durations in `calendar` or `business` time; calendar when absent.
    #[param(value_type = Option<String>)]
    pub(crate) clock: Clock,
    /// Compared with the `previous` period, the same days a `year` before, or `none`, which is usual.
    #[param(value_type = Option<String>)]
    pub(crate) against: Against,
    /// For lists: the part of each division, in their order; may be empty for what belongs to none.
    #[param(required = false)]
    pub(crate) part: Vec<String>,
    /// For lists of shares: `part`, `rest` or `all`; for lists of ratings `excluded` too, for those that were left out.
    #[param(value_type = Option<String>)]
    pub(crate) only: Only,
    /// For lists: how many rows, 1 to 200; 50 when absent.
    pub(crate) limit: Option<u32>,
    /// For lists: `next_cursor` of the page before.
    pub(crate) cursor: Option<String>,
}

fn wrong<T>(name: &str, said: impl Into<Said>) -> std::result::Result<T, FieldFault> {
    Err(FieldFault::saying(name, said))
}

fn one_of<T: Copy>(name: &str, value: &str, known: &[(&str, T)], phrase: Phrase) -> std::result::Result<T, FieldFault> {
    known.iter().find(|(word, _)| *word == value).map_or_else(|| wrong(name, phrase), |(_, it)| Ok(*it))
}

fn add<T: std::str::FromStr>(name: &str, value: &str, to: &mut Vec<T>) -> std::result::Result<(), FieldFault> {
    if to.len() >= MOST {
        return wrong(name, error::VALUES_MANY);
    }
    match value.parse() {
        Ok(id) => to.push(id),
        Err(_) => return wrong(name, error::ID_INVALID.said([("value", value)])),
    }
    Ok(())
}

fn unknown_division(value: &str) -> FieldFault {
    let known = By::ALL.iter().map(|by| by.code()).collect::<Vec<_>>().join(", ");
    FieldFault::saying("by", error::DIVISION_UNKNOWN.said([("known", &known), ("value", value)]))
}

impl Asked {
    /// Reads the pairs of a query; names every field that is wrong.
    ///
    /// # Errors
    /// `request.invalid` with the fields at fault.
    pub(crate) fn read(pairs: &[(String, String)]) -> Result<Self> {
        let mut it = Self::default();
        let mut faults: Vec<FieldFault> = pairs.iter().filter_map(|(name, value)| it.put(name, value).err()).collect();
        match (it.from, it.to) {
            _ if !faults.is_empty() => {}
            (None, _) => faults.push(FieldFault::saying("from", error::DAY_MISSING)),
            (_, None) => faults.push(FieldFault::saying("to", error::DAY_MISSING)),
            (Some(from), Some(to)) if to < from => faults.push(FieldFault::saying("to", error::DAYS_REVERSED)),
            (Some(from), Some(to)) if from.until(to).is_ok_and(|span| span.get_days() > DAYS) => {
                faults.push(FieldFault::saying("to", error::DAYS_MANY));
            }
            _ if it.by.len() > 3 || (1..it.by.len()).any(|place| it.by[..place].contains(&it.by[place])) => {
                faults.push(FieldFault::saying("by", error::DIVISIONS_MANY));
            }
            _ if !it.part.is_empty() && it.part.len() != it.by.len() => {
                faults.push(FieldFault::saying("part", error::PART_INVALID));
            }
            _ => {}
        }
        kernel::Fault::check_fields(faults)?;
        Ok(it)
    }

    fn put(&mut self, name: &str, value: &str) -> std::result::Result<(), FieldFault> {
        let day = || value.parse::<Date>().or_else(|_| wrong(name, error::DAY_INVALID.said([("value", value)])));
        match name {
            "metric" => match Metric::named(value) {
                Some(metric) => self.metric.push(metric),
                None => return wrong(name, error::METRIC_UNKNOWN.said([("metric", value)])),
            },
            "by" => self.by.push(By::named(value).ok_or_else(|| unknown_division(value))?),
            "from" => self.from = Some(day()?),
            "to" => self.to = Some(day()?),
            "team" => add(name, value, &mut self.team)?,
            "agent" => add(name, value, &mut self.agent)?,
            "channel" => add(name, value, &mut self.channel)?,
            "topic" => add(name, value, &mut self.topic)?,
            "mailbox" => add(name, value, &mut self.mailbox)?,
            "priority" => add(name, value, &mut self.priority)?,
            "clock" => {
                let known = [("calendar", Clock::Calendar), ("business", Clock::Business)];
                self.clock = one_of(name, value, &known, error::CLOCK_UNKNOWN)?;
            }
            "against" => {
                let known = [("none", Against::None), ("previous", Against::Previous), ("year", Against::Year)];
                self.against = one_of(name, value, &known, error::AGAINST_UNKNOWN)?;
            }
            "part" => self.part.push(value.to_owned()),
            "only" => {
                let known =
                    [("all", Only::All), ("part", Only::Part), ("rest", Only::Rest), ("excluded", Only::Excluded)];
                self.only = one_of(name, value, &known, error::ONLY_UNKNOWN)?;
            }
            "limit" => {
                let limit = value.parse().or_else(|_| wrong(name, error::LIMIT_INVALID.said([("value", value)])))?;
                self.limit = Some(limit);
            }
            "cursor" => self.cursor = Some(value.to_owned()),
            _ => return wrong(name, error::QUESTION_UNKNOWN.said([("name", name)])),
        }
        Ok(())
    }

    /// The days that are asked for.
    pub(crate) fn period(&self, zone: TimeZone) -> Period {
        let first = self.from.unwrap_or_default();
        Period { first, last: self.to.unwrap_or(first), zone }
    }

    /// The days that they are compared with.
    pub(crate) fn against(&self, period: &Period) -> Result<Option<Period>> {
        match self.against {
            Against::None => Ok(None),
            Against::Previous => period.previous().map(Some),
            Against::Year => period.year_before().map(Some),
        }
    }

    pub(crate) fn filter(&self) -> Filter {
        Filter {
            teams: self.team.clone(),
            people: self.agent.clone(),
            channels: self.channel.clone(),
            topics: self.topic.clone(),
            mailboxes: self.mailbox.clone(),
            priorities: self.priority.clone(),
        }
    }

    pub(crate) fn within(&self) -> Within {
        Within { by: self.by.clone(), part: self.part.clone(), only: self.only }
    }

    pub(crate) fn page(&self) -> PageRequest {
        PageRequest { limit: self.limit, cursor: self.cursor.clone() }
    }

    /// The one metric of a list.
    pub(crate) fn one_metric(&self) -> Result<Metric> {
        match self.metric[..] {
            [metric] => Ok(metric),
            [] => Err(kernel::Fault::wrong_field("metric", error::METRIC_MISSING)),
            _ => Err(kernel::Fault::wrong_field("metric", error::METRIC_MANY)),
        }
    }

    /// The metrics of a table: all of them when none is named.
    pub(crate) fn metrics(&self) -> Vec<Metric> {
        if self.metric.is_empty() { Metric::ALL.to_vec() } else { self.metric.clone() }
    }
}
