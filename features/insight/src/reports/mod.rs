//! Reports to senior management: planned, written from the data, edited, and frozen as dated records.

mod check;
pub mod commands;
mod documents_http;
mod draft;
mod house;
mod http;
mod model;
mod numbers;
mod plans;
mod plans_http;
pub mod queries;
mod render;
mod schedule;
#[cfg(test)]
mod schedule_tests;
mod sections;
mod sendings;
mod store;
#[cfg(test)]
pub(crate) mod tests;
mod times;
mod wire;
mod words;

pub use house::{Comment, Fate, House, Letter, LetterFile, Reports, WantedComments};
pub use model::{Element, Format, Kind, Language, PlanContent, PlanId, ReportFilter, ReportId, ReportState, Schedule};
pub use sections::Section;

use db::Sql;
use jobs::Runner;
use utoipa_axum::router::OpenApiRouter;

/// The endpoints of reports and their plans.
pub fn router(reports: Reports) -> OpenApiRouter {
    plans_http::router().merge(http::router()).merge(documents_http::router()).with_state(reports)
}

/// The jobs of this room: making reports at their hour, and handing them to the outgoing mail.
pub fn add_jobs(runner: &mut Runner, reports: &Reports) {
    schedule::register(runner, reports);
    sendings::register(runner, reports);
}

/// Every statement of this room.
pub(crate) fn statements() -> Vec<&'static Sql> {
    [crate::reports::store::STATEMENTS, schedule::STATEMENTS, sendings::STATEMENTS].concat()
}
