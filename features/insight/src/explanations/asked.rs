//! Questions of this room, as they stand in the query of an address: those of figures, and a few words more.

use jiff::civil::Date;
use kernel::{Fault, FieldFault, Result};

use crate::error;
use crate::figures::Asked;
use crate::measures::Statistic;
use crate::metrics::{By, Metric, Period, Unit};

/// What is asked beside the question itself.
#[derive(Debug, Clone, Default)]
pub(super) struct More {
    /// The first day of the earlier period.
    pub(super) against_from: Option<Date>,
    /// Its last day.
    pub(super) against_to: Option<Date>,
    /// Which number of a duration; the median when absent.
    pub(super) statistic: Option<Statistic>,
    /// So many first points make the limits of a chart; all of them when absent.
    pub(super) baseline: Option<usize>,
    /// What is made equal before people or teams are compared.
    pub(super) adjust: Vec<By>,
}

/// Reads the pairs of a query.
///
/// # Errors
/// `request.invalid` with the fields at fault.
pub(super) fn read(pairs: &[(String, String)]) -> Result<(Asked, More)> {
    let (mut more, mut faults, mut rest) = (More::default(), Vec::new(), Vec::new());
    for (name, value) in pairs {
        match more.put(name, value) {
            Ok(true) => {}
            Ok(false) => rest.push((name.clone(), value.clone())),
            Err(fault) => faults.push(fault),
        }
    }
    Fault::check_fields(faults)?;
    Ok((Asked::read(&rest)?, more))
}

impl More {
    /// Takes a pair; says whether it is one of this room.
    fn put(&mut self, name: &str, value: &str) -> std::result::Result<bool, FieldFault> {
        let day = || {
            let wrong = |_| FieldFault::saying(name, error::DAY_INVALID.said([("value", value)]));
            value.parse::<Date>().map(Some).map_err(wrong)
        };
        match name {
            "against_from" => self.against_from = day()?,
            "against_to" => self.against_to = day()?,
            "statistic" => self.statistic = Some(statistic(name, value)?),
            "baseline" => {
                let wrong = |_| FieldFault::saying(name, error::WATCH_BASELINE);
                self.baseline = Some(value.parse().map_err(wrong)?);
            }
            "adjust" => {
                let known = [By::Topic, By::Channel, By::Hour, By::Priority];
                let found = known.into_iter().find(|by| by.code() == value);
                self.adjust.push(found.ok_or_else(|| FieldFault::saying(name, error::ADJUST_UNKNOWN))?);
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// The earlier period: the days that were named, else as many days right before.
    pub(super) fn against(&self, period: &Period) -> Result<Period> {
        match (self.against_from, self.against_to) {
            (Some(first), Some(last)) if first <= last => Ok(Period { first, last, zone: period.zone.clone() }),
            (None, None) => period.previous(),
            _ => Err(Fault::wrong_field("against_to", error::DAYS_REVERSED)),
        }
    }

    /// Which number of a metric is meant.
    pub(super) fn statistic(&self, metric: Metric) -> Statistic {
        match metric.definition().unit {
            Unit::Duration => self.statistic.filter(|it| *it != Statistic::Value).unwrap_or(Statistic::Median),
            Unit::Count | Unit::Share | Unit::Points | Unit::Score | Unit::Money => Statistic::Value,
        }
    }
}

fn statistic(name: &str, value: &str) -> std::result::Result<Statistic, FieldFault> {
    match value {
        "median" => Ok(Statistic::Median),
        "mean" => Ok(Statistic::Mean),
        "p90" => Ok(Statistic::P90),
        "value" => Ok(Statistic::Value),
        _ => Err(FieldFault::saying(name, error::STATISTIC_UNFIT)),
    }
}
