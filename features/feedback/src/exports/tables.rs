//! Which tables there are, and where in a row their cells stand. No I/O.

use web::Column;

/// A table that can be taken away whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Table {
    /// Answers with what they are about.
    Answers,
    /// Comments with how they feel and what they are about.
    Comments,
    /// Follow-ups with what customers said later.
    FollowUps,
    /// Insights shared with other departments.
    Insights,
}

const ANSWERS: &[Column] = &[
    ("given at", "/given_at"),
    ("programme", "/programme"),
    ("kind", "/kind"),
    ("score", "/score"),
    ("good", "/is_good"),
    ("bad", "/is_bad"),
    ("comment", "/comment"),
    ("further answers", "/more"),
    ("language", "/language"),
    ("number", "/about/number"),
    ("conversation", "/about/conversation"),
    ("customer", "/about/contact"),
    ("person", "/about/assignee"),
    ("team", "/about/team"),
    ("topic", "/about/topic"),
    ("channel", "/about/channel"),
    ("changed at", "/changed_at"),
    ("left out at", "/exclusion/at"),
    ("left out by", "/exclusion/by"),
    ("left out because", "/exclusion/reason"),
];
const COMMENTS: &[Column] = &[
    ("given at", "/answer/given_at"),
    ("programme", "/answer/programme"),
    ("score", "/answer/score"),
    ("comment", "/answer/comment"),
    ("feels", "/sentiment"),
    ("feels by hand", "/sentiment_by_hand"),
    ("theme", "/theme"),
    ("theme by hand", "/theme_by_hand"),
    ("by the words", "/words"),
    ("language", "/answer/language"),
    ("number", "/answer/about/number"),
    ("conversation", "/answer/about/conversation"),
    ("customer", "/answer/about/contact"),
    ("person", "/answer/about/assignee"),
    ("team", "/answer/about/team"),
    ("topic", "/answer/about/topic"),
    ("channel", "/answer/about/channel"),
    ("left out because", "/answer/exclusion/reason"),
];
const FOLLOW_UPS: &[Column] = &[
    ("opened at", "/opened_at"),
    ("due at", "/due_at"),
    ("programme", "/programme"),
    ("kind", "/kind"),
    ("score", "/score"),
    ("number", "/number"),
    ("conversation", "/conversation"),
    ("customer", "/contact"),
    ("team", "/team"),
    ("person", "/assignee"),
    ("owner", "/owner"),
    ("outcome", "/outcome"),
    ("note", "/note"),
    ("closed at", "/closed_at"),
    ("closed by", "/closed_by"),
    ("later score", "/later/score"),
    ("later good", "/later/is_good"),
    ("later at", "/later/given_at"),
];
const INSIGHTS: &[Column] = &[
    ("shared at", "/shared_at"),
    ("shared by", "/shared_by"),
    ("title", "/title"),
    ("text", "/text"),
    ("department", "/department"),
    ("address", "/address"),
    ("owner", "/owner"),
    ("theme", "/theme"),
    ("state", "/state"),
    ("due at", "/due_at"),
    ("outcome", "/outcome"),
    ("changed at", "/changed_at"),
];

impl Table {
    /// All of them with their names in addresses.
    pub(super) const ALL: [(Self, &'static str); 4] = [
        (Self::Answers, "answers"),
        (Self::Comments, "comments"),
        (Self::FollowUps, "follow_ups"),
        (Self::Insights, "insights"),
    ];

    /// By its name in the address.
    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == name).map(|(table, _)| *table)
    }

    /// Its columns.
    pub(super) fn columns(self) -> &'static [Column] {
        match self {
            Self::Answers => ANSWERS,
            Self::Comments => COMMENTS,
            Self::FollowUps => FOLLOW_UPS,
            Self::Insights => INSIGHTS,
        }
    }

    /// Where a row names its customer.
    pub(super) fn customer(self) -> Option<&'static str> {
        self.columns().iter().find(|(head, _)| *head == "customer").map(|(_, pointer)| *pointer)
    }
}
