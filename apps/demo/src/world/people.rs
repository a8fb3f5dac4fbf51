//! The 24 people of the service department and their teams.

use crate::lang::Lang::{self, Dutch, English, French, German};

/// A team of the department.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Team {
    Orders,
    Workshop,
    Warranty,
    Dealers,
    Connected,
}

impl Team {
    /// All teams, in the order they are shown.
    pub const ALL: [Self; 5] = [Self::Orders, Self::Workshop, Self::Warranty, Self::Dealers, Self::Connected];

    /// The name colleagues use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Orders => "Orders & Delivery",
            Self::Workshop => "Workshop",
            Self::Warranty => "Warranty & Returns",
            Self::Dealers => "Dealer Desk",
            Self::Connected => "App & Account",
        }
    }

    /// The word used in the texts and addresses.
    pub fn key(self) -> &'static str {
        match self {
            Self::Orders => "orders",
            Self::Workshop => "workshop",
            Self::Warranty => "warranty",
            Self::Dealers => "dealers",
            Self::Connected => "connected",
        }
    }

    /// The team with this key.
    pub fn by_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|team| team.key() == key)
    }
}

/// A role built into the product.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    Administrator,
    Manager,
    Lead,
    Agent,
    LightAgent,
}

/// A member of staff.
#[derive(Debug)]
pub struct Person {
    pub first: &'static str,
    pub last: &'static str,
    /// What is written under the name.
    pub title: &'static str,
    pub role: Role,
    pub team: Option<Team>,
    pub languages: &'static [Lang],
    /// The share of the team's conversations this person takes, relative to the colleagues.
    pub share: f64,
    /// How long this person takes, relative to the colleagues: below 1 is quick.
    pub pace: f64,
    /// Working hours on a working day, in minutes after midnight.
    pub hours: (i64, i64),
    /// The months after the beginning in which this person joined; 0 was there before.
    pub joined: u8,
}

impl Person {
    /// First and last name.
    pub fn name(&self) -> String {
        format!("{} {}", self.first, self.last)
    }

    /// Answers customers.
    pub fn answers(&self) -> bool {
        matches!(self.role, Role::Lead | Role::Agent)
    }

    /// The working address.
    pub fn email(&self) -> String {
        let plain = |text: &str| super::names::folded(text).replace(' ', "");
        format!("{}.{}@{}", plain(self.first), plain(self.last), super::DOMAIN)
    }
}

const fn person(
    (first, last, title): (&'static str, &'static str, &'static str),
    (role, team): (Role, Option<Team>),
    languages: &'static [Lang],
    (share, pace): (f64, f64),
    (from, to): (i64, i64),
    joined: u8,
) -> Person {
    Person { first, last, title, role, team, languages, share, pace, hours: (from * 60, to * 60), joined }
}

use Role::{Administrator, Agent, Lead, LightAgent, Manager};
use Team::{Connected, Dealers, Orders, Warranty, Workshop};

/// Everybody, the administrator first.
#[rustfmt::skip]
pub const PEOPLE: [Person; 24] = [
    person(("Marit", "Halvorsen", "Systems & Tools"), (Administrator, None), &[English, German], (0.0, 1.0), (8, 16), 0),
    person(("Jonas", "Lindqvist", "Head of Customer Service"), (Manager, None), &[English, German], (0.0, 1.0), (8, 18), 0),
    person(("Clara", "Whitfield", "Lead, Orders & Delivery"), (Lead, Some(Orders)), &[English, French, German], (0.5, 0.8), (8, 17), 0),
    person(("Tomasz", "Zieliński", "Lead, Workshop"), (Lead, Some(Workshop)), &[English, German], (0.5, 0.8), (7, 16), 0),
    person(("Annika", "Brandt", "Lead, Warranty & Returns"), (Lead, Some(Warranty)), &[English, German], (0.5, 0.9), (8, 17), 0),
    person(("Pieter", "van den Berg", "Lead, Dealer Desk"), (Lead, Some(Dealers)), &[English, Dutch, German], (0.9, 0.9), (8, 17), 0),
    person(("Priya", "Raman", "Lead, App & Account"), (Lead, Some(Connected)), &[English, German, Dutch], (0.5, 0.7), (9, 18), 0),
    person(("Emma", "Doyle", "Orders & Delivery"), (Agent, Some(Orders)), &[English], (1.2, 0.7), (8, 16), 0),
    person(("Lukas", "Hartmann", "Orders & Delivery"), (Agent, Some(Orders)), &[English, German, Dutch], (1.1, 1.0), (9, 17), 0),
    person(("Sofia", "Marchetti", "Orders & Delivery"), (Agent, Some(Orders)), &[English, French], (1.0, 0.9), (10, 18), 0),
    person(("Ben", "Okafor", "Orders & Delivery"), (Agent, Some(Orders)), &[English, Dutch], (1.0, 1.4), (9, 17), 4),
    person(("Mateusz", "Kowal", "Workshop"), (Agent, Some(Workshop)), &[English, German], (1.2, 0.9), (7, 15), 0),
    person(("Hannah", "Vogt", "Workshop"), (Agent, Some(Workshop)), &[English, German, Dutch, French], (1.1, 1.0), (8, 16), 0),
    person(("Rhys", "Bowen", "Workshop"), (Agent, Some(Workshop)), &[English], (1.0, 1.5), (10, 18), 0),
    person(("Camille", "Laurent", "Warranty & Returns"), (Agent, Some(Warranty)), &[English, French], (1.0, 0.9), (9, 17), 0),
    person(("Oskar", "Nyström", "Warranty & Returns"), (Agent, Some(Warranty)), &[English, Dutch], (1.0, 1.3), (8, 16), 0),
    person(("Julia", "Reinhardt", "Warranty & Returns"), (Agent, Some(Warranty)), &[English, German], (1.2, 0.8), (8, 16), 0),
    person(("Sanne", "de Vries", "Dealer Desk"), (Agent, Some(Dealers)), &[English, Dutch, German, French], (1.1, 0.8), (9, 17), 0),
    person(("Aisha", "Karim", "App & Account"), (Agent, Some(Connected)), &[English, French], (1.1, 0.9), (9, 17), 0),
    person(("Felix", "Baumann", "App & Account"), (Agent, Some(Connected)), &[English, German, Dutch], (1.0, 1.1), (10, 18), 7),
    person(("Henrik", "Aas", "Finance"), (LightAgent, None), &[English], (0.0, 1.0), (8, 16), 0),
    person(("Louise", "Carpentier", "Finance"), (LightAgent, None), &[English, French], (0.0, 1.0), (9, 17), 0),
    person(("Erik", "Sandberg", "Product, battery and drive"), (LightAgent, None), &[English], (0.0, 1.0), (8, 17), 0),
    person(("Yara", "Haddad", "Product, quality"), (LightAgent, None), &[English], (0.0, 1.0), (9, 17), 0),
];
