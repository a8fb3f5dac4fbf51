//! Why a figure moved, where conversations wait, and what is worth being taught.

mod decompose;

pub use decompose::{Amount, Contribution, Movement, Segment, of_count, of_quantile, of_ratio};
