//! What people may do here, and which built-in roles may.

use kernel::{BuiltInRole, Permission, PermissionGrant};

/// Read figures: of what one's role sees; without [`PEOPLE_READ`] one's own only, unless the role sees everything.
pub const FIGURES_READ: Permission = Permission {
    name: "insight.figures.read",
    allows: "See figures: one's own, and with the permission for people's figures those of one's teams",
};
/// Read the figures of people and of whole teams.
pub const PEOPLE_READ: Permission = Permission {
    name: "insight.people.read",
    allows: "See figures of teams and of the people in them; it is noted who looked",
};
/// Change what figures mean and what everybody sees of them.
pub const SETTINGS_MANAGE: Permission = Permission {
    name: "insight.settings.manage",
    allows: "Change how figures are counted, their owners, shared dashboards and notes, and see who looked at whose figures",
};

/// Look after alerts and take actions.
pub const ACTIONS_MANAGE: Permission = Permission {
    name: "insight.actions.manage",
    allows: "Look after figures that are not normal, and take actions that should move a figure",
};

/// Make, change, freeze and send reports.
pub const REPORTS_MANAGE: Permission = Permission {
    name: "insight.reports.manage",
    allows: "Plan reports, write them, freeze them and send them by mail",
};

/// Every permission of this room, with the built-in roles that hold it.
pub fn permissions() -> Vec<PermissionGrant> {
    vec![
        PermissionGrant { permission: FIGURES_READ, roles: BuiltInRole::AGENTS },
        PermissionGrant { permission: PEOPLE_READ, roles: BuiltInRole::LEADS },
        PermissionGrant { permission: SETTINGS_MANAGE, roles: BuiltInRole::MANAGERS },
        PermissionGrant { permission: REPORTS_MANAGE, roles: BuiltInRole::MANAGERS },
        PermissionGrant { permission: ACTIONS_MANAGE, roles: BuiltInRole::LEADS },
    ]
}
