//! What a mail server said when it handed us a mail: who it is, from whom and to whom. The mail itself need not say any of it.

use db::{Tx, p, sql};
use kernel::Result;

use super::model::IntakeId;

sql! {
    INSERT = "insert into channels_envelopes (intake_id, client, hello, secure, sender, recipients) values ($1, $2, $3, $4, $5, $6)";
    FIND = "select client, hello, secure, sender, recipients from channels_envelopes where intake_id = $1";
}

/// The envelope of a mail.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Envelope {
    /// The client's address.
    pub client: String,
    /// The name it gave itself.
    pub hello: String,
    /// It came under TLS.
    pub secure: bool,
    /// MAIL FROM; empty for mail nobody should answer.
    pub sender: String,
    /// RCPT TO, as far as they belong to this mailbox.
    pub recipients: Vec<String>,
}

pub(crate) fn save(tx: &mut Tx<'_>, id: IntakeId, envelope: &Envelope) -> Result<()> {
    let recipients = envelope.recipients.join("\n");
    let Envelope { client, hello, secure, sender, .. } = envelope;
    tx.exec(INSERT, p![id, client, hello, secure, sender, recipients]).map(drop)
}

pub(crate) fn find(tx: &mut Tx<'_>, id: IntakeId) -> Result<Option<Envelope>> {
    tx.opt(FIND, p![id], |row| {
        Ok(Envelope {
            client: row.take()?,
            hello: row.take()?,
            secure: row.take()?,
            sender: row.take()?,
            recipients: row.take::<String>()?.lines().map(ToOwned::to_owned).collect(),
        })
    })
}
