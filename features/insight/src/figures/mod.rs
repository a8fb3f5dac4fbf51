//! Figures: questions about metrics, answered in cells that can be added up, with what they are worth and what lies behind them.

mod answer;
mod arrivals;
mod asked;
mod behind;
mod cell;
mod distribution;
pub mod honest;
pub(crate) mod http;
mod looks;
mod marks;
mod model;
mod sight;
pub(crate) mod sketch;
mod summary;
mod times;
mod wire;

pub(crate) use answer::answer_from;
#[cfg(test)]
pub(crate) use answer::from_facts;
pub use answer::{Cells, answer, answer_all};
pub(crate) use asked::Asked;
pub use behind::{Behind, Only, Within, samples};
pub use cell::Cell;
pub(crate) use looks::{Kind as LookKind, Look, keep as keep_look, note as note_look, page as looks_page};
pub use marks::Marks;
pub use model::{Clock, Filter, Question};
pub use sight::within;
pub use sketch::Sketch;
pub(crate) use summary::Summary;
pub(crate) use wire::{FiguresBody, SampleBody};

/// Every statement of this room.
pub(crate) fn statements() -> Vec<&'static db::Sql> {
    [arrivals::STATEMENTS, behind::STATEMENTS, looks::STATEMENTS].concat()
}

#[cfg(test)]
mod tests;
