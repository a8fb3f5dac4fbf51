//! How a survey to be shown looks on the wire, for the API's document.

use serde_json::{Value, json};

pub(crate) fn shown() -> Value {
    json!({
        "survey": "surv_06pz3k5m8v00g", "programme": "prog_06pz3k5m8v00g", "kind": "happiness", "language": "en",
        "intro": "We would like to know whether we helped.", "question": "How was our chat?", "low": "Not good", "high": "Great",
        "scores": [{"score": 1, "label": "Not good"}, {"score": 2, "label": "Okay"}, {"score": 3, "label": "Great"}],
        "address": "https://desk.example/survey/06pz3k5m8v00g0123456789abcdef", "score": null, "expires_at": "2026-03-15T09:30:00Z",
    })
}
