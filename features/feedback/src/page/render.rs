//! The page as HTML.

use std::collections::BTreeMap;

use super::html::escape;
use super::words::{Words, words};
use crate::answers::model::Answer;
use crate::programmes::model::Programme;
use crate::programmes::plan::{Question, QuestionKind, Wording, nearest};
use crate::surveys::letter::label;

/// What the page shows.
pub(super) enum Shown<'a> {
    /// The question, with a score marked perhaps, and perhaps a word on what was missing.
    Ask { chosen: Option<i64>, is_incomplete: bool },
    /// The answer is kept; there may be further questions.
    Kept { answer: &'a Answer },
}

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;color:#1b2838;background:#f7f5f0;margin:0}main{max-width:40rem;margin:0 auto;padding:2rem 1rem}\
h1{font-size:1.4rem}h2{font-size:1.1rem;margin:2rem 0 1rem}.scale{display:inline-flex;flex-direction:column;max-width:100%}fieldset{border:0;padding:0;margin:0 0 1.5rem}legend{font-weight:600;padding:0;margin-bottom:.5rem}\
.scores{display:flex;flex-wrap:wrap;gap:.5rem}.scores label{border:1px solid #51617a;border-radius:6px;padding:.6rem .8rem;min-width:1.4rem;background:#fff;cursor:pointer}\
.scores label:has(:checked){outline:3px solid #1d3557}.ends{display:flex;justify-content:space-between;gap:1rem;margin-top:.3rem;color:#44536a}\
textarea{width:100%;min-height:7rem;margin-top:.4rem;border:1px solid #51617a;border-radius:6px;font:inherit;padding:.5rem;box-sizing:border-box}\
button{font:inherit;font-weight:600;color:#fff;background:#1d3557;border:0;border-radius:6px;padding:.7rem 1.2rem;cursor:pointer}\
:focus-visible{outline:3px solid #b8860b;outline-offset:2px}footer{margin-top:3rem;font-size:.9rem}footer a{color:#44536a}\
.note{border-left:4px solid #b8860b;padding-left:.8rem}\
@media(prefers-color-scheme:dark){body{color:#e8e6e0;background:#101a27}.scores label,textarea{background:#1b2838;color:inherit}.ends{color:#b9c3d1}a,footer a{color:#9cc2ff}button{background:#9cc2ff;color:#101a27}.scores label:has(:checked){outline-color:#9cc2ff}}";

/// A whole page around a body that is safe already.
pub(super) fn frame(language: &str, title: &str, body: &str) -> String {
    format!(
        "<!DOCTYPE html><html lang=\"{}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"robots\" content=\"noindex, nofollow\"><title>{title}</title><style>{STYLE}</style></head><body><main>{body}</main></body></html>",
        escape(language),
        title = escape(title),
    )
}

/// A page that only says something.
pub(super) fn notice(language: &str, text: &str) -> String {
    let title = words(language).title;
    frame(language, title, &format!("<h1>{}</h1><p>{}</p>", escape(title), escape(text)))
}

/// The page on which a customer asks for no more surveys: with a button, because programs follow links.
pub(super) fn leaving(language: &str, is_done: bool) -> String {
    let words = words(language);
    let (title, text) = if is_done { (words.left_title, words.left) } else { (words.leave_title, words.leave_ask) };
    let form = if is_done {
        String::new()
    } else {
        format!("<form method=\"post\"><button>{}</button></form>", escape(words.leave_do))
    };
    frame(language, title, &format!("<h1>{}</h1><p role=\"status\">{}</p>{form}", escape(title), escape(text)))
}

/// The page of a survey; `token` is the last part of its address.
pub(super) fn survey(programme: &Programme, language: &str, token: &str, shown: &Shown<'_>) -> String {
    let blank = Wording::default();
    let (language, wording) = programme.plan.wording(language).unwrap_or(("en", &blank));
    let words = words(language);
    let body = match shown {
        Shown::Ask { chosen, is_incomplete } => ask(programme, language, wording, *chosen, *is_incomplete),
        Shown::Kept { answer } => kept(programme, language, wording, answer),
    };
    let way_out = format!("<footer><a href=\"/survey/{}/stop\">{}</a></footer>", escape(token), escape(words.leave));
    frame(language, words.title, &format!("{body}{way_out}"))
}

fn ask(programme: &Programme, language: &str, wording: &Wording, chosen: Option<i64>, is_incomplete: bool) -> String {
    let words = words(language);
    let note = match (is_incomplete, chosen) {
        (true, _) => format!("<p class=\"note\" role=\"alert\">{}</p>", escape(words.required)),
        (false, Some(_)) => format!("<p class=\"note\">{}</p>", escape(words.chosen)),
        (false, None) => String::new(),
    };
    format!(
        "<h1>{}</h1><p>{}</p>{note}<form method=\"post\">{}<button>{}</button></form>",
        escape(words.title),
        escape(wording.intro.trim()).replace('\n', "<br>"),
        scores(programme, language, wording, chosen),
        escape(words.confirm),
    )
}

fn scores(programme: &Programme, language: &str, wording: &Wording, chosen: Option<i64>) -> String {
    let option = |score: i64| {
        let checked = if chosen == Some(score) { " checked" } else { "" };
        let label = escape(&label(programme.kind, score, language));
        format!("<label><input type=\"radio\" name=\"score\" value=\"{score}\" required{checked}> {label}</label>")
    };
    let options: String = programme.kind.scores().map(option).collect();
    format!(
        "<fieldset><legend>{}</legend><div class=\"scale\"><div class=\"scores\">{options}</div><div class=\"ends\"><span>{}</span><span>{}</span></div></div></fieldset>",
        escape(&wording.question),
        escape(&wording.low),
        escape(&wording.high),
    )
}

fn kept(programme: &Programme, language: &str, wording: &Wording, answer: &Answer) -> String {
    let words = words(language);
    let asked = programme.plan.asked(answer.score, &answer.more);
    let given = format!("{}: {}", words.kept.trim_end_matches('.'), label(programme.kind, answer.score, language));
    let form = if asked.is_empty() {
        String::new()
    } else {
        let fields: String = asked.iter().map(|question| field(programme, question, language, &answer.more)).collect();
        let score = format!("<input type=\"hidden\" name=\"score\" value=\"{}\">", answer.score);
        format!(
            "<h2>{}</h2><form method=\"post\">{score}{fields}<button>{}</button></form>",
            escape(words.further),
            escape(words.save)
        )
    };
    let is_done = asked.iter().all(|question| answer.more.contains_key(&question.key));
    let thanks = if is_done { escape(wording.thanks.trim()).replace('\n', "<br>") } else { String::new() };
    format!(
        "<h1>{}</h1><p role=\"status\">{}</p><p>{thanks}</p>{form}<p><a href=\"?change=1\">{}</a></p>",
        escape(words.title),
        escape(&given),
        escape(words.change),
    )
}

fn field(programme: &Programme, question: &Question, language: &str, given: &BTreeMap<String, String>) -> String {
    let stand_in = &programme.plan.default_language;
    let said = |of: &BTreeMap<String, String>| {
        nearest(of, language, stand_in).map_or_else(String::new, |(_, text)| escape(text))
    };
    let (name, words) = (format!("q_{}", escape(&question.key)), words(language));
    let value = given.get(&question.key).map(String::as_str).unwrap_or_default();
    let legend = said(&question.words);
    match question.kind {
        QuestionKind::Text => format!(
            "<fieldset><label for=\"{name}\"><strong>{legend}</strong></label><textarea id=\"{name}\" name=\"{name}\" maxlength=\"4000\">{}</textarea></fieldset>",
            escape(value)
        ),
        QuestionKind::Scale => {
            let options = (1..=5).map(|score| (score.to_string(), score.to_string()));
            radios(&name, &legend, value, words, options)
        }
        QuestionKind::Choice => {
            let options = question.choices.iter().map(|choice| (escape(&choice.key), said(&choice.words)));
            radios(&name, &legend, value, words, options)
        }
    }
}

/// `options` are safe already.
fn radios(
    name: &str,
    legend: &str,
    value: &str,
    words: &Words,
    options: impl Iterator<Item = (String, String)>,
) -> String {
    let none = std::iter::once((String::new(), escape(words.no_choice)));
    let option = |(key, label): (String, String)| {
        let checked = if key == value { " checked" } else { "" };
        format!("<label><input type=\"radio\" name=\"{name}\" value=\"{key}\"{checked}> {label}</label>")
    };
    let options: String = options.chain(none).map(option).collect();
    format!("<fieldset><legend>{legend}</legend><div class=\"scores\">{options}</div></fieldset>")
}
