//! What people may do here, and which built-in roles may.

use kernel::{BuiltInRole, Permission, PermissionGrant};

/// See answers and their figures, as far as one sees the conversations.
pub const ANSWER_SEE: Permission = Permission {
    name: "feedback.answer.see",
    allows: "See what customers answered to surveys, and the figures made of it",
};
/// Leave an unfair answer out of the figures.
pub const ANSWER_EXCLUDE: Permission = Permission {
    name: "feedback.answer.exclude",
    allows: "Leave an unfair survey answer out of the figures, with a reason",
};
/// Call customers back.
pub const FOLLOW_UP_WORK: Permission = Permission {
    name: "feedback.follow_up.work",
    allows: "Follow up low survey scores: hand over, call back, record what came of it",
};
/// Say what comments are about.
pub const THEME_MANAGE: Permission = Permission {
    name: "feedback.theme.manage",
    allows: "Learn, name and merge themes of comments, and correct what comments are about",
};
/// See insights shared with other departments.
pub const INSIGHT_SEE: Permission = Permission {
    name: "feedback.insight.see",
    allows: "See insights shared with other departments and what came of them",
};
/// Share insights and follow them to an outcome.
pub const INSIGHT_SHARE: Permission = Permission {
    name: "feedback.insight.share",
    allows: "Share insights with other departments and follow them to an outcome",
};
/// Decide what is asked, of whom and when.
pub const PROGRAMME_MANAGE: Permission =
    Permission { name: "feedback.programme.manage", allows: "Make and change survey programmes and the survey budget" };

/// Ask customers where they are.
pub const SURVEY_ASK: Permission = Permission {
    name: "feedback.survey.ask",
    allows: "Take over the surveys that are asked in a chat, with the links to their answers; for the chat's own account",
};

/// Every permission of this room with the roles that hold it from the beginning.
pub fn permissions() -> Vec<PermissionGrant> {
    vec![
        PermissionGrant { permission: ANSWER_SEE, roles: BuiltInRole::AGENTS },
        PermissionGrant { permission: ANSWER_EXCLUDE, roles: BuiltInRole::LEADS },
        PermissionGrant { permission: FOLLOW_UP_WORK, roles: BuiltInRole::AGENTS },
        PermissionGrant { permission: THEME_MANAGE, roles: BuiltInRole::LEADS },
        PermissionGrant { permission: INSIGHT_SEE, roles: BuiltInRole::ALL },
        PermissionGrant { permission: INSIGHT_SHARE, roles: BuiltInRole::LEADS },
        PermissionGrant { permission: PROGRAMME_MANAGE, roles: BuiltInRole::MANAGERS },
        PermissionGrant { permission: SURVEY_ASK, roles: BuiltInRole::MANAGERS },
    ]
}
