//! What the inbox asks of an actor.

use kernel::{BuiltInRole, Permission, PermissionGrant};

/// Read conversations one may see.
pub const SEE: Permission =
    Permission { name: "inbox.conversation.see", allows: "Read the conversations that lie with one's teams" };
/// Answer customers and start conversations.
pub const REPLY: Permission =
    Permission { name: "inbox.conversation.reply", allows: "Answer customers and start conversations" };
/// Write internal notes.
pub const NOTE: Permission = Permission { name: "inbox.conversation.note", allows: "Write internal notes" };
/// Change status, assignee, team, priority, topic, tags and subject.
pub const CHANGE: Permission = Permission {
    name: "inbox.conversation.change",
    allows: "Change status, assignee, team, priority, topic, tags and subject",
};
/// Download the original mail.
pub const READ_RAW: Permission =
    Permission { name: "inbox.message.read_raw", allows: "Download the original of a mail" };
/// Record a message that a customer gave on another way.
pub const RECORD: Permission =
    Permission { name: "inbox.message.record", allows: "Record messages of customers through the API" };
/// Change the tree of topics.
pub const MANAGE_TOPICS: Permission =
    Permission { name: "inbox.topic.manage", allows: "Change the tree of contact reasons" };
/// Change and remove tags.
pub const MANAGE_TAGS: Permission = Permission { name: "inbox.tag.manage", allows: "Rename, colour and remove tags" };
/// Share views with everybody.
pub const SHARE_VIEWS: Permission =
    Permission { name: "inbox.view.share", allows: "Share saved views with teams or everybody" };

/// The permissions of this room and who holds them from the beginning.
pub fn permissions() -> Vec<PermissionGrant> {
    let grant = |permission, roles| PermissionGrant { permission, roles };
    vec![
        grant(SEE, BuiltInRole::ALL),
        grant(REPLY, BuiltInRole::AGENTS),
        grant(NOTE, BuiltInRole::ALL),
        grant(CHANGE, BuiltInRole::AGENTS),
        grant(READ_RAW, BuiltInRole::AGENTS),
        grant(RECORD, BuiltInRole::AGENTS),
        grant(MANAGE_TOPICS, BuiltInRole::MANAGERS),
        grant(MANAGE_TAGS, BuiltInRole::LEADS),
        grant(SHARE_VIEWS, BuiltInRole::LEADS),
    ]
}
