//! Who and what exists: the company, its people, its products, its customers and dealers.

mod customers;
mod names;
mod people;
mod places;
mod products;
mod topics;

pub use customers::{Customer, Customers, Dealer, Tone};
pub use people::{PEOPLE, Person, Role, Team};
pub use places::{Country, Place};
pub use products::{BIKES, Bike, PARTS, Part};
pub use topics::{Audience, GROUPS, TOPICS, Topic, topic};

/// The company.
pub const COMPANY: &str = "Havgard Cycles";
/// Its mail domain; `.example` is reserved (RFC 2606), so nothing can ever reach a real person.
pub const DOMAIN: &str = "havgard.example";
/// Its seat decides the working hours.
pub const TIME_ZONE: &str = "Europe/Berlin";
