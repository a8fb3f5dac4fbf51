//! What this room does by itself.

use std::time::Duration;

use db::Tx;
use jobs::{NewJob, Outcome, Runner};
use kernel::Result;

use crate::access::Access;
use crate::notices;
use crate::password_resets::{self, SEND, Wanted};
use crate::secret::Secret;
use crate::{invitations, passkeys, sessions, sign_ins, sign_on};

const SWEEP: &str = "access.sweep";
const SWEEP_EVERY: Duration = Duration::from_hours(1);
/// The page of the staff web that a link for a new password opens.
const RESET_PAGE: &str = "reset-password";

/// Adds the handlers of this room's jobs.
pub fn register(runner: &mut Runner, access: &Access) {
    let own = access.clone();
    runner.add(SEND, move |job| {
        let access = own.clone();
        async move {
            let wanted: Wanted = job.payload()?;
            let (secret, post) = (Secret::random()?, access.post());
            let link = access.link(RESET_PAGE, &secret);
            let work = move |tx: &mut Tx<'_>| password_resets::send(tx, &wanted.email, &secret, &link, &*post);
            access.db().write(work).await?;
            Ok(Outcome::Done)
        }
    });
    let own = access.clone();
    runner.add(notices::SEND, move |job| {
        let access = own.clone();
        async move {
            let (wanted, post): (notices::Wanted, _) = (job.payload()?, access.post());
            access.db().write(move |tx: &mut Tx<'_>| notices::send(tx, &wanted, &*post)).await?;
            Ok(Outcome::Done)
        }
    });
    let own = access.clone();
    runner.add(SWEEP, move |_| {
        let access = own.clone();
        async move {
            access.db().write(sweep).await?;
            Ok(Outcome::Again(access.db().clock().now().plus(SWEEP_EVERY)))
        }
    });
}

/// Makes sure that the sweep is in the queue; to be called at every start.
pub fn schedule(tx: &mut Tx<'_>) -> Result<()> {
    jobs::enqueue(tx, NewJob::now(SWEEP, ()).once_for("hourly"))
}

/// Removes what expired: sessions, links, counters of attempts.
pub(crate) fn sweep(tx: &mut Tx<'_>) -> Result<()> {
    sessions::store::sweep(tx)?;
    sessions::throttle::sweep(tx)?;
    sessions::devices::sweep(tx)?;
    sign_ins::store::sweep(tx)?;
    passkeys::store::sweep(tx)?;
    sign_on::store::sweep(tx)?;
    password_resets::store::sweep(tx)?;
    invitations::sweep(tx)?;
    Ok(())
}
