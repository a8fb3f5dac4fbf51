//! What people may do here, and which built-in roles may.

use kernel::{BuiltInRole, Permission, PermissionGrant};

/// Connect and change mailboxes.
pub const MANAGE_MAILBOXES: Permission =
    Permission { name: "channels.mailbox.manage", allows: "Connect mailboxes, change and test their settings" };
/// Look after mail that found no place.
pub const MANAGE_UNPLACED: Permission = Permission {
    name: "channels.unplaced.manage",
    allows: "See mail that could not be placed, try it again or dismiss it",
};
/// See what was sent and what was not.
pub const SEE_OUTGOING: Permission = Permission {
    name: "channels.outgoing.see",
    allows: "See mail that waits to be sent, was sent or could not be sent, and try it again",
};

/// The permissions of this room and who holds them from the beginning.
pub fn permissions() -> Vec<PermissionGrant> {
    let grant = |permission, roles| PermissionGrant { permission, roles };
    vec![
        grant(MANAGE_MAILBOXES, BuiltInRole::ADMINISTRATORS),
        grant(MANAGE_UNPLACED, BuiltInRole::MANAGERS),
        grant(SEE_OUTGOING, BuiltInRole::MANAGERS),
    ]
}
