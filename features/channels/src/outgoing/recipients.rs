//! What became of a mail for each of its recipients. A second try goes only to those who have not got it.

use db::{Row, Tx, p, sql};
use delivery::{Handed, Trouble};
use kernel::{Result, Timestamp};

use super::model::OutgoingId;
use crate::why::Why;

sql! {
    INSERT = "insert into channels_recipients (outgoing_id, address, domain, state, reason, why, tried_at)
              values ($1, $2, $3, 'waiting', '', '', 0) on conflict (outgoing_id, address) do nothing";
    OF_MAIL = "select address, domain, state, reason, why, tried_at from channels_recipients where outgoing_id = $1 order by address";
    BEGIN = "update channels_recipients set state = 'sending', tried_at = $1 where outgoing_id = $2 and state in ('waiting', 'sending')";
    SETTLE = "update channels_recipients set state = $1, reason = $2, why = $3 where outgoing_id = $4 and address = $5";
    AGAIN = "update channels_recipients set state = 'waiting', reason = '', why = ''
             where outgoing_id = $1 and state in ('failed', 'bounced')";
    GIVE_UP = "update channels_recipients set state = 'failed' where outgoing_id = $1 and state in ('waiting', 'sending')";
}

/// How it stands for one recipient.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// To be sent, or to be tried again.
    Waiting,
    /// In the hands of a worker.
    Sending,
    /// A server took it.
    Sent,
    /// A server does not take it.
    Failed,
    /// A server took it and it came back.
    Bounced,
}

impl Fate {
    /// The stable word for it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::Bounced => "bounced",
        }
    }

    fn of(code: &str) -> Self {
        let all = [Self::Waiting, Self::Sending, Self::Sent, Self::Failed];
        all.into_iter().find(|fate| fate.code() == code).unwrap_or(Self::Bounced)
    }

    /// Whether the next try goes to this recipient.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Waiting | Self::Sending)
    }

    /// Whether this recipient has not got it and will not.
    pub fn is_lost(self) -> bool {
        matches!(self, Self::Failed | Self::Bounced)
    }
}

/// One recipient of a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    /// The address, as it is given to the server.
    pub address: String,
    /// Its domain, lower case.
    pub domain: String,
    /// How it stands.
    pub fate: Fate,
    /// Why it was not sent, in words.
    pub reason: String,
    /// The same by its codes.
    pub why: Option<Why>,
    /// When it was tried last.
    pub tried_at: Timestamp,
}

fn read(row: &mut Row<'_>) -> Result<Recipient> {
    Ok(Recipient {
        address: row.take()?,
        domain: row.take()?,
        fate: Fate::of(&row.take::<String>()?),
        reason: row.take()?,
        why: Why::read(&row.take::<String>()?),
        tried_at: row.take()?,
    })
}

/// Notes the recipients of a mail; those that are known keep their fate.
pub(crate) fn note(tx: &mut Tx<'_>, mail: OutgoingId, addresses: &[String]) -> Result<Vec<Recipient>> {
    for address in addresses {
        let domain = address.rsplit_once('@').map_or("", |(_, domain)| domain).to_lowercase();
        tx.exec(INSERT, p![mail, address, domain])?;
    }
    of_mail(tx, mail)
}

/// The recipients of a mail, by address.
pub(crate) fn of_mail(tx: &mut Tx<'_>, mail: OutgoingId) -> Result<Vec<Recipient>> {
    tx.all(OF_MAIL, p![mail], read)
}

/// A worker tries those that are open.
pub(crate) fn begin(tx: &mut Tx<'_>, mail: OutgoingId) -> Result<()> {
    let now = tx.now();
    tx.exec(BEGIN, p![now, mail]).map(drop)
}

/// Those that were lost are to be tried again.
pub(crate) fn again(tx: &mut Tx<'_>, mail: OutgoingId) -> Result<()> {
    tx.exec(AGAIN, p![mail]).map(drop)
}

/// Nobody is tried any more.
pub(crate) fn give_up(tx: &mut Tx<'_>, mail: OutgoingId) -> Result<()> {
    tx.exec(GIVE_UP, p![mail]).map(drop)
}

/// Notes a fate.
pub(crate) fn settle(
    tx: &mut Tx<'_>,
    mail: OutgoingId,
    address: &str,
    fate: Fate,
    trouble: Option<&Trouble>,
) -> Result<()> {
    let reason = trouble.map(ToString::to_string).unwrap_or_default();
    let why = trouble.map(|trouble| Why::from(trouble).stored()).unwrap_or_default();
    tx.exec(SETTLE, p![fate.code(), reason, why, mail, address]).map(drop)
}

/// What a try made of each recipient that it was for: their fates, and the reason of those that did not get it.
pub(crate) fn judge<'a>(
    open: &'a [Recipient],
    tried: &'a std::result::Result<Handed, Trouble>,
) -> Vec<(&'a Recipient, Fate, Option<&'a Trouble>)> {
    let fate = |trouble: &Trouble| if trouble.permanent { Fate::Failed } else { Fate::Waiting };
    open.iter()
        .map(|recipient| {
            let trouble = match tried {
                Err(trouble) => Some(trouble),
                Ok(handed) => handed.refused.iter().find(|(name, _)| *name == recipient.address).map(|(_, why)| why),
            };
            (recipient, trouble.map_or(Fate::Sent, fate), trouble)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use delivery::trouble::Step;

    use super::*;

    fn recipient(address: &str) -> Recipient {
        Recipient {
            address: address.into(),
            domain: String::new(),
            fate: Fate::Sending,
            reason: String::new(),
            why: None,
            tried_at: Timestamp::NEVER,
        }
    }

    #[test]
    fn each_recipient_has_a_fate_of_its_own() {
        let open = ["a@x.example", "b@x.example", "c@x.example"].map(recipient);
        let refused = |name: &str, code, text| (name.to_owned(), Trouble::from_smtp(code, text, Step::Recipient));
        let handed = Handed {
            answer: "taken".into(),
            refused: vec![refused("b@x.example", 550, "5.1.1 no"), refused("c@x.example", 451, "4.7.1 later")],
        };
        let fates = |tried: &std::result::Result<Handed, Trouble>| -> Vec<Fate> {
            judge(&open, tried).into_iter().map(|(_, fate, _)| fate).collect()
        };
        assert_eq!(fates(&Ok(handed)), [Fate::Sent, Fate::Failed, Fate::Waiting]);
        assert_eq!(fates(&Err(Trouble::from_smtp(421, "busy", Step::Greeting))), [Fate::Waiting; 3]);
        assert_eq!(fates(&Err(Trouble::from_smtp(554, "spam", Step::Content))), [Fate::Failed; 3]);
    }
}
