//! Everything about placing a mail that needs no database: reading, cleaning, separating, judging.

use std::panic::{AssertUnwindSafe, catch_unwind};

use files::{Files, Prepared};
use kernel::{Result, Said};

use super::model::Reason;
use crate::mail::address::Address;
use crate::mail::findings::{self, Findings};
use crate::mail::letter::{Letter, Limits, Part};
use crate::mail::report::{self, Report};
use crate::mail::robots::{self, Robot};
use crate::mail::{parse, quote, quote_html, sanitise, text};

/// A mail ready to be placed.
#[derive(Debug, Clone)]
pub struct Draft {
    /// The mail, its attachments taken out.
    pub letter: Letter,
    /// Who wrote it; mail systems often do not say.
    pub author: Option<Address>,
    /// It reports on a mail of ours.
    pub report: Option<Report>,
    /// What was written now, safe, with places for inline images.
    pub html: String,
    /// What it answers, and the signature.
    pub quoted_html: Option<String>,
    /// The text of what was written now.
    pub text: String,
    /// Images on the web wait to be asked for.
    pub has_remote_images: bool,
    /// Its files, their bytes made ready.
    pub files: Vec<DraftFile>,
    /// A machine wrote it.
    pub robot: Option<Robot>,
    /// It bears the mark of this installation.
    pub is_ours: bool,
    /// What else it carries.
    pub findings: Findings,
}

/// A file of a mail.
#[derive(Debug, Clone)]
pub struct DraftFile {
    /// Name, type, content id; the data taken out.
    pub part: Part,
    /// Shown inside the text.
    pub shown: bool,
    /// The bytes, ready to be recorded.
    pub blob: Prepared,
}

/// Reads and prepares a mail. Whatever happens, a panic included, there is an answer.
///
/// # Errors
/// Only that the disk does not take the attachments.
pub fn prepare(
    raw: &[u8],
    limits: &Limits,
    mark: &str,
    files: &Files,
) -> Result<std::result::Result<Draft, (Reason, Said)>> {
    let drafted = catch_unwind(AssertUnwindSafe(|| draft(raw, limits, mark)));
    let (mut draft, parts) = match drafted {
        Ok(Ok(drafted)) => drafted,
        Ok(Err(reason)) => return Ok(Err((reason, Said::default()))),
        Err(panic) => return Ok(Err((Reason::Failed, Said { text: words(&*panic), ..Said::default() }))),
    };
    for (mut part, shown) in parts {
        let blob = files.prepare(&part.data)?;
        part.data = Vec::new();
        draft.files.push(DraftFile { part, shown, blob });
    }
    Ok(Ok(draft))
}

/// Reads and prepares a mail but for its files, which are given beside it with whether the text shows them.
///
/// # Errors
/// Why no conversation could be made of it.
pub fn draft(raw: &[u8], limits: &Limits, mark: &str) -> std::result::Result<(Draft, Vec<(Part, bool)>), Reason> {
    let mut letter = parse::parse(raw, limits)?;
    let robot = robots::recognise(&letter, |value| value == mark);
    let is_ours = letter.headers_named(crate::mail::compose::MARK).any(|value| value == mark);
    let (author, report) = (letter.author().cloned(), report::read(&letter));
    if author.is_none() && report.is_none() {
        return Err(Reason::NoSender);
    }
    let parts = std::mem::take(&mut letter.parts);
    let (page, shown, remote) = page_of(&letter, &parts);
    let separated = quote_html::separate_html(&page);
    let visible = quote::separate(&letter.text).visible;
    let from_page =
        letter.html.is_some().then(|| text::from_html(&separated.visible)).filter(|text| !text.trim().is_empty());
    let draft = Draft {
        author,
        report,
        html: separated.visible,
        quoted_html: separated.quoted,
        text: from_page.unwrap_or(visible),
        has_remote_images: remote,
        files: Vec::new(),
        robot,
        is_ours,
        findings: findings::find(&letter, &parts),
        letter,
    };
    let parts = parts.into_iter().enumerate().map(|(index, part)| (part, shown.contains(&index))).collect();
    Ok((draft, parts))
}

/// The safe page of a mail, the parts shown in it, and whether images on the web wait.
fn page_of(letter: &Letter, parts: &[Part]) -> (String, Vec<usize>, bool) {
    match &letter.html {
        Some(html) => {
            let clean = sanitise::sanitise(html, parts);
            (clean.html, clean.shown, clean.remote_images > 0)
        }
        None => (text::to_html(&letter.text), Vec::new(), false),
    }
}

fn words(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "a panic without words".to_owned())
}
