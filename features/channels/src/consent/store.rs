//! SQL text of providers and consents.

use db::{Row, Tx, p, sql};
use kernel::{MailboxId, Result, Timestamp};

use super::model::{Consent, Kind, Provider, ProviderId, Request};
use crate::why::Told;

sql! {
    PROVIDERS = "select id, kind, name, client_id, client_secret, tenant, authorize_url, token_url, scope, version
                 from channels_providers where removed_at = 0 order by id";
    PROVIDER = "select id, kind, name, client_id, client_secret, tenant, authorize_url, token_url, scope, version
                from channels_providers where id = $1 and removed_at = 0";
    ADD_PROVIDER = "insert into channels_providers (id, kind, name, client_id, client_secret, tenant, authorize_url, token_url, scope,
                    removed_at, version) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, 1)";
    CHANGE_PROVIDER = "update channels_providers set name = $1, client_id = $2, client_secret = $3, tenant = $4, authorize_url = $5,
                       token_url = $6, scope = $7, version = version + 1 where id = $8 and version = $9 and removed_at = 0";
    REMOVE_PROVIDER = "update channels_providers set removed_at = $1, client_secret = null, version = version + 1
                       where id = $2 and removed_at = 0";
    USERS = "select count(*) from channels_consents c join channels_mailboxes m on m.id = c.mailbox_id
             where c.provider_id = $1 and m.removed_at = 0";
    CONSENT = "select mailbox_id, provider_id, refresh_token, access_token, expires_at, revoked, given_at
               from channels_consents where mailbox_id = $1";
    GIVE = "insert into channels_consents (mailbox_id, provider_id, refresh_token, access_token, expires_at, revoked, given_at, asking_until)
            values ($1, $2, $3, $4, $5, '', $6, 0) on conflict (mailbox_id) do update set provider_id = excluded.provider_id,
            refresh_token = excluded.refresh_token, access_token = excluded.access_token, expires_at = excluded.expires_at,
            revoked = '', given_at = excluded.given_at, asking_until = 0";
    RENEW = "update channels_consents set refresh_token = $1, access_token = $2, expires_at = $3, asking_until = 0 where mailbox_id = $4";
    REVOKE = "update channels_consents set revoked = $1, access_token = null, asking_until = 0 where mailbox_id = $2";
    ASK = "update channels_consents set asking_until = $1 where mailbox_id = $2 and asking_until < $3 and revoked = ''";
    ASKED = "update channels_consents set asking_until = 0 where mailbox_id = $1";
    WITHDRAW = "delete from channels_consents where mailbox_id = $1";
    EXPECT = "insert into channels_consent_requests (state_hash, mailbox_id, provider_id, person_id, verifier, expires_at)
              values ($1, $2, $3, $4, $5, $6)";
    EXPECTED = "select mailbox_id, provider_id, person_id, verifier, expires_at from channels_consent_requests where state_hash = $1";
    CAME_BACK = "delete from channels_consent_requests where state_hash = $1 or expires_at < $2";
}

fn read_provider(row: &mut Row<'_>) -> Result<Provider> {
    Ok(Provider {
        id: row.take()?,
        kind: Kind::of(&row.take::<String>()?),
        name: row.take()?,
        client_id: row.take()?,
        client_secret: row.take()?,
        tenant: row.take()?,
        authorize_url: row.take()?,
        token_url: row.take()?,
        scope: row.take()?,
        version: row.take()?,
    })
}

pub(crate) fn providers(tx: &mut Tx<'_>) -> Result<Vec<Provider>> {
    tx.all(PROVIDERS, p![], read_provider)
}

pub(crate) fn provider(tx: &mut Tx<'_>, id: ProviderId) -> Result<Provider> {
    tx.one(PROVIDER, p![id], read_provider)
}

pub(crate) fn add_provider(tx: &mut Tx<'_>, it: &Provider) -> Result<()> {
    let (kind, secret) = (it.kind.code(), &it.client_secret);
    let Provider { id, name, client_id, tenant, authorize_url, token_url, scope, .. } = it;
    tx.exec(ADD_PROVIDER, p![*id, kind, name, client_id, secret, tenant, authorize_url, token_url, scope]).map(drop)
}

/// Saves if nobody else did since that version; says whether it was saved.
pub(crate) fn change_provider(tx: &mut Tx<'_>, it: &Provider) -> Result<bool> {
    let Provider { id, name, client_id, client_secret, tenant, authorize_url, token_url, scope, version, .. } = it;
    let values = p![name, client_id, client_secret, tenant, authorize_url, token_url, scope, *id, *version];
    Ok(tx.exec(CHANGE_PROVIDER, values)? > 0)
}

pub(crate) fn remove_provider(tx: &mut Tx<'_>, id: ProviderId) -> Result<()> {
    let now = tx.now();
    tx.exec(REMOVE_PROVIDER, p![now, id]).map(drop)
}

/// How many mailboxes have a consent of a provider.
pub(crate) fn users(tx: &mut Tx<'_>, id: ProviderId) -> Result<i64> {
    tx.one(USERS, p![id], |row| row.take())
}

pub(crate) fn consent(tx: &mut Tx<'_>, mailbox: MailboxId) -> Result<Option<Consent>> {
    tx.opt(CONSENT, p![mailbox], |row| {
        Ok(Consent {
            mailbox: row.take()?,
            provider: row.take()?,
            refresh_token: row.take()?,
            access_token: row.take()?,
            expires_at: row.take()?,
            revoked: Told::read(&row.take::<String>()?),
            given_at: row.take()?,
        })
    })
}

pub(crate) fn give(tx: &mut Tx<'_>, it: &Consent) -> Result<()> {
    let Consent { mailbox, provider, refresh_token, access_token, expires_at, given_at, .. } = it;
    tx.exec(GIVE, p![*mailbox, *provider, refresh_token, access_token, *expires_at, *given_at]).map(drop)
}

pub(crate) fn renew(tx: &mut Tx<'_>, it: &Consent) -> Result<()> {
    tx.exec(RENEW, p![it.refresh_token, it.access_token, it.expires_at, it.mailbox]).map(drop)
}

pub(crate) fn revoke(tx: &mut Tx<'_>, mailbox: MailboxId, why: &Told) -> Result<()> {
    tx.exec(REVOKE, p![why.stored(), mailbox]).map(drop)
}

/// Takes the right to ask for a new token; says whether we have it.
pub(crate) fn ask(tx: &mut Tx<'_>, mailbox: MailboxId, until: Timestamp) -> Result<bool> {
    let now = tx.now();
    Ok(tx.exec(ASK, p![until, mailbox, now])? > 0)
}

/// Gives that right back.
pub(crate) fn asked(tx: &mut Tx<'_>, mailbox: MailboxId) -> Result<()> {
    tx.exec(ASKED, p![mailbox]).map(drop)
}

pub(crate) fn withdraw(tx: &mut Tx<'_>, mailbox: MailboxId) -> Result<bool> {
    Ok(tx.exec(WITHDRAW, p![mailbox])? > 0)
}

pub(crate) fn expect(tx: &mut Tx<'_>, state_hash: &str, it: &Request) -> Result<()> {
    tx.exec(EXPECT, p![state_hash, it.mailbox, it.provider, it.person, it.verifier, it.expires_at]).map(drop)
}

/// Whoever comes back with this state, once.
pub(crate) fn came_back(tx: &mut Tx<'_>, state_hash: &str) -> Result<Option<Request>> {
    let found = tx.opt(EXPECTED, p![state_hash], |row| {
        Ok(Request {
            mailbox: row.take()?,
            provider: row.take()?,
            person: row.take()?,
            verifier: row.take()?,
            expires_at: row.take()?,
        })
    })?;
    let now = tx.now();
    tx.exec(CAME_BACK, p![state_hash, now])?;
    Ok(found.filter(|request| request.expires_at > now))
}
