//! Honest statistics: how sure a figure is, whether two differ, and whether a movement is more than noise. Pure.
//!
//! Every interval is one of 95 %. Each function names the paper or book its formula is from, and its tests hold the worked
//! examples printed there.

mod compare;
mod control;
mod families;
mod interval;
mod sample;
mod standardise;
#[cfg(test)]
mod tests;

pub use compare::{Compared, Test, Welch, difference, rank_sum, shares_differ, welch};
pub use control::{Chart, FEWEST_POINTS, Place, Point, Signal, chart};
pub use families::discoveries;
pub use interval::{Estimate, Interval, Moments, mean, nps, quantile_ranks, share};
pub use sample::{FEWEST_TO_RANK, SMALL_BELOW, is_small, may_be_ranked};
pub use standardise::{Standardised, Stratum, standardise};
