//! How the things of this room look on the wire, for the API's document.

use serde_json::{Value, json};

pub(crate) fn content() -> Value {
    json!({
        "name": "Support, second floor",
        "tiles": [
            {"kind": "now", "what": "waiting", "at_most": 20.0}, {"kind": "now", "what": "longest", "at_most": 14400.0},
            {"kind": "now", "what": "unassigned", "at_most": null}, {"kind": "now", "what": "solved_today", "at_most": null}
        ],
        "teams": [], "expires_at": null
    })
}

pub(crate) fn wallboard() -> Value {
    json!({
        "id": "wall_06pz3k5m8v00g", "content": content(), "hint": "qdw_x7Kq2m", "seen_at": "2026-03-15T09:30:00Z",
        "created_by": "pers_06pz3k5m8v00m", "created_at": "2026-03-01T09:30:00Z", "version": 1
    })
}

pub(crate) fn shown() -> Value {
    json!({
        "name": "Support, second floor", "at": "2026-03-15T09:30:00Z", "current": true, "zone": "Europe/Berlin",
        "figures": [
            {"now": "waiting", "name": "", "metric": null, "statistic": "value", "clock": "calendar", "unit": "count", "value": 18.0, "target": 20.0,
             "aim": "at_most", "standing": "met", "small": false},
            {"now": null, "name": "Answer within the hour", "metric": "first_response_time", "statistic": "median", "clock": "business", "unit": "duration",
             "value": 4210.0, "target": 3600.0, "aim": "at_most", "standing": "near", "small": false}
        ],
        "oldest": "2026-03-15T07:10:00Z", "people": {"owing": 6, "clear": 2}
    })
}
