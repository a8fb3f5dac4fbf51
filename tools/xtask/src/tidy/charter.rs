//! What `architecture.toml` lays down.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::shell::{Failure, Outcome};

/// The plan of the house beyond what the folders already say.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Charter {
    /// Platform room → the platform rooms it may use.
    pub(super) platform: BTreeMap<String, Vec<String>>,
    /// Program → `features`, names of other programs, or `*`.
    pub(super) apps: BTreeMap<String, Vec<String>>,
    /// Feature → the features whose published views its tests read.
    #[serde(default)]
    pub(super) tests: BTreeMap<String, Vec<String>>,
    pub(super) web: Web,
    pub(super) sizes: Sizes,
}

/// Folders of the web that have no feature on the server.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Web {
    pub(super) folders: Vec<String>,
}

/// How many lines a file may have.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Sizes {
    pub(super) rust_warning: usize,
    pub(super) rust_most: usize,
    pub(super) typescript_most: usize,
    #[serde(default)]
    pub(super) larger: Vec<Larger>,
}

/// A file that is larger for a reason.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Larger {
    pub(super) path: String,
    pub(super) lines: usize,
    pub(super) reason: String,
}

impl Charter {
    pub(super) fn parse(text: &str) -> Outcome<Self> {
        toml::from_str(text).map_err(|error| Failure::new(format!("architecture.toml: {error}")))
    }
}
