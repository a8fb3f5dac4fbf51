//! How figures are counted, over HTTP: the window of first contact resolution, and what another one would say.

use axum::extract::State;
use db::Db;
use kernel::{Page, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::{Answer, Json, ProblemBody, Query, Who};

use super::period::Period;
use super::settings::{self, Settings};
use crate::permissions::{FIGURES_READ, PEOPLE_READ};

/// The endpoints of settings.
pub(crate) fn router() -> OpenApiRouter<Db> {
    OpenApiRouter::new()
        .routes(routes!(insight_settings_get, insight_settings_update))
        .routes(routes!(window_sensitivity_list))
}

/// How figures are counted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = InsightSettings)]
pub(crate) struct SettingsBody {
    /// Whose midnights divide the days; the company's.
    #[schema(examples("Europe/Berlin"))]
    zone: String,
    /// Within so many days a customer who comes again on the same topic was not helped the first time.
    #[schema(examples(7))]
    window_days: i64,
    /// What contacts are divided by in the contact ratio: `active_customers` or `orders`.
    #[schema(examples("active_customers"))]
    contacts_per: String,
    /// Rises with every change.
    #[schema(examples(1))]
    version: i64,
}

impl From<Settings> for SettingsBody {
    fn from(it: Settings) -> Self {
        let zone = it.zone.iana_name().unwrap_or("UTC").to_owned();
        Self { zone, window_days: it.window_days(), contacts_per: it.contacts_per, version: it.version }
    }
}

/// Another way to count.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = InsightSettingsChange, example = json!({"version": 1, "window_days": 14}))]
struct ChangeBody {
    /// The version that was seen.
    version: i64,
    /// 1 to 30 days; stays as it is when absent.
    window_days: Option<i64>,
    /// `active_customers` or `orders`; stays as it is when absent.
    contacts_per: Option<String>,
}

/// Which days.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct Days {
    /// The first day.
    #[param(value_type = String, example = "2026-03-01")]
    from: jiff::civil::Date,
    /// The last day.
    #[param(value_type = String, example = "2026-03-31")]
    to: jiff::civil::Date,
}

/// First contact resolution with one window.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = WindowSensitivity)]
pub(crate) struct Sensitivity {
    /// The window.
    #[schema(examples(7))]
    pub(crate) window_days: i64,
    /// Conversations that would count as solved at first contact.
    #[schema(examples(61))]
    pub(crate) part: u64,
    /// Of so many; the same for every window: those old enough for the longest.
    #[schema(examples(100))]
    pub(crate) whole: u64,
}

/// Shows how figures are counted.
#[utoipa::path(
    get, path = "/insight/settings", operation_id = "insight_settings_get", tag = "insight",
    responses(
        (status = 200, description = "The settings", body = SettingsBody),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
    )
)]
async fn insight_settings_get(State(db): State<Db>, who: Who) -> Answer<Json<SettingsBody>> {
    who.actor.require(FIGURES_READ)?;
    Ok(Json(db.read(settings::find).await?.into()))
}

/// Changes the window of first contact resolution, all of whose figures are counted anew, or what contacts are divided by.
#[utoipa::path(
    patch, path = "/insight/settings", operation_id = "insight_settings_update", tag = "insight", request_body = ChangeBody,
    responses(
        (status = 200, description = "The settings as they are now", body = SettingsBody),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
        (status = 409, description = "They were changed in the meantime", body = ProblemBody),
        (status = 422, description = "The window is not right", body = ProblemBody),
    )
)]
async fn insight_settings_update(
    State(db): State<Db>,
    who: Who,
    Json(asked): Json<ChangeBody>,
) -> Answer<Json<SettingsBody>> {
    let now = db
        .write(move |tx| {
            settings::change(tx, &who.actor, asked.version, (asked.window_days, asked.contacts_per.clone()))
        })
        .await?;
    Ok(Json(now.into()))
}

/// Shows first contact resolution of some days with every window from 1 to 30 days.
#[utoipa::path(
    get, path = "/insight/settings/window", operation_id = "window_sensitivity_list", tag = "insight", params(Days),
    responses(
        (status = 200, description = "From the shortest to the longest", body = inline(Page<Sensitivity>), example = json!({"items": [
            {"window_days": 1, "part": 71, "whole": 100}, {"window_days": 2, "part": 68, "whole": 100}], "next_cursor": null})),
        (status = 401, description = "Nobody is signed in", body = ProblemBody),
        (status = 403, description = "The role does not allow it", body = ProblemBody),
    )
)]
async fn window_sensitivity_list(
    State(db): State<Db>,
    who: Who,
    Query(days): Query<Days>,
) -> Answer<Json<Page<Sensitivity>>> {
    who.actor.require(PEOPLE_READ)?;
    let items = db.report(move |tx| {
        let zone = settings::find(tx)?.zone;
        let period: (Timestamp, Timestamp) = Period { first: days.from, last: days.to, zone }.instants()?;
        settings::sensitivity(tx, period)
    });
    Ok(Json(Page { items: items.await?, next_cursor: None }))
}
