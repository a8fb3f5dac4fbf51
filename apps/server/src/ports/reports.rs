//! What reports need of other rooms: the company of `access`, names of several, comments of `feedback`, the mail of `channels`.

use std::collections::BTreeMap;

use access::people::readers::active;
use channels::mail::address::Address;
use channels::outgoing::commands::{SystemFile, SystemMail, queue_system_mail};
use channels::outgoing::queries::fate;
use db::{Tx, p};
use feedback::answers::{Spoken, said_between};
use insight::reports::{Comment, Fate, House, Letter, LetterFile, WantedComments};
use kernel::{PersonId, Result};

/// The other rooms, as reports see them.
pub(crate) struct WholeHouse;

impl House for WholeHouse {
    fn company(&self, tx: &mut Tx<'_>) -> Result<String> {
        access::company::name(tx)
    }

    fn names(&self, tx: &mut Tx<'_>) -> Result<BTreeMap<String, String>> {
        let mut names = BTreeMap::new();
        macro_rules! add {
            ($($id:ty: $sql:literal),+ $(,)?) => { $(
                let found = tx.all($sql, p![], |row| Ok((row.take::<$id>()?, row.take::<String>()?)))?;
                names.extend(found.into_iter().map(|(id, name)| (id.to_string(), name)));
            )+ };
        }
        add! {
            kernel::TeamId: "select id, name from pub_access_teams",
            kernel::PersonId: "select id, name from pub_access_people",
            kernel::MailboxId: "select id, name from pub_channels_mailboxes",
            inbox::topics::TopicId: "select id, name from pub_inbox_topics",
        }
        Ok(names)
    }

    fn comments(&self, tx: &mut Tx<'_>, wanted: &WantedComments) -> Result<Vec<Comment>> {
        let WantedComments { from, until, filter, most } = wanted;
        let topics: Vec<i64> = filter.topics.iter().map(|topic| kernel::TypedId::raw(*topic)).collect();
        let spoken = said_between(tx, (*from, *until), &filter.teams, &filter.channels, &topics, *most)?;
        let comment = |it: Spoken| Comment {
            text: it.comment,
            kind: it.kind,
            score: it.score,
            given_at: it.given_at,
            conversation: it.conversation,
            channel: it.channel,
        };
        Ok(spoken.into_iter().map(comment).collect())
    }

    fn address_of(&self, tx: &mut Tx<'_>, person: PersonId) -> Result<Option<String>> {
        Ok(active(tx, &[person])?.pop().map(|reader| reader.email))
    }

    fn post(&self, tx: &mut Tx<'_>, source: &str, letter: &Letter) -> Result<()> {
        // Recipients were read when they were named; one that the outgoing mail reads otherwise is left out, visibly.
        let Some(to) = Address::parse(&letter.to) else { return Ok(()) };
        let file = |it: &LetterFile| SystemFile {
            name: it.name.clone(),
            media_type: it.media_type.clone(),
            blob: it.blob.clone(),
        };
        let mail = SystemMail {
            to,
            subject: letter.subject.clone(),
            html: inbox::messages::markup::from_text(&letter.text),
            text: letter.text.clone(),
            files: letter.files.iter().map(file).collect(),
        };
        queue_system_mail(tx, source, &mail)
    }

    fn fate(&self, tx: &mut Tx<'_>, source: &str) -> Result<Option<Fate>> {
        let found = fate(tx, source)?;
        Ok(found.map(|(state, reason, sent_at)| Fate { state, reason, sent_at: sent_at.happened() }))
    }
}
