//! How the things of this room look on the wire, for the API's document.

use serde_json::{Value, json};

pub(crate) fn content() -> Value {
    json!({
        "name": "Answer within the hour", "measure": crate::measures::wire::measure(), "aim": "at_most", "target": 3600.0,
        "edge": 5400.0, "every": "month"
    })
}

pub(crate) fn goal() -> Value {
    json!({
        "id": "goal_06pz3k5m8v00g", "content": content(), "scope": "team",
        "progress": [{
            "from": "2026-03-01", "to": "2026-03-31",
            "reading": {"value": 4210.0, "interval": {"low": 3900.0, "high": 4580.0}, "count": 612, "small": false},
            "standing": "near", "certain": true, "pace": null, "days_left": 12
        }],
        "created_by": "pers_06pz3k5m8v00m", "created_at": "2026-03-01T09:30:00Z", "version": 1
    })
}
