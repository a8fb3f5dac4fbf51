//! Access tokens, renewed before they end and when a server does not take them; one node at a time asks for a new one.

use std::time::Duration;

use delivery::{Cause, Login, Smtp, Trouble};
use kernel::{Fault, MailboxId};

use super::exchange::{self, Tokens};
use super::model::{Consent, Provider, token_place};
use super::store;
use crate::fetch::pass::Stop;
use crate::post::Post;
use crate::why::Told;
use crate::words;

/// A token that ends sooner than this is renewed first.
const MARGIN: Duration = Duration::from_mins(5);
/// How long one node may take to ask.
const ASKING: Duration = Duration::from_secs(30);
/// How often the others look whether it has the answer.
const LOOK: Duration = Duration::from_millis(250);

/// An access token for a mailbox. `refused` is one that a server did not take: it is not given again.
pub async fn access_token(post: &Post, mailbox: MailboxId, refused: Option<&str>) -> Result<String, Stop> {
    let deadline = tokio::time::Instant::now() + ASKING + ASKING;
    loop {
        let found = post.db().write(move |tx| {
            let now = tx.now();
            let Some(consent) = store::consent(tx, mailbox)? else { return Ok(None) };
            let good = consent.access_token.is_some() && consent.expires_at > now.plus(MARGIN);
            Ok(Some((consent, good)))
        });
        let Some((consent, good)) = found.await? else {
            return Err(Trouble::lasting(Cause::Consent, words::CONSENT_WANTED).into());
        };
        if let Some(told) = consent.revoked {
            let answer = told.why.answer.unwrap_or_default();
            return Err(Trouble::lasting(Cause::Consent, words::CONSENT_REVOKED).answered(&answer).into());
        }
        let known = open(post, &consent, "access")?;
        if let Some(token) = known.filter(|token| good && Some(token.as_str()) != refused) {
            return Ok(token);
        }
        let ours = post.db().write(move |tx| {
            let until = tx.now().plus(ASKING);
            store::ask(tx, mailbox, until)
        });
        if ours.await? {
            return renew(post, consent).await;
        }
        if tokio::time::Instant::now() > deadline {
            return Err(Trouble::passing(Cause::Timeout, words::PROVIDER_STRANGE).into());
        }
        tokio::time::sleep(LOOK).await;
    }
}

fn open(post: &Post, consent: &Consent, what: &str) -> Result<Option<String>, Fault> {
    let sealed = if what == "access" { &consent.access_token } else { &consent.refresh_token };
    let place = token_place(consent.mailbox, what);
    sealed.as_deref().map(|sealed| post.vault().open(sealed, &place)).transpose()
}

/// Seals what a provider gave; a provider that gives no new refresh token lets us keep the old one.
pub(crate) fn sealed(post: &Post, consent: Consent, tokens: &Tokens, now: kernel::Timestamp) -> Result<Consent, Fault> {
    let seal = |what: &str, token: &str| post.vault().seal(token, &token_place(consent.mailbox, what));
    let refresh = tokens.refresh_token.as_deref().filter(|token| !token.is_empty());
    let life = Duration::from_secs(u64::try_from(tokens.expires_in.clamp(60, 31_536_000)).unwrap_or(60));
    Ok(Consent {
        access_token: Some(seal("access", &tokens.access_token)?),
        refresh_token: refresh.map_or(Ok(consent.refresh_token.clone()), |token| seal("refresh", token).map(Some))?,
        expires_at: now.plus(life),
        ..consent
    })
}

async fn renew(post: &Post, consent: Consent) -> Result<String, Stop> {
    let mailbox = consent.mailbox;
    match ask(post, &consent).await {
        Ok(tokens) => {
            let consent = sealed(post, consent, &tokens, post.db().clock().now())?;
            post.db().write(move |tx| store::renew(tx, &consent)).await?;
            Ok(tokens.access_token)
        }
        Err(Stop::Server(trouble)) => {
            let gone = trouble.cause == Cause::Consent;
            let told = Told::from(&trouble);
            post.db()
                .write(move |tx| if gone { store::revoke(tx, mailbox, &told) } else { store::asked(tx, mailbox) })
                .await?;
            Err(trouble.into())
        }
        Err(stop) => Err(stop),
    }
}

async fn ask(post: &Post, consent: &Consent) -> Result<Tokens, Stop> {
    let id = consent.provider;
    let provider = post.db().read(move |tx| store::provider(tx, id)).await?;
    let secret = secret(post, &provider)?;
    let Some(refresh) = open(post, consent, "refresh")? else {
        return Err(Trouble::lasting(Cause::Consent, words::CONSENT_REVOKED).into());
    };
    let fields = [("grant_type", "refresh_token"), ("refresh_token", refresh.as_str()), ("scope", provider.scope())];
    Ok(exchange::tokens(post, &provider, secret.as_deref(), &fields).await?)
}

pub(crate) fn secret(post: &Post, provider: &Provider) -> Result<Option<String>, Fault> {
    let place = Provider::secret_place(provider.id);
    provider.client_secret.as_deref().map(|sealed| post.vault().open(sealed, &place)).transpose()
}

/// A server for sending, signed in to with the mailbox's consent.
pub(crate) async fn for_sending(post: &Post, mailbox: MailboxId, server: Smtp) -> Result<Smtp, Trouble> {
    let user = server.login.as_ref().map(|login| login.user.clone()).unwrap_or_default();
    let token = access_token(post, mailbox, None).await.map_err(|stop| match stop {
        Stop::Server(trouble) => trouble,
        Stop::Us(fault) => Trouble::passing(Cause::Later, fault.said()),
    })?;
    Ok(Smtp { login: Some(Login { user, password: token, is_token: true }), ..server })
}
