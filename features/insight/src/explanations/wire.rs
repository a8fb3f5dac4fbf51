//! How the things of this room look on the wire, for the API's document.

use serde_json::{Value, json};

pub(crate) fn explanation() -> Value {
    let reading = |value: f64, low: f64, high: f64, count: u64| json!({"value": value, "interval": {"low": low, "high": high}, "count": count, "small": false});
    let (before, after) = (reading(3100.0, 2900.0, 3400.0, 590), reading(4200.0, 3900.0, 4580.0, 612));
    json!({
        "metric": "first_response_time", "statistic": "median", "before": {"from": "2026-02-01", "to": "2026-02-28"},
        "after": {"from": "2026-03-01", "to": "2026-03-31"},
        "comparison": {"before": before, "after": after, "difference": 1100.0, "interval": {"low": 610.0, "high": 1530.0}},
        "kind": "signal", "difference": 1100.0,
        "because": [{"by": "team", "part": "team_06pz3k5m8v00g", "cause": "rate", "total": 1010.0}],
        "divisions": [{"by": "team", "mix": 90.0, "rate": 1010.0, "others": 0, "others_total": 0.0, "segments": [{
            "part": "team_06pz3k5m8v00g", "mix": 90.0, "rate": 1010.0, "total": 1100.0, "weight_before": 0.4, "weight_after": 0.5,
            "before": before, "after": after, "changed": true
        }]}]
    })
}

pub(crate) fn gaps() -> Value {
    json!({
        "gaps": [{"by": "agent", "part": "pers_06pz3k5m8v00m", "topic": "topic_06pz3k5m8v00g", "metric": "reopen_rate",
            "comparison": {
                "before": {"value": 0.08, "interval": {"low": 0.06, "high": 0.11}, "count": 410, "small": false},
                "after": {"value": 0.27, "interval": {"low": 0.16, "high": 0.42}, "count": 44, "small": false},
                "difference": 0.19, "interval": {"low": 0.07, "high": 0.34}
            }, "chance": 0.0004}],
        "compared": 64, "fewest": 20, "false_rate": 0.1
    })
}

pub(crate) fn fair() -> Value {
    let reading = json!({"value": 0.81, "interval": {"low": 0.76, "high": 0.85}, "count": 240, "small": false});
    json!({
        "metric": "first_contact_resolution", "by": "agent", "adjusted_by": ["topic", "channel"], "all": reading,
        "fewest_to_rank": 30, "lines": [{
            "part": "pers_06pz3k5m8v00m", "crude": reading, "adjusted": 0.83, "interval": {"low": 0.77, "high": 0.89},
            "covered": 0.92, "rank": 1, "differs": false
        }]
    })
}

pub(crate) fn bottlenecks() -> Value {
    json!({
        "waits": [{"stage": "open", "team": "team_06pz3k5m8v00g", "count": 412, "total": 1_482_000.0, "share": 0.31, "median": 2100.0, "p90": 9400.0}],
        "hours": [{"weekday": 1, "hour": 17, "count": 31, "total": 182_000.0, "median": 5400.0}]
    })
}

pub(crate) fn control_chart() -> Value {
    json!({
        "metric": "first_response_time", "statistic": "median", "mean": 4100.0, "lower": 2900.0, "upper": 5300.0, "range_limit": 1470.0,
        "points": [{
            "from": "2026-03-02", "reading": {"value": 5410.0, "interval": {"low": 5100.0, "high": 5800.0}, "count": 88, "small": false},
            "range": 120.0, "signals": ["beyond_limits"]
        }]
    })
}
