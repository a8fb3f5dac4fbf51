//! Reading comments as they come, learning themes, and correcting both by hand.

use db::Tx;
use kernel::{Actor, Fault, NewEvent, Patch, Result, ThingId};
use serde_json::{Value, json};

use super::cluster::{Group, group, likeness, plain};
use super::model::{Theme, ThemeId, overlap};
use super::sentiment::{Sentiment, sentiment};
use super::store::{self, Noted};
use super::terms::{Term, terms};
use crate::answers::model::{Answer, AnswerId};
use crate::answers::queries as answers;
use crate::permissions::THEME_MANAGE;
use crate::programmes::model::TopicId;
use crate::{error, events};

/// A comment that shares less than this with every theme is about none of them.
const NEAR: f64 = 0.15;
/// A learned group goes on as the theme that it shares this much of its words with.
const SAME: f64 = 0.25;

/// Reads the comment of an answer: how it feels, what it is about. What a person said of it stays.
pub(crate) fn read_comment(tx: &mut Tx<'_>, answer: &Answer) -> Result<()> {
    if answer.comment.is_empty() {
        return store::forget(tx, answer.id);
    }
    let themes = store::all(tx)?;
    let before = store::noted(tx, answer.id)?;
    let words = terms(&answer.comment, &answer.language);
    let read = Noted {
        sentiment: sentiment(&answer.comment, &answer.language),
        sentiment_by_hand: false,
        theme: None,
        theme_by_hand: false,
        words: String::new(),
    };
    let read = place(read, &themes, &words);
    store::note(tx, answer.id, &kept(read, before))
}

/// What a person said goes before what a rule says.
fn kept(mut read: Noted, before: Option<Noted>) -> Noted {
    let Some(before) = before else { return read };
    if before.sentiment_by_hand {
        (read.sentiment, read.sentiment_by_hand) = (before.sentiment, true);
    }
    if before.theme_by_hand {
        (read.theme, read.theme_by_hand, read.words) = (before.theme, true, String::new());
    }
    read
}

fn place(read: Noted, themes: &[Theme], words: &[Term]) -> Noted {
    let vector = plain(words);
    let best = themes.iter().map(|theme| (likeness(&vector, &theme.stems), theme));
    let best = best.max_by(|one, other| one.0.total_cmp(&other.0)).filter(|(likeness, _)| *likeness >= NEAR);
    let Some((_, theme)) = best else { return read };
    Noted { theme: Some(theme.id), words: shared(words, theme), ..read }
}

/// The words a comment has in common with its theme.
fn shared(words: &[Term], theme: &Theme) -> String {
    let common: std::collections::BTreeSet<&str> =
        words.iter().filter(|term| theme.stems.contains_key(&term.stem)).map(|term| term.word.as_str()).collect();
    common.into_iter().collect::<Vec<_>>().join(" ")
}

/// The newest comments and the groups they make.
#[derive(Debug, Clone)]
pub struct Found {
    comments: Vec<(AnswerId, String, String)>,
    words: Vec<Vec<Term>>,
    groups: Vec<Group>,
}

/// Looks for groups among the newest comments: seconds of work, so it changes nothing and holds nobody up.
///
/// # Errors
/// `access.forbidden`
pub fn find(tx: &mut Tx<'_>, actor: &Actor) -> Result<Found> {
    actor.require(THEME_MANAGE)?;
    let comments = store::newest(tx)?;
    let words: Vec<Vec<Term>> = comments.iter().map(|(_, text, language)| terms(text, language)).collect();
    let groups = group(&words);
    Ok(Found { comments, words, groups })
}

/// Makes themes of the groups that were found. Themes that are still there keep their ids, names that people gave, and topics; what
/// people said of single comments stays. Gives the themes.
///
/// # Errors
/// `access.forbidden`
pub fn learn(tx: &mut Tx<'_>, actor: &Actor, found: &Found) -> Result<Vec<Theme>> {
    actor.require(THEME_MANAGE)?;
    let before = store::all(tx)?;
    let mut left: Vec<Theme> = before.iter().filter(|theme| !theme.stems.is_empty()).cloned().collect();
    for group in &found.groups {
        let theme = keep(tx, &mut left, group)?;
        for member in &group.members {
            let (answer, text, language) = &found.comments[*member];
            let read = Noted {
                sentiment: sentiment(text, language),
                sentiment_by_hand: false,
                theme: Some(theme.id),
                theme_by_hand: false,
                words: shared(&found.words[*member], &theme),
            };
            let noted = store::noted(tx, *answer)?;
            store::note(tx, *answer, &kept(read, noted))?;
        }
    }
    // What no group went on as is gone, unless somebody named it or something rests on it.
    for theme in left.iter().filter(|theme| !theme.named) {
        store::remove_unused(tx, theme.id)?;
    }
    let facts = json!({"comments": found.comments.len()});
    record(tx, actor, "feedback.theme.learned", ThingId("feedback_themes".to_owned()), facts)?;
    store::all(tx)
}

fn keep(tx: &mut Tx<'_>, left: &mut Vec<Theme>, found: &Group) -> Result<Theme> {
    let likest = left.iter().enumerate().map(|(place, theme)| (overlap(&theme.stems, &found.stems), place));
    let likest = likest.max_by(|one, other| one.0.total_cmp(&other.0)).filter(|(same, _)| *same >= SAME);
    if let Some((_, place)) = likest {
        let mut theme = left.remove(place);
        let version = theme.version;
        theme.stems = found.stems.clone();
        if !theme.named {
            theme.name = found.name();
        }
        store::change(tx, &theme, version)?;
        return Ok(Theme { version: version + 1, ..theme });
    }
    let theme = Theme {
        id: tx.id(),
        name: found.name(),
        named: false,
        topic: None,
        stems: found.stems.clone(),
        created_at: tx.now(),
        version: 1,
    };
    store::insert(tx, &theme)?;
    Ok(theme)
}

fn checked(name: &str) -> Result<String> {
    let name = kernel::one_line(name);
    if name.is_empty() || name.chars().count() > 100 {
        return Err(Fault::wrong_field("name", error::NAME_LENGTH));
    }
    Ok(name)
}

/// Makes a theme by hand; comments come to it by hand too.
///
/// # Errors
/// `access.forbidden`, a name that says nothing.
pub fn create(tx: &mut Tx<'_>, actor: &Actor, name: &str, topic: Option<TopicId>) -> Result<Theme> {
    actor.require(THEME_MANAGE)?;
    let (name, created_at) = (checked(name)?, tx.now());
    let stems = std::collections::BTreeMap::new();
    let theme = Theme { id: tx.id(), name, named: true, topic, stems, created_at, version: 1 };
    store::insert(tx, &theme)?;
    record(tx, actor, "feedback.theme.created", theme.id.into(), json!({"name": theme.name, "topic": topic}))?;
    Ok(theme)
}

/// Renames a theme, or puts it to a contact reason.
///
/// # Errors
/// `access.forbidden`, `platform.not_found`, `feedback.changed`, a name that says nothing.
pub fn change(
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: ThemeId,
    version: i64,
    name: Option<&str>,
    topic: Patch<TopicId>,
) -> Result<Theme> {
    actor.require(THEME_MANAGE)?;
    let mut theme = one(tx, id)?;
    if let Some(name) = name {
        (theme.name, theme.named) = (checked(name)?, true);
    }
    theme.topic = topic.apply(theme.topic);
    if !store::change(tx, &theme, version)? {
        return Err(error::CHANGED.into());
    }
    record(tx, actor, "feedback.theme.changed", id.into(), json!({"name": theme.name, "topic": theme.topic}))?;
    one(tx, id)
}

/// Makes two themes one: what was about the first is about the second.
///
/// # Errors
/// `access.forbidden`, `platform.not_found`
pub fn merge(tx: &mut Tx<'_>, actor: &Actor, from: ThemeId, into: ThemeId) -> Result<Theme> {
    actor.require(THEME_MANAGE)?;
    let (lost, mut stays) = (one(tx, from)?, one(tx, into)?);
    if from == into {
        return Ok(stays);
    }
    for (stem, weight) in lost.stems {
        let known = stays.stems.entry(stem).or_default();
        *known = known.max(weight);
    }
    let version = stays.version;
    store::change(tx, &stays, version)?;
    store::merge(tx, from, into)?;
    record(tx, actor, "feedback.theme.merged", into.into(), json!({"from": from, "to": into}))?;
    one(tx, into)
}

fn one(tx: &mut Tx<'_>, id: ThemeId) -> Result<Theme> {
    store::all(tx)?.into_iter().find(|theme| theme.id == id).ok_or_else(Fault::not_found)
}

/// Says by hand how a comment feels or what it is about; what is absent stays.
///
/// # Errors
/// `access.forbidden`, `platform.not_found`
pub fn correct(
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: AnswerId,
    feels: Option<Sentiment>,
    theme: Patch<ThemeId>,
) -> Result<()> {
    actor.require(THEME_MANAGE)?;
    let answer = answers::one(tx, actor, id)?;
    let mut noted = store::noted(tx, answer.id)?.ok_or_else(Fault::not_found)?;
    if let Some(feels) = feels {
        (noted.sentiment, noted.sentiment_by_hand) = (feels, true);
    }
    if !theme.is_keep() {
        if let Patch::Set(theme) = &theme {
            one(tx, *theme)?;
        }
        noted.theme = theme.apply(noted.theme);
        (noted.theme_by_hand, noted.words) = (true, String::new());
    }
    store::note(tx, id, &noted)?;
    let facts = json!({"sentiment": noted.sentiment, "theme": noted.theme, "conversation": answer.about.conversation,
        "team": answer.about.team, "assignee": answer.about.assignee});
    record(tx, actor, "feedback.comment.corrected", id.into(), facts)
}

fn record(tx: &mut Tx<'_>, actor: &Actor, name: &'static str, thing: ThingId, facts: Value) -> Result<()> {
    let event = NewEvent { name, version: 1, thing, facts };
    tx.audit(actor, events::audit_of(&event, None))?;
    tx.emit(actor, event)
}
