//! What people may do here, and which built-in roles may. Seeing the calendars is for everybody who works here.

use kernel::{BuiltInRole, Permission, PermissionGrant};

/// Make, change and remove calendars.
pub const CALENDAR_MANAGE: Permission = Permission {
    name: "service_levels.calendar.manage",
    allows: "Set when the department works: working hours, holidays and time zone",
};

/// Every permission of this room, with the built-in roles that hold it.
pub fn permissions() -> Vec<PermissionGrant> {
    vec![PermissionGrant { permission: CALENDAR_MANAGE, roles: BuiltInRole::MANAGERS }]
}
