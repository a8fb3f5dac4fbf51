//! How the things of this room look on the wire, for the API's document.

use serde_json::{Value, json};

pub(crate) fn content() -> Value {
    json!({
        "title": "Second person on the morning queue", "text": "Mara joins Tom from 8 to 10 on weekdays.",
        "measure": crate::measures::wire::measure(), "before": {"from": "2026-02-01", "to": "2026-02-28"},
        "begins_on": "2026-03-09", "due_on": "2026-04-05", "change": -900.0, "origin": {"kind": "figure", "id": ""}
    })
}

pub(crate) fn effect() -> Value {
    json!({
        "verdict": "worked", "why": "moved_enough", "before": {"from": "2026-02-01", "to": "2026-02-28"},
        "after": {"from": "2026-03-09", "to": "2026-04-05"}, "comparison": {
            "before": {"value": 4210.0, "interval": {"low": 3900.0, "high": 4580.0}, "count": 612, "small": false},
            "after": {"value": 3105.0, "interval": {"low": 2880.0, "high": 3390.0}, "count": 588, "small": false},
            "difference": -1105.0, "interval": {"low": -1538.0, "high": -684.0}
        }, "change": -900.0
    })
}

pub(crate) fn action() -> Value {
    json!({
        "id": "action_06pz3k5m8v00g", "owner_id": "pers_06pz3k5m8v00m", "owner_name": "Mara Lindgren", "state": "open",
        "overdue": false, "content": content(), "verdict": null, "checked_at": null,
        "created_by": "pers_06pz3k5m8v00m", "created_at": "2026-03-08T09:30:00Z", "version": 1
    })
}
