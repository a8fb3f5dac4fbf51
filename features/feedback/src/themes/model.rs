//! Themes and what was made of comments. No I/O.

use std::collections::BTreeMap;

use kernel::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::sentiment::Sentiment;
use crate::answers::model::Answer;
use crate::programmes::model::TopicId;

db::typed_id!(
    /// What comments are about.
    ThemeId, "thme");

/// What comments are about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = CommentTheme, example = json!(super::http::theme_example()))]
pub struct Theme {
    /// Its id.
    pub id: ThemeId,
    /// What it is called.
    pub name: String,
    /// Whether a person named it; learned names follow the words.
    pub named: bool,
    /// The contact reason it belongs to.
    pub topic: Option<TopicId>,
    /// The stems it is known by, with their weights; none when it was made by hand.
    pub stems: BTreeMap<String, f64>,
    /// When it came up.
    pub created_at: Timestamp,
    /// Rises with each change.
    pub version: i64,
}

/// A theme with what was said of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = CommentThemeCount, example = json!(super::http::count_example()))]
pub struct Counted {
    /// The theme; nothing for comments without one.
    pub theme: Option<Theme>,
    /// Comments.
    pub comments: i64,
    /// Those with more blame than praise.
    pub negative: i64,
    /// Those with neither, or both alike.
    pub neutral: i64,
    /// Those with more praise than blame.
    pub positive: i64,
}

/// A comment and what was made of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = ThemedComment, example = json!(super::http::comment_example()))]
pub struct Comment {
    /// The answer it belongs to.
    pub answer: Answer,
    /// How it feels.
    pub sentiment: Sentiment,
    /// Whether a person said so.
    pub sentiment_by_hand: bool,
    /// What it is about.
    pub theme: Option<ThemeId>,
    /// Whether a person said so.
    pub theme_by_hand: bool,
    /// The words by which it was found to belong there.
    pub words: Vec<String>,
}

/// How much of two sets of stems is the same.
pub fn overlap(one: &BTreeMap<String, f64>, other: &BTreeMap<String, f64>) -> f64 {
    let both = one.keys().filter(|stem| other.contains_key(*stem)).count();
    let all = one.len() + other.len() - both;
    if all == 0 { 0.0 } else { both as f64 / all as f64 }
}
