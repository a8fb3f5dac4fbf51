//! Configuration for people's eyes: what is in force and why, and an example file.

use std::fmt::Write as _;

use super::resolve::Resolved;
use super::settings::{Kind, Mask, SETTINGS, Setting};

/// Stands for what must not be seen.
const HIDDEN: &str = "(hidden)";

/// Returns each setting with its value and origin in columns.
pub(super) fn table(resolved: &Resolved) -> String {
    let rows: Vec<[String; 3]> = SETTINGS
        .iter()
        .filter_map(|setting| {
            let (value, origin) = resolved.get(setting.key)?;
            Some([setting.key.to_owned(), shown(setting, value), origin.to_string()])
        })
        .collect();
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let (keys, values) = (width(0), width(1));
    rows.iter().fold(String::new(), |mut text, [key, value, origin]| {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{key:keys$}  {value:values$}  {origin}");
        text
    })
}

/// Returns a file with every setting at its default, each under its explanation and commented out.
pub(super) fn example() -> String {
    let mut text = String::from("# Every setting of Quarterdeck at its default; take away the # to change one.\n");
    let mut section = "";
    for setting in &SETTINGS {
        let (head, name) = setting.key.split_once('.').unwrap_or(("", setting.key));
        if head != section {
            let _ = write!(text, "\n[{head}]\n");
            section = head;
        }
        let _ = writeln!(text, "# {} {}\n#{name} = {}", setting.about, choices(setting), literal(setting));
    }
    text.replace(" \n", "\n")
}

fn choices(setting: &Setting) -> String {
    let variable = setting.variable();
    match setting.kind {
        Kind::Number { least, most } => format!("From {least} to {most}. ({variable})"),
        Kind::Choice(words) => format!("One of {}. ({variable})", words.join(", ")),
        Kind::Text | Kind::List => format!("({variable})"),
    }
}

fn literal(setting: &Setting) -> String {
    match setting.kind {
        Kind::Number { .. } => setting.default.to_owned(),
        Kind::Text | Kind::Choice(_) => format!("{:?}", setting.default),
        Kind::List => {
            let parts = setting.default.split(',').filter(|part| !part.is_empty());
            format!("[{}]", parts.map(|part| format!("{part:?}")).collect::<Vec<_>>().join(", "))
        }
    }
}

fn shown(setting: &Setting, value: &str) -> String {
    match setting.mask {
        _ if value.is_empty() => "-".to_owned(),
        Mask::Nothing => value.to_owned(),
        Mask::Password => without_password(value),
        Mask::Everything => HIDDEN.to_owned(),
    }
}

/// Returns a URL with its password hidden, also one given as a parameter.
pub(super) fn without_password(url: &str) -> String {
    let (url, parameters) = url.split_once('?').map_or((url, None), |(url, parameters)| (url, Some(parameters)));
    let mut shown = match url.split_once("://") {
        Some((scheme, rest)) => match rest.rsplit_once('@') {
            Some((user, place)) => match user.split_once(':') {
                Some((name, _)) => format!("{scheme}://{name}:{HIDDEN}@{place}"),
                None => url.to_owned(),
            },
            None => url.to_owned(),
        },
        None => url.to_owned(),
    };
    if let Some(parameters) = parameters {
        let parts: Vec<String> = parameters
            .split('&')
            .map(|part| if part.starts_with("password=") { format!("password={HIDDEN}") } else { part.to_owned() })
            .collect();
        let _ = write!(shown, "?{}", parts.join("&"));
    }
    shown
}
