//! How the things of this room look on the wire, for the API's document.

use serde_json::{Value, json};

pub(crate) fn rule_content() -> Value {
    json!({
        "name": "First answers are slow", "measure": crate::measures::wire::measure(),
        "watch": {"kind": "band", "low": null, "high": 5400.0, "margin": 300.0, "days": 7, "fewest": 20},
        "people": ["pers_06pz3k5m8v00m"], "webhook": "https://hooks.example.com/desk", "active": true
    })
}

/// An address is told once and never shown again.
fn kept_content() -> Value {
    let mut content = rule_content();
    content["webhook"] = Value::Null;
    content
}

pub(crate) fn call() -> Value {
    json!({"id": "acall_06pz3k5m8v00g", "alert_id": "alert_06pz3k5m8v00g", "what": "opened", "at": "2026-03-15T09:30:02Z", "status": 204, "taken": true, "words": ""})
}

pub(crate) fn finding() -> Value {
    json!({
        "reason": "above", "reading": {"value": 6210.0, "interval": {"low": 5800.0, "high": 6700.0}, "count": 140, "small": false},
        "low": null, "high": 5400.0, "signals": [], "from": "2026-03-09", "to": "2026-03-15"
    })
}

pub(crate) fn rule() -> Value {
    json!({
        "id": "arule_06pz3k5m8v00g", "content": kept_content(), "webhook_host": "hooks.example.com", "state": "alarmed", "checked_at": "2026-03-15T09:30:00Z",
        "created_by": "pers_06pz3k5m8v00m", "created_at": "2026-03-01T09:30:00Z", "version": 1
    })
}

pub(crate) fn alert() -> Value {
    json!({
        "id": "alert_06pz3k5m8v00g", "rule_id": "arule_06pz3k5m8v00g", "name": "First answers are slow",
        "measure": crate::measures::wire::measure(), "finding": finding(), "state": "open",
        "opened_at": "2026-03-15T09:30:00Z", "acknowledged_at": null, "acknowledged_by": null, "closed_at": null,
        "action_id": null, "version": 1
    })
}
