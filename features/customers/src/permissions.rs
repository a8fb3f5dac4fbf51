//! What people may do here, and which built-in roles may.

use kernel::{BuiltInRole, Permission, PermissionGrant};

/// See contacts and organisations.
pub const CONTACT_SEE: Permission =
    Permission { name: "customers.contact.see", allows: "See customers and organisations with their notes" };
/// Add and change contacts.
pub const CONTACT_EDIT: Permission = Permission {
    name: "customers.contact.edit",
    allows: "Add customers and change their names, addresses and attributes",
};
/// Add and change organisations.
pub const ORGANISATION_EDIT: Permission = Permission {
    name: "customers.organisation.edit",
    allows: "Add organisations and change their names, domains and attributes",
};
/// Write notes, change and delete one's own.
pub const NOTE_WRITE: Permission =
    Permission { name: "customers.note.write", allows: "Write notes about customers and organisations" };
/// Delete anybody's notes.
pub const NOTE_MODERATE: Permission =
    Permission { name: "customers.note.moderate", allows: "Delete notes that others wrote about customers" };
/// Define custom attributes.
pub const ATTRIBUTE_MANAGE: Permission = Permission {
    name: "customers.attribute.manage",
    allows: "Define which attributes customers and organisations have",
};

/// Every permission of this room, with the built-in roles that hold it.
pub fn permissions() -> Vec<PermissionGrant> {
    vec![
        PermissionGrant { permission: CONTACT_SEE, roles: BuiltInRole::ALL },
        PermissionGrant { permission: CONTACT_EDIT, roles: BuiltInRole::AGENTS },
        PermissionGrant { permission: ORGANISATION_EDIT, roles: BuiltInRole::AGENTS },
        PermissionGrant { permission: NOTE_WRITE, roles: BuiltInRole::AGENTS },
        PermissionGrant { permission: NOTE_MODERATE, roles: BuiltInRole::MANAGERS },
        PermissionGrant { permission: ATTRIBUTE_MANAGE, roles: BuiltInRole::ADMINISTRATORS },
    ]
}
