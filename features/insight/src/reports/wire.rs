//! How the things of this room look on the wire, for the API's document.

use serde_json::{Value, json};

pub(crate) fn schedule() -> Value {
    json!({"day": 2, "hour": 7, "recipients": ["board@nordlicht.example"], "formats": ["pdf", "xlsx"], "after_review": true})
}

pub(crate) fn content() -> Value {
    json!({
        "name": "Customer service for the board", "kind": "executive", "cadence": "month", "language": "en", "clock": "business",
        "filter": {"teams": [], "channels": [], "topics": []}, "elements": [], "schedule": schedule()
    })
}

pub(crate) fn plan() -> Value {
    json!({
        "id": "rplan_06pz3k5m8v00g", "content": content(), "owner_id": "pers_06pz3k5m8v00m", "owner_name": "Mara Lindgren",
        "next_at": "2026-04-02T05:00:00Z", "created_at": "2026-03-01T09:30:00Z", "version": 1
    })
}

pub(crate) fn section() -> Value {
    let text = "First response time (median) rose from 52 min to 1 h 10 min, which is worse.";
    json!({
        "key": "summary", "heading": "Summary", "text": text, "written": text, "hidden": false,
        "blocks": [{"block": "cards", "cards": [{
            "name": "First response time (median)", "value": {"cell": "duration", "value": 4_200_000_000_i64},
            "before": {"cell": "duration", "value": 3_120_000_000_i64}, "target": {"cell": "nothing"}, "mark": "bad",
            "note": "worse than before", "link": "/insight/figures/first_response_time?from=2026-03-01&to=2026-03-31"
        }]}]
    })
}

pub(crate) fn head() -> Value {
    json!({
        "id": "report_06pz3k5m8v00g", "plan_id": "rplan_06pz3k5m8v00g", "name": "Customer service for the board: March 2026",
        "first": "2026-03-01", "last": "2026-03-31", "state": "draft", "language": "en", "owner_id": "pers_06pz3k5m8v00m",
        "owner_name": "Mara Lindgren", "made_at": "2026-04-02T05:00:00Z", "frozen_at": null, "frozen_by": null, "frozen_by_name": "",
        "version": 1
    })
}

pub(crate) fn report() -> Value {
    let mut report = head();
    report["company"] = json!("Nordlicht Bikes");
    report["sections"] = json!([section()]);
    report
}

pub(crate) fn sending() -> Value {
    json!({
        "id": "sending_06pz3k5m8v00g", "recipient": "board@nordlicht.example", "formats": ["pdf"], "by_schedule": true,
        "made_at": "2026-04-02T05:00:00Z", "made_by": null, "state": "sent", "reason": "", "sent_at": "2026-04-02T05:00:09Z"
    })
}
