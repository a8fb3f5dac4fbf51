//! Trying a mailbox's settings step by step, and telling in plain words what is wrong.

use delivery::{Cause, Envelope, Smtp, Trouble};
use kernel::Said;
use serde::Serialize;

use super::model::{After, Imap, Protocol};
use crate::fetch::access::Key;
use crate::fetch::pop::Pop;
use crate::fetch::{folder_name, imap};
use crate::post::Post;
use crate::why::Why;
use crate::words;

/// One step of a test.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Step {
    /// `imap_connect`, `imap_login`, `imap_folder`, `imap_move_folder`, `smtp_connect`, `smtp_login` or `smtp_send`.
    #[schema(examples("imap_login"))]
    pub step: &'static str,
    /// Whether it went well.
    pub ok: bool,
    /// What happened, in words.
    #[schema(examples("The mail server did not accept user name and password."))]
    pub detail: String,
    /// What to do about it; empty when all is well.
    pub hint: String,
    /// The same by its codes.
    pub why: Why,
}

fn good(step: &'static str, said: impl Into<Said>) -> Step {
    let said = said.into();
    Step { step, ok: true, detail: said.text.clone(), hint: String::new(), why: Why::of(said, None) }
}

pub(crate) fn bad(step: &'static str, trouble: &Trouble) -> Step {
    let hint = trouble.hint().english.to_owned();
    Step { step, ok: false, detail: trouble.to_string(), hint, why: Why::from(trouble) }
}

fn answers(host: &str, port: u16) -> Said {
    words::ANSWERS.said([("host", host), ("port", &port.to_string())])
}

/// Tries to fetch: connect, sign in, open the folders. Reads no mail and changes nothing.
pub async fn try_fetching(post: &Post, settings: &Imap, key: &Key) -> Vec<Step> {
    match settings.protocol {
        Protocol::Imap => try_imap(post, settings, key).await,
        Protocol::Pop3 => try_pop(post, settings, key).await,
    }
}

async fn try_pop(post: &Post, settings: &Imap, key: &Key) -> Vec<Step> {
    let mut pop = match Pop::connect(settings, &post.settings().trust).await {
        Ok(pop) => pop,
        Err(trouble) => return vec![bad("imap_connect", &trouble)],
    };
    let mut steps = vec![good("imap_connect", answers(&settings.host, settings.port))];
    if let Err(trouble) = pop.login(&settings.user, key).await {
        steps.push(bad("imap_login", &trouble));
        return steps;
    }
    steps.push(good("imap_login", words::SIGNED_IN));
    steps.push(match pop.list().await {
        Ok(all) => good("imap_folder", words::MAILBOX_HOLDS.said([("count", &all.len().to_string())])),
        Err(trouble) => bad("imap_folder", &trouble),
    });
    // The test is over; a server that does not say good-bye changes nothing.
    let _ = pop.leave().await;
    steps
}

async fn try_imap(post: &Post, settings: &Imap, key: &Key) -> Vec<Step> {
    let mut steps = Vec::new();
    let client = match imap::connect(settings, &post.settings().trust).await {
        Ok(client) => client,
        Err(trouble) => return vec![bad("imap_connect", &trouble)],
    };
    steps.push(good("imap_connect", answers(&settings.host, settings.port)));
    let mut session = match imap::login(client, &settings.user, key).await {
        Ok(session) => session,
        Err(trouble) => {
            steps.push(bad("imap_login", &trouble));
            return steps;
        }
    };
    steps.push(good("imap_login", words::SIGNED_IN));
    let opened = imap::within(session.examine(folder_name::encode(&settings.folder))).await;
    steps.push(match opened {
        Ok(folder) => {
            let filled = [("folder", settings.folder.as_str()), ("count", &folder.exists.to_string())];
            good("imap_folder", words::FOLDER_HOLDS.said(filled))
        }
        Err(trouble) => bad("imap_folder", &missing(&settings.folder, trouble)),
    });
    if let Some(target) = settings.move_to.as_deref().filter(|_| settings.after == After::Move) {
        let opened = imap::within(session.examine(folder_name::encode(target))).await;
        steps.push(match opened {
            Ok(_) => good("imap_move_folder", words::FOLDER_THERE.said([("folder", target)])),
            // It is made when the first mail is moved.
            Err(trouble) if trouble.cause == Cause::Later => {
                good("imap_move_folder", words::FOLDER_COMES.said([("folder", target)]))
            }
            Err(trouble) => bad("imap_move_folder", &trouble),
        });
    }
    // The test is over; a server that does not say good-bye changes nothing.
    let _ = imap::within(session.logout()).await;
    steps
}

fn missing(folder: &str, trouble: Trouble) -> Trouble {
    if trouble.cause != Cause::Later {
        return trouble;
    }
    Trouble { cause: Cause::NoFolder, ..trouble }.saying(words::NO_FOLDER.said([("folder", folder)]))
}

/// Tries to send: connect, sign in, offer a sender and a recipient elsewhere. Nothing is sent.
pub async fn try_smtp(post: &Post, server: &Smtp, address: Option<&str>) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut session = match server.connect(&post.settings().trust).await {
        Ok(session) => session,
        Err(trouble) => return vec![bad("smtp_connect", &trouble)],
    };
    steps.push(good("smtp_connect", answers(&server.host, server.port)));
    if let Some(login) = &server.login {
        if let Err(trouble) = session.login(login).await {
            steps.push(bad("smtp_login", &trouble));
            session.leave().await;
            return steps;
        }
        steps.push(good("smtp_login", words::SIGNED_IN));
    }
    if let Some(address) = address {
        let envelope = Envelope { sender: address.to_owned(), recipients: vec!["postmaster@example.com".to_owned()] };
        let offered = session.offer(&envelope).await;
        // Whether this one recipient exists does not matter here, only whether we may send to others at all.
        let refused = offered.err().filter(|trouble| {
            matches!(
                trouble.cause,
                Cause::RelayDenied | Cause::LoginNeeded | Cause::SenderRefused | Cause::Broken | Cause::Timeout
            )
        });
        steps.push(match refused {
            Some(trouble) => bad("smtp_send", &trouble),
            None => good("smtp_send", words::SENDS_FOR.said([("address", address)])),
        });
    }
    session.leave().await;
    steps
}
