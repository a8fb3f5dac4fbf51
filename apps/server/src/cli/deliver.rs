//! `quarterdeck deliver`: a mail from a mail server's pipe, committed before the command ends.

use std::io::Read;
use std::process::ExitCode;

use super::{Ended, explain, open};
use crate::config::Config;

pub(crate) async fn deliver(config: Config, mailbox: Option<String>) -> Ended {
    let mut raw = Vec::new();
    std::io::stdin().lock().read_to_end(&mut raw).map_err(|error| format!("the mail cannot be read: {error}"))?;
    let app = open(&config).await?;
    channels::intake::deliver::deliver(&app.post, mailbox.as_deref(), raw).await.map_err(|fault| explain(&fault))?;
    Ok(ExitCode::SUCCESS)
}
