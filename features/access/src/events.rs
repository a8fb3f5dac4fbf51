//! What happens in this room. An event and the audit entry of the same act share name and facts; neither holds a secret.

use db::Tx;
use kernel::{Actor, AuditEntry, NewEvent, Result, ThingId};
use serde_json::Value;

/// Quarterdeck was set up: there is a company and its first administrator.
pub const COMPANY_CREATED: &str = "access.company.created";
/// Name, time zone or language of the company changed.
pub const COMPANY_CHANGED: &str = "access.company.changed";
/// Somebody works here from now on.
pub const PERSON_ADDED: &str = "access.person.added";
/// Name, role, teams or preferences of a person changed.
pub const PERSON_CHANGED: &str = "access.person.changed";
/// Somebody left; sessions and tokens are ended.
pub const PERSON_DEACTIVATED: &str = "access.person.deactivated";
/// Somebody came back.
pub const PERSON_REACTIVATED: &str = "access.person.reactivated";
/// Somebody changed their password.
pub const PASSWORD_CHANGED: &str = "access.password.changed";
/// Somebody set a second factor up.
pub const SECOND_FACTOR_ADDED: &str = "access.second_factor.added";
/// Somebody removed their second factor.
pub const SECOND_FACTOR_REMOVED: &str = "access.second_factor.removed";
/// Somebody's second factors were taken away by who manages people.
pub const SECOND_FACTOR_RESET: &str = "access.second_factor.reset";
/// Somebody signed in with a recovery code.
pub const RECOVERY_CODE_USED: &str = "access.recovery_code.used";
/// Somebody made new recovery codes.
pub const RECOVERY_CODES_RENEWED: &str = "access.recovery_code.renewed";
/// Somebody added a passkey.
pub const PASSKEY_ADDED: &str = "access.passkey.added";
/// Somebody removed a passkey.
pub const PASSKEY_REMOVED: &str = "access.passkey.removed";
/// What the house demands of whoever signs in changed.
pub const SECURITY_CHANGED: &str = "access.security.changed";
/// An identity provider was added.
pub const IDENTITY_PROVIDER_CREATED: &str = "access.identity_provider.created";
/// An identity provider changed.
pub const IDENTITY_PROVIDER_CHANGED: &str = "access.identity_provider.changed";
/// An identity provider was removed.
pub const IDENTITY_PROVIDER_REMOVED: &str = "access.identity_provider.removed";
/// Somebody's account at an identity provider belongs to them from now on.
pub const IDENTITY_CONNECTED: &str = "access.identity.connected";
/// Somebody's account at an identity provider was disconnected.
pub const IDENTITY_FORGOTTEN: &str = "access.identity.forgotten";
/// Too many failed attempts keep strangers' browsers out of an account for a while. Audit only.
pub const ACCOUNT_LOCKED: &str = "access.account.locked";
/// Somebody opened the lock of a colleague's account.
pub const ACCOUNT_UNLOCKED: &str = "access.account.unlocked";
/// A link to choose a new password was made.
pub const RESET_REQUESTED: &str = "access.password_reset.requested";
/// A new password was chosen by such a link.
pub const RESET_REDEEMED: &str = "access.password_reset.redeemed";
/// Somebody signed in.
pub const SESSION_STARTED: &str = "access.session.started";
/// A session was ended before its time.
pub const SESSION_ENDED: &str = "access.session.ended";
/// An attempt to sign in was refused. Audit only.
pub const SESSION_REFUSED: &str = "access.session.refused";
/// Somebody was invited.
pub const INVITATION_CREATED: &str = "access.invitation.created";
/// An invitation got a new link.
pub const INVITATION_RESENT: &str = "access.invitation.resent";
/// An invitation was taken back.
pub const INVITATION_WITHDRAWN: &str = "access.invitation.withdrawn";
/// An invited person came.
pub const INVITATION_REDEEMED: &str = "access.invitation.redeemed";
/// A team was made.
pub const TEAM_CREATED: &str = "access.team.created";
/// Name or members of a team changed.
pub const TEAM_CHANGED: &str = "access.team.changed";
/// A team was removed.
pub const TEAM_REMOVED: &str = "access.team.removed";
/// A custom role was made.
pub const ROLE_CREATED: &str = "access.role.created";
/// A custom role changed.
pub const ROLE_CHANGED: &str = "access.role.changed";
/// A custom role was removed.
pub const ROLE_REMOVED: &str = "access.role.removed";
/// An API token was made.
pub const TOKEN_CREATED: &str = "access.token.created";
/// An API token was revoked.
pub const TOKEN_REVOKED: &str = "access.token.revoked";

/// Emits the event and writes the audit entry of one act.
pub(crate) fn record(
    tx: &mut Tx<'_>,
    actor: &Actor,
    name: &'static str,
    thing: impl Into<ThingId>,
    facts: Value,
) -> Result<()> {
    let thing = thing.into();
    tx.emit(actor, NewEvent { name, version: 1, thing: thing.clone(), facts: facts.clone() })?;
    tx.audit(actor, AuditEntry { action: name, thing, detail: facts })
}
