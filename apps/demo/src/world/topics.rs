//! The contact reasons, and how each of them behaves.

use super::people::Team::{self, Connected, Dealers, Orders, Warranty, Workshop};

/// Who writes about a topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    Riders,
    Dealers,
}

/// A contact reason.
#[derive(Debug)]
pub struct Topic {
    /// `group.reason`, also the name of its section in the text files.
    pub key: &'static str,
    pub name: &'static str,
    pub team: Team,
    pub audience: Audience,
    /// Its share of the year's conversations, relative to the others.
    pub weight: f64,
    /// How long an answer takes, relative to the others.
    pub effort: f64,
    /// The share of conversations that are of high or urgent priority.
    pub urgency: f64,
    /// Only makes sense for a bike with a motor.
    pub electric: bool,
}

impl Topic {
    /// The group's key: the part before the dot.
    pub fn group(&self) -> &'static str {
        self.key.split_once('.').map_or(self.key, |(group, _)| group)
    }
}

/// The groups of the tree: key and name.
pub const GROUPS: [(&str, &str); 7] = [
    ("orders", "Orders & payment"),
    ("delivery", "Delivery"),
    ("returns", "Returns & refunds"),
    ("technical", "Technical help"),
    ("warranty", "Warranty & safety"),
    ("connected", "App & account"),
    ("company", "Dealers & company"),
];

/// The topic with this key.
pub fn topic(key: &str) -> Option<&'static Topic> {
    TOPICS.iter().find(|topic| topic.key == key)
}

const fn riders(
    key: &'static str,
    name: &'static str,
    team: Team,
    (weight, effort, urgency): (f64, f64, f64),
) -> Topic {
    Topic { key, name, team, audience: Audience::Riders, weight, effort, urgency, electric: false }
}

const fn electric(key: &'static str, name: &'static str, team: Team, numbers: (f64, f64, f64)) -> Topic {
    Topic { electric: true, ..riders(key, name, team, numbers) }
}

const fn dealers(key: &'static str, name: &'static str, numbers: (f64, f64, f64)) -> Topic {
    Topic { audience: Audience::Dealers, ..riders(key, name, Dealers, numbers) }
}

/// All contact reasons, group by group.
#[rustfmt::skip]
pub const TOPICS: [Topic; 38] = [
    riders("orders.change", "Change or cancel an order", Orders, (4.2, 0.7, 0.12)),
    riders("orders.availability", "Availability and lead time", Orders, (3.2, 0.8, 0.02)),
    electric("orders.advice", "Choosing a bike or size", Orders, (4.4, 1.2, 0.01)),
    riders("orders.voucher", "Voucher or discount code", Orders, (1.8, 0.6, 0.04)),
    riders("orders.leasing", "Company bike and leasing", Orders, (1.8, 1.5, 0.04)),
    riders("orders.payment", "Payment failed or charged twice", Orders, (2.6, 1.1, 0.20)),
    riders("orders.invoice", "Invoice copy or correction", Orders, (3.0, 0.6, 0.02)),
    riders("delivery.where", "Where is my order", Orders, (8.5, 0.7, 0.08)),
    riders("delivery.damaged", "Damaged in transit", Orders, (3.0, 1.1, 0.18)),
    riders("delivery.missing", "Missing or wrong item", Orders, (3.0, 0.9, 0.08)),
    riders("delivery.appointment", "Delivery date or address", Orders, (3.4, 0.6, 0.14)),
    electric("delivery.assembly", "Unboxing and first assembly", Workshop, (2.2, 0.9, 0.03)),
    riders("returns.withdrawal", "Return within 30 days", Warranty, (3.6, 0.8, 0.03)),
    riders("returns.refund", "Where is my refund", Warranty, (2.8, 1.1, 0.18)),
    riders("returns.exchange", "Exchange for another size", Warranty, (2.0, 0.9, 0.03)),
    riders("returns.pickup", "Return label or pick-up", Warranty, (1.6, 0.6, 0.04)),
    electric("technical.battery", "Battery and range", Workshop, (5.6, 1.4, 0.12)),
    electric("technical.motor", "Motor and error codes", Workshop, (4.4, 1.6, 0.14)),
    riders("technical.brakes", "Brakes", Workshop, (3.2, 1.1, 0.34)),
    riders("technical.gears", "Gears, chain and belt", Workshop, (3.6, 1.2, 0.04)),
    electric("technical.wheels", "Wheels, tyres and spokes", Workshop, (3.0, 1.0, 0.08)),
    electric("technical.noise", "Creaks and rattles", Workshop, (2.0, 1.4, 0.03)),
    riders("technical.parts", "Spare parts and compatibility", Workshop, (4.4, 0.9, 0.02)),
    electric("technical.settings", "Settings, torque and manuals", Workshop, (1.8, 0.7, 0.01)),
    riders("warranty.claim", "Warranty claim", Warranty, (3.8, 1.6, 0.08)),
    riders("warranty.frame", "Frame or fork damage", Warranty, (1.0, 2.0, 0.60)),
    electric("warranty.recall", "C4 charger recall", Warranty, (2.4, 0.9, 0.45)),
    riders("warranty.registration", "Registration and ownership", Warranty, (1.6, 0.6, 0.01)),
    riders("warranty.crash", "Crash and insurance report", Warranty, (1.0, 1.8, 0.10)),
    electric("connected.firmware", "Firmware update", Connected, (3.0, 1.3, 0.12)),
    electric("connected.pairing", "Pairing with the app", Connected, (2.8, 0.8, 0.03)),
    riders("connected.account", "Sign-in and account", Connected, (2.4, 0.6, 0.06)),
    electric("connected.theft", "Theft, GPS and lost keys", Connected, (1.5, 0.9, 0.55)),
    riders("connected.privacy", "Privacy and data requests", Connected, (0.6, 1.6, 0.10)),
    dealers("company.stock", "Dealer stock order", (3.4, 0.8, 0.08)),
    Topic { electric: true, ..dealers("company.claim", "Dealer warranty claim", (2.6, 1.4, 0.12)) },
    dealers("company.portal", "Dealer portal and training", (1.6, 0.8, 0.04)),
    riders("company.feedback", "Praise, complaints and ideas", Orders, (1.8, 1.0, 0.16)),
];
