//! Invitations in the database. A row is there as long as the invitation is open.

use std::time::Duration;

use db::{Filter, Row, Tx, p, sql};
use kernel::{PersonId, Result, RoleId, TeamId, Timestamp};

use super::InvitationId;
use crate::fields::Email;
use crate::secret::SecretHash;

sql! {
    INSERT = "insert into access_invitations (id, email, email_folded, name, role_id, secret_hash, invited_by, created_at, expires_at)
              values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (email_folded) do nothing";
    DROP_EXPIRED = "delete from access_invitations where email_folded = $1 and expires_at <= $2";
    ADD_TEAM = "insert into access_invitation_teams (invitation_id, team_id) values ($1, $2)
                on conflict (invitation_id, team_id) do nothing";
    TEAMS = "select i.team_id from access_invitation_teams i join access_teams t on t.id = i.team_id
             where i.invitation_id = $1 order by t.name_folded, t.id";
    FORGET_TEAMS = "delete from access_invitation_teams where invitation_id = $1";
    RENEW = "update access_invitations set secret_hash = $1, expires_at = $2 where id = $3";
    DELETE = "delete from access_invitations where id = $1";
    SWEEP_TEAMS = "delete from access_invitation_teams where invitation_id in (select id from access_invitations where expires_at < $1)";
    SWEEP = "delete from access_invitations where expires_at < $1";
}

/// An open invitation.
#[derive(Debug, Clone)]
pub(super) struct Invitation {
    pub(super) id: InvitationId,
    pub(super) email: String,
    pub(super) name: String,
    pub(super) role: RoleId,
    pub(super) role_name: String,
    pub(super) invited_by: PersonId,
    pub(super) created_at: Timestamp,
    pub(super) expires_at: Timestamp,
    pub(super) teams: Vec<TeamId>,
}

fn read(row: &mut Row<'_>) -> Result<Invitation> {
    Ok(Invitation {
        id: row.take()?,
        email: row.take()?,
        name: row.take()?,
        role: row.take()?,
        role_name: row.take()?,
        invited_by: row.take()?,
        created_at: row.take()?,
        expires_at: row.take()?,
        teams: Vec::new(),
    })
}

/// Up to `limit` invitations that fulfil a filter over `i`, newest first.
pub(super) fn list(tx: &mut Tx<'_>, filter: &Filter, limit: usize) -> Result<Vec<Invitation>> {
    let sql = format!(
        "select i.id, i.email, i.name, i.role_id, r.name, i.invited_by, i.created_at, i.expires_at
         from access_invitations i join access_roles r on r.id = i.role_id{} order by i.id desc limit {limit}",
        filter.sql()
    );
    let mut found = tx.all(sql, &filter.params(), read)?;
    for invitation in &mut found {
        invitation.teams = tx.all(TEAMS, p![invitation.id], |row| row.take())?;
    }
    Ok(found)
}

pub(super) fn find(tx: &mut Tx<'_>, id: InvitationId) -> Result<Option<Invitation>> {
    let mut filter = Filter::new();
    filter.and("i.id = ?", &[&id]);
    Ok(list(tx, &filter, 1)?.pop())
}

/// The invitation of a link, unless it has expired.
pub(super) fn by_secret(tx: &mut Tx<'_>, secret: &SecretHash) -> Result<Option<Invitation>> {
    let now = tx.now();
    let mut filter = Filter::new();
    filter.and("i.secret_hash = ?", &[&secret.as_str()]).and("i.expires_at > ?", &[&now]);
    Ok(list(tx, &filter, 1)?.pop())
}

/// The invitation to an address, unless it has expired.
pub(super) fn by_email(tx: &mut Tx<'_>, email: &Email) -> Result<Option<Invitation>> {
    let (now, folded) = (tx.now(), email.folded());
    let mut filter = Filter::new();
    filter.and("i.email_folded = ?", &[&folded]).and("i.expires_at > ?", &[&now]);
    Ok(list(tx, &filter, 1)?.pop())
}

/// Whether there was no open invitation to this address; an expired one makes room.
pub(super) fn insert(tx: &mut Tx<'_>, invitation: &Invitation, email: &Email, secret: &SecretHash) -> Result<bool> {
    tx.exec(DROP_EXPIRED, p![email.folded(), invitation.created_at])?;
    let (shown, folded, secret) = (email.shown(), email.folded(), secret.as_str());
    let params = p![
        invitation.id,
        shown,
        folded,
        invitation.name,
        invitation.role,
        secret,
        invitation.invited_by,
        invitation.created_at,
        invitation.expires_at
    ];
    if tx.exec(INSERT, params)? == 0 {
        return Ok(false);
    }
    invitation.teams.iter().try_for_each(|team| tx.exec(ADD_TEAM, p![invitation.id, *team]).map(drop))?;
    Ok(true)
}

pub(super) fn renew(tx: &mut Tx<'_>, id: InvitationId, secret: &SecretHash, expires_at: Timestamp) -> Result<()> {
    tx.exec(RENEW, p![secret.as_str(), expires_at, id]).map(drop)
}

/// Whether the invitation was still open.
pub(super) fn delete(tx: &mut Tx<'_>, id: InvitationId) -> Result<bool> {
    tx.exec(FORGET_TEAMS, p![id])?;
    Ok(tx.exec(DELETE, p![id])? > 0)
}

/// Removes invitations that expired a month ago; until then they can be sent again.
pub(crate) fn sweep(tx: &mut Tx<'_>) -> Result<u64> {
    let before = tx.now().minus(Duration::from_hours(30 * 24));
    tx.exec(SWEEP_TEAMS, p![before])?;
    tx.exec(SWEEP, p![before])
}
