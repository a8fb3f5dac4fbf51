//! The mail that asks: the question, each score as a link, no picture and nothing from elsewhere.

use super::model::Survey;
use super::store::Addressee;
use crate::links::Links;
use crate::page::html::escape;
use crate::page::words::words;
use crate::ports::Letter;
use crate::programmes::model::{Kind, Programme};
use crate::programmes::plan::Wording;

/// Which mail of a survey it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Occasion {
    First,
    Reminder,
}

/// Fills `{number}` and `{name}`; what is filled in is not looked at again.
pub(crate) fn fill(text: &str, number: i64, name: &str) -> String {
    let number = number.to_string();
    text.split("{number}").map(|part| part.replace("{name}", name)).collect::<Vec<_>>().join(&number)
}

/// What a score is called on a link.
pub(crate) fn label(kind: Kind, score: i64, language: &str) -> String {
    let words = words(language);
    match (kind, score) {
        (Kind::Happiness, 1) => words.not_good.to_owned(),
        (Kind::Happiness, 2) => words.okay.to_owned(),
        (Kind::Happiness, _) => words.great.to_owned(),
        _ => score.to_string(),
    }
}

pub(crate) fn write(
    programme: &Programme,
    survey: &Survey,
    to: &Addressee,
    links: &Links,
    occasion: Occasion,
) -> Letter {
    let blank = Wording::default();
    let (language, wording) = programme.plan.wording(&survey.language).unwrap_or(("en", &blank));
    let filled = |text: &str| fill(text, survey.about.number, &to.name);
    let intro = match occasion {
        Occasion::Reminder if !wording.reminder.trim().is_empty() => &wording.reminder,
        _ => &wording.intro,
    };
    let mut subject = kernel::one_line(&filled(&wording.subject));
    if occasion == Occasion::Reminder {
        subject = format!("{}: {subject}", words(language).reminder);
    }
    let (intro, question) = (filled(intro), filled(&wording.question));
    Letter {
        to: to.address.clone(),
        name: to.name.clone(),
        mailbox: survey.about.mailbox,
        subject,
        html: as_html(programme, survey, links, [language, &intro, &question], wording),
        text: as_text(programme, survey, links, [language, &intro, &question], wording),
    }
}

/// `said` is the language, what stands before the question, and the question.
fn as_html(programme: &Programme, survey: &Survey, links: &Links, said: [&str; 3], wording: &Wording) -> String {
    let [language, intro, question] = said;
    let button = |score: i64| {
        format!(
            "<a href=\"{}\" style=\"display:inline-block;min-width:18px;padding:10px 13px;margin:0 6px 8px 0;border:1px solid #1d3557;border-radius:6px;\
             background:#ffffff;color:#1d3557;text-align:center;text-decoration:none;font-weight:600\">{}</a>",
            escape(&links.chosen(survey.id, score)),
            escape(&label(programme.kind, score, language)),
        )
    };
    let buttons: String = programme.kind.scores().map(button).collect();
    let words = words(language);
    format!(
        "<div lang=\"{language}\" style=\"max-width:640px;font-family:Segoe UI,Roboto,Helvetica,Arial,sans-serif;font-size:16px;\
         line-height:1.5\">{}<p><strong>{}</strong></p><p>{buttons}</p>{}<p style=\"font-size:14px;color:#5a6472\">{}</p>\
         <p style=\"font-size:14px\"><a href=\"{}\" style=\"color:#5a6472\">{}</a></p></div>",
        paragraphs(intro),
        escape(question),
        paragraphs(&scale(programme.kind, wording)),
        escape(words.mail_note),
        escape(&links.leaving(survey.id)),
        escape(words.leave),
        language = escape(language),
    )
}

fn as_text(programme: &Programme, survey: &Survey, links: &Links, said: [&str; 3], wording: &Wording) -> String {
    let [language, intro, question] = said;
    let mut lines = Vec::new();
    if !intro.trim().is_empty() {
        lines.push(format!("{}\n", intro.trim()));
    }
    lines.push(format!("{question}\n"));
    for score in programme.kind.scores() {
        lines.push(format!("{}: {}", label(programme.kind, score, language), links.chosen(survey.id, score)));
    }
    let words = words(language);
    let scale = scale(programme.kind, wording);
    if !scale.is_empty() {
        lines.push(format!("\n{scale}"));
    }
    lines.push(format!("\n{}\n\n{}: {}", words.mail_note, words.leave, links.leaving(survey.id)));
    lines.join("\n")
}

/// What the two ends mean, in one line; nothing where the words are on the links.
fn scale(kind: Kind, wording: &Wording) -> String {
    if kind == Kind::Happiness {
        return String::new();
    }
    let scores = kind.scores();
    format!("{} = {} · {} = {}", scores.start(), wording.low.trim(), scores.end(), wording.high.trim())
}

fn paragraphs(text: &str) -> String {
    let parts = text.split("\n\n").map(str::trim).filter(|part| !part.is_empty());
    parts.fold(String::new(), |html, part| html + "<p>" + &escape(part).replace('\n', "<br>") + "</p>")
}
