//! Reports to senior management: planned, written from the data, edited, and frozen as dated records.

mod check;
pub mod commands;
mod draft;
mod house;
mod http;
mod model;
mod numbers;
mod plans;
mod plans_http;
pub mod queries;
mod sections;
mod store;
#[cfg(test)]
mod tests;
mod times;
mod wire;
mod words;

pub use house::{Comment, House, Reports, WantedComments};
pub use model::{Element, Format, Kind, Language, PlanContent, PlanId, ReportFilter, ReportId, ReportState, Schedule};
pub use sections::Section;

use utoipa_axum::router::OpenApiRouter;

/// The endpoints of reports and their plans.
pub fn router(reports: Reports) -> OpenApiRouter {
    plans_http::router().merge(http::router()).with_state(reports)
}

pub(crate) use store::STATEMENTS;
