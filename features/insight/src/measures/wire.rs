//! How the things of this room look on the wire, for the API's document.

use serde_json::{Value, json};

pub(crate) fn measure() -> Value {
    json!({
        "metric": "first_response_time", "statistic": "median", "clock": "calendar",
        "of": {"teams": ["team_06pz3k5m8v00g"], "people": [], "channels": [], "topics": [], "mailboxes": [], "priorities": []}
    })
}

pub(crate) fn comparison() -> Value {
    json!({
        "before": {"value": 4210.0, "interval": {"low": 3900.0, "high": 4580.0}, "count": 612, "small": false},
        "after": {"value": 3105.0, "interval": {"low": 2880.0, "high": 3390.0}, "count": 588, "small": false},
        "difference": -1105.0, "interval": {"low": -1538.0, "high": -684.0}
    })
}
