//! What comes out of a `winmail.dat` beside the lists of names that lie next to the samples.

use std::collections::BTreeSet;

use channels::mail::tnef::unpack;

use super::Mail;
use super::tally::Tally;
use crate::outcome::Outcome;

/// The set of samples.
const SET: &str = "tnef";
/// More than any sample holds.
const MOST: usize = 100;

pub(super) fn compare(mail: &Mail<'_>, tally: &mut Tally) -> Outcome {
    let folder = mail.data.join("mail").join(SET);
    if !folder.is_dir() {
        return Ok(());
    }
    let mut paths: Vec<_> =
        std::fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    paths.sort();
    for list in paths.iter().filter(|path| path.extension().is_some_and(|ending| ending == "list")) {
        let named = std::fs::read_to_string(list)?;
        let file = format!("{SET}/{}", list.with_extension("tnef").file_name().unwrap_or_default().to_string_lossy());
        tally.note("winmail.dat", &file, difference(&mail.bytes(&file)?, &named));
    }
    Ok(())
}

/// The lists count the text as a file, `body` with an ending.
fn difference(envelope: &[u8], named: &str) -> Option<&'static str> {
    let (bodies, files): (BTreeSet<&str>, BTreeSet<&str>) =
        named.lines().map(str::trim).filter(|line| !line.is_empty()).partition(|line| line.starts_with("body."));
    let Some(found) = unpack(envelope, MOST) else { return Some("ours cannot open it") };
    let ours: BTreeSet<&str> = found.files.iter().map(|file| file.name.as_str()).collect();
    if ours != files {
        return Some("other files");
    }
    let has_text = found.text.is_some() || found.html.is_some();
    (bodies.is_empty() == has_text).then_some("the text is there in one of the two only")
}
