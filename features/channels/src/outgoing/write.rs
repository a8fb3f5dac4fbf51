//! Turning a queued mail into what goes over SMTP.

use db::Tx;
use delivery::{Cause, Smtp, Trouble};
use kernel::{Fault, Phrase, Result};

use super::commands::{AutomaticMail, BulkMail, SystemFile, SystemMail};
use super::model::{Kind, Outgoing};
use crate::desk::{Reply, ReplyFile};
use crate::dkim::commands as dkim;
use crate::dkim::sign::{Signing, signed};
use crate::intake::letter_store::{self, NewLetter};
use crate::mail::address::Address;
use crate::mail::compose::{Composed, File, Origin, Outgoing as Written, Refused, compose, envelope};
use crate::mail::sanitise;
use crate::mailboxes::model::{Mailbox, SignBy};
use crate::mailboxes::queries::OwnAddresses;
use crate::mailboxes::store as mailbox_store;
use crate::post::Post;
use crate::rules::store as rules;
use crate::words;

/// A mail with the server that sends it; or why there is none.
pub(crate) enum Ready {
    /// It can be sent.
    Mail(Box<Prepared>),
    /// Its author took it back.
    Withdrawn,
    /// It cannot be sent as it is.
    Impossible(Trouble),
}

/// A mail with the server that sends it.
pub(crate) struct Prepared {
    pub server: Smtp,
    pub mail: Written,
    /// Keys of the mailbox's domain.
    pub keys: Vec<Signing>,
    /// Whom it is for, our own mailboxes left out.
    pub recipients: Vec<String>,
    pub own: OwnAddresses,
    /// A person's own address may be one of ours: mail of the program's own goes there all the same.
    pub may_be_ours: bool,
    /// The mailbox whose consent signs in; none with a password.
    pub consent: Option<kernel::MailboxId>,
    /// Blobs to be read for the files of the mail, in the same order.
    pub blobs: Vec<String>,
}

fn impossible(phrase: Phrase) -> Ready {
    Ready::Impossible(Trouble::lasting(Cause::Unprepared, phrase))
}

/// Collects what is to be sent and remembers its Message-ID, so that answers find the conversation however sending ends.
pub(crate) fn prepare(tx: &mut Tx<'_>, post: &Post, queued: &Outgoing) -> Result<Ready> {
    let Some(mailbox) = sender_of(tx, queued)? else {
        return Ok(impossible(words::NO_SENDER));
    };
    let Some(outbound) = &mailbox.smtp else {
        return Ok(impossible(words::NO_OUTBOUND));
    };
    let place = Mailbox::secret_place(mailbox.id, "smtp");
    let password = mailbox.smtp_password.as_deref().map(|sealed| post.vault().open(sealed, &place)).transpose();
    let password = match password {
        Ok(password) => password,
        Err(fault) => return Ok(Ready::Impossible(Trouble::lasting(Cause::Login, fault.said()))),
    };
    let server = outbound.server(password, &post.hello(&mailbox.address));
    let consent = (outbound.sign_in == SignBy::Consent).then_some(mailbox.id);
    let own = OwnAddresses::load(tx)?;
    let mut mail =
        Written { message_id: message_id(post, &mailbox, queued), mark: post.mark().to_owned(), ..Written::default() };
    let blobs;
    if mailbox.plus_addressing && rules::of_mailbox(tx, mailbox.id)?.0.signed_return {
        mail.returns = post.signer().return_path(&mailbox.address, kernel::TypedId::raw(queued.id));
    }
    let kind = Kind::of(&queued.kind);
    match queued.message.filter(|_| kind == Kind::Reply) {
        Some(message) => {
            let Some(reply) = post.desk().reply(tx, message)? else { return Ok(Ready::Withdrawn) };
            blobs = write_reply(tx, post, &mailbox, &reply, &mut mail)?;
            let key = format!("out:{}", mail.message_id);
            let letter = NewLetter {
                message_id: &mail.message_id,
                content_key: &key,
                sent: true,
                conversation: reply.conversation,
                message,
            };
            letter_store::remember(tx, letter)?;
        }
        None => blobs = write_machine(tx, post, &mailbox, queued, kind, &mut mail)?,
    }
    if let (Kind::Automatic, Some(conversation)) = (kind, queued.conversation) {
        let key = format!("out:{}", mail.message_id);
        // It is no message of the conversation, but an answer to it belongs there.
        let message = kernel::TypedId::from_raw(0);
        let letter = NewLetter { message_id: &mail.message_id, content_key: &key, sent: true, conversation, message };
        letter_store::remember(tx, letter)?;
    }
    let keys = dkim::signing(tx, post, mailbox.address.domain())?;
    let may_be_ours = kind == Kind::System;
    let recipients = envelope(&mail, |base| !may_be_ours && own.contains(base));
    Ok(Ready::Mail(Box::new(Prepared { server, mail, keys, recipients, own, may_be_ours, consent, blobs })))
}

fn sender_of(tx: &mut Tx<'_>, queued: &Outgoing) -> Result<Option<Mailbox>> {
    let can_send = |mailbox: &Mailbox| mailbox.active && mailbox.smtp.is_some();
    let all = mailbox_store::list(tx)?;
    Ok(match queued.mailbox {
        Some(id) => all.into_iter().find(|mailbox| mailbox.id == id).filter(can_send),
        None => all.into_iter().find(can_send),
    })
}

/// The same at every try: a server that took the mail before we knew may recognise the second.
fn message_id(post: &Post, mailbox: &Mailbox, queued: &Outgoing) -> String {
    if !queued.message_id.is_empty() {
        return queued.message_id.clone();
    }
    let domain = post.settings().domain.clone().unwrap_or_else(|| mailbox.address.domain().to_owned());
    let domain = idna::domain_to_ascii(&domain).unwrap_or(domain);
    match queued.message {
        Some(message) => format!("{message}.{}@{domain}", queued.id),
        None => format!("{}@{domain}", queued.id),
    }
}

fn write_reply(
    tx: &mut Tx<'_>,
    post: &Post,
    mailbox: &Mailbox,
    reply: &Reply,
    mail: &mut Written,
) -> Result<Vec<String>> {
    let (last, thread) = letter_store::thread_of(tx, reply.conversation)?;
    let references: Vec<String> = thread.into_iter().filter(|id| *id != mail.message_id).collect();
    mail.in_reply_to = last.or_else(|| references.last().cloned());
    mail.references = references;
    mail.from = Some(mailbox.sender(&reply.author));
    if mailbox.plus_addressing {
        mail.reply_to = post
            .signer()
            .address(&mailbox.address, kernel::TypedId::raw(reply.conversation))
            .map(|address| Address { name: mail.from.as_ref().and_then(|from| from.name.clone()), ..address });
    }
    (mail.to, mail.cc, mail.bcc) = (reply.to.clone(), reply.cc.clone(), reply.bcc.clone());
    mail.subject = subject(mailbox, reply);
    mail.date = reply.at.seconds();
    mail.signature_html.clone_from(&mailbox.signature_html);
    let mut html = reply.html.clone();
    for (index, file) in reply.files.iter().enumerate() {
        let content_id = show_inline(&mut html, file, index, &mail.message_id);
        mail.files.push(File {
            name: file.name.clone(),
            media_type: file.media_type.clone(),
            content_id,
            data: Vec::new(),
        });
    }
    mail.html = sanitise::for_sending(&html);
    Ok(reply.files.iter().map(|file| file.blob.clone()).collect())
}

/// Replaces the address by which our own pages show an inline image with its content id.
fn show_inline(html: &mut String, file: &ReplyFile, index: usize, message_id: &str) -> Option<String> {
    let address = file.shown_as.as_deref().filter(|address| !address.is_empty())?;
    let written = address.replace('&', "&amp;");
    let found = [address, written.as_str()].into_iter().find(|form| html.contains(&format!("\"{form}\"")))?.to_owned();
    let content_id = format!("{index}.{message_id}");
    *html = html.replace(&format!("\"{found}\""), &format!("\"cid:{content_id}\""));
    Some(content_id)
}

fn subject(mailbox: &Mailbox, reply: &Reply) -> String {
    let mark = format!("[#{}]", reply.number);
    if mailbox.subject_number && !reply.subject.contains(&mark) {
        return format!("{} {mark}", reply.subject).trim().to_owned();
    }
    reply.subject.clone()
}

/// What no person wrote; gives the blobs of its files.
fn write_machine(
    tx: &mut Tx<'_>,
    post: &Post,
    mailbox: &Mailbox,
    queued: &Outgoing,
    kind: Kind,
    mail: &mut Written,
) -> Result<Vec<String>> {
    mail.from = Some(mailbox.sender(""));
    mail.date = tx.now().seconds();
    let read = Fault::internal;
    match kind {
        Kind::Automatic => {
            let content: AutomaticMail = serde_json::from_str(&queued.content).map_err(read)?;
            mail.in_reply_to = Some(content.in_reply_to).filter(|id| !id.is_empty());
            mail.references = content.references;
            mail.signature_html.clone_from(&mailbox.signature_html);
            if let (true, Some(conversation)) = (mailbox.plus_addressing, queued.conversation) {
                mail.reply_to = post.signer().address(&mailbox.address, kernel::TypedId::raw(conversation));
            }
            mail.origin = Origin::Replied;
            (mail.to, mail.subject, mail.html, mail.text) =
                (vec![content.to], content.subject, content.html, content.text);
        }
        Kind::Bulk => {
            let content: BulkMail = serde_json::from_str(&queued.content).map_err(read)?;
            mail.origin = Origin::Bulk { unsubscribe: post.unsubscribe_link(queued.id) };
            (mail.to, mail.subject, mail.html, mail.text) =
                (vec![content.to], content.subject, content.html, content.text);
        }
        Kind::System | Kind::Reply => {
            let content: SystemMail = serde_json::from_str(&queued.content).map_err(read)?;
            mail.origin = Origin::Generated;
            (mail.to, mail.subject, mail.html, mail.text) =
                (vec![content.to], content.subject, content.html, content.text);
            return Ok(attach(mail, content.files));
        }
    }
    Ok(Vec::new())
}

/// Names the files of a mail of the program's own; gives the blobs that hold them, in the same order.
fn attach(mail: &mut Written, files: Vec<SystemFile>) -> Vec<String> {
    let mut blobs = Vec::new();
    for SystemFile { name, media_type, blob } in files {
        mail.files.push(File { name, media_type, content_id: None, data: Vec::new() });
        blobs.push(blob);
    }
    blobs
}

/// Writes the mail, or says why it cannot be written.
pub(crate) fn finish(prepared: Prepared) -> std::result::Result<(Smtp, Composed), Trouble> {
    let Prepared { server, mail, keys, own, may_be_ours, .. } = prepared;
    let mut composed = compose(&mail, |base| !may_be_ours && own.contains(base)).map_err(|refused| match refused {
        Refused::NoRecipients => Trouble::lasting(Cause::RecipientRefused, words::NOBODY_TO_SEND_TO),
        Refused::NoSender => Trouble::lasting(Cause::Unprepared, words::NO_ADDRESS),
        Refused::Unwritable => Trouble::lasting(Cause::Protocol, words::UNWRITABLE),
    })?;
    let unsigned = |fault: Fault| Trouble::lasting(Cause::Protocol, words::UNWRITABLE).answered(&fault.causes());
    composed.bytes = signed(&composed.bytes, &keys).map_err(unsigned)?;
    Ok((server, composed))
}
