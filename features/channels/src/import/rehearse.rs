//! What an import would do, without doing it.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use kernel::{MailboxId, Result};

use super::batch::{Batch, Ready};
use super::model::Counts;
use super::store;
use crate::intake::model::State;
use crate::post::Post;

/// What has been seen so far: a few bytes a mail.
#[derive(Debug, Default)]
pub(super) struct Rehearsal {
    contents: HashSet<u64>,
    letters: HashSet<u64>,
}

impl Rehearsal {
    /// Counts what a portion would become. Whether two mails belong together is told by their Message-IDs alone.
    ///
    /// # Errors
    /// Those of the database.
    pub(super) async fn count(&mut self, post: &Post, mailbox: MailboxId, batch: &Batch) -> Result<Counts> {
        let keys: Vec<String> = batch.mails.iter().map(|mail| mail.brief.content_key.clone()).collect();
        let mut answers: Vec<String> = batch.mails.iter().flat_map(|mail| mail.answers.iter().cloned()).collect();
        answers.truncate(20_000);
        let (known, letters) = post
            .db()
            .read(move |tx| {
                let mut letters = Vec::new();
                for some in answers.chunks(500) {
                    letters.extend(store::known_letters(tx, some)?);
                }
                let known = if keys.is_empty() { Vec::new() } else { store::known_mails(tx, mailbox, &keys)? };
                Ok((known, letters))
            })
            .await?;
        self.contents.extend(known.iter().map(digest));
        self.letters.extend(letters.iter().map(digest));
        let mut counts = batch.counts;
        for mail in &batch.mails {
            self.count_one(mail, &mut counts);
        }
        Ok(counts)
    }

    fn count_one(&mut self, mail: &Ready, counts: &mut Counts) {
        if !self.contents.insert(digest(&mail.brief.content_key)) {
            counts.duplicates += 1;
            return;
        }
        match &mail.draft {
            Err((reason, _)) if reason.state() == State::Ignored => counts.reports += 1,
            Err(_) => counts.unplaced += 1,
            Ok(_) => {
                counts.messages += 1;
                let joins = mail.answers.iter().any(|id| self.letters.contains(&digest(id)));
                counts.conversations += i64::from(!joins);
                self.letters.insert(digest(&mail.brief.message_id));
            }
        }
    }
}

fn digest(text: &String) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}
