//! What mail systems write in plain text when they could not deliver: qmail, exim, sendmail, Exchange, Domino and their kin.

use std::sync::LazyLock;

use regex::Regex;

use super::address::Address;

/// Bytes looked at.
const LONGEST: usize = 64 << 10;

/// What the words of a report tell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told {
    /// Whom the mail was for.
    pub recipients: Vec<String>,
    /// RFC 3463 status.
    pub status: Option<String>,
    /// What a server said.
    pub answer: String,
    /// The other system keeps trying.
    pub is_delay: bool,
    /// Something in it says that a mail was not delivered.
    pub speaks_of_failure: bool,
}

fn compile(pattern: &str) -> Option<Regex> {
    Regex::new(pattern).ok()
}

/// An address within a text.
static ADDRESS: LazyLock<Option<Regex>> =
    LazyLock::new(|| compile(r"[\p{L}\p{N}!#$%&'*+/=?^_`{|}~.-]+@[\p{L}\p{N}.-]+[\p{L}\p{N}]"));

/// Where the returned mail begins in a report that has no parts.
static RETURNED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    compile(concat!(
        r"(?im)^[\s>]*(-{2,}.*(copy of|original message|returned message|unsent message|message header|undelivered message|body of|message follows|",
        r"below this line|start of the returned|header of the original).*|={2,}.*message.*|.*original (message|mail) (follows|headers?|attached).*|",
        r".*copy of (the|your|my) .*(message|note|mail).*(follow|below|attached|:|headers).*|(received|return-path|message-id|x-mailer|mime-version|dkim-signature|content-type) ?:.*)$"
    ))
});

/// Lines that name a recipient, the clearest form first; the forms of one report are the same.
const FORMS: &[&str] = &[
    r#"^\s*[<"']([^<>"\s]+@[^<>"\s]+)[>"']\s*:"#,
    r"^\s*<([^<>\s]+@[^<>\s]+)>\s*$",
    r#"^\s*([^<>\s:"(),\[\]]+@[^<>\s:"(),\[\]]+)\s*:?\s*$"#,
    r#"(?i)^\s*<?([^<>\s:"(),]+@[^<>\s:"(),]+)>?\s+on (mon|tue|wed|thu|fri|sat|sun|\d)"#,
    r#"^\s*<?([^<>\s:"(),]+@[^<>\s:"(),]+)>?[\s,:].*\b[45](\d\d|\.\d{1,3}\.\d{1,3})\b"#,
    r#"^\s*<?([^<>\s:"(),]+@[^<>\s:"(),]+)>?\s*(\(|\.\.\.|-)"#,
    r#"(?i)^\W*(?:failed (?:address|recipient)(?:es|s)?|recipient(?: address)?|rcpt to)\s*[:=]\s*<?([^<>\s:"(),]+@[^<>\s:"(),]+)"#,
    r"^\s*[>*-]+ \[?([^<>\s:(),\[\]]+@[^<>\s:(),\[\]]+)\]?(:|\s*$)",
];

static LINES: LazyLock<Vec<Regex>> = LazyLock::new(|| FORMS.iter().filter_map(|form| compile(form)).collect());

/// The command in a transcript of what two servers said.
static COMMAND: LazyLock<Option<Regex>> = LazyLock::new(|| compile(r"(?i)rcpt to:\s*<?([^<>\s]+@[^<>\s]+[^<>\s.,;:])"));

/// Whom the returned mail was for.
static TO: LazyLock<Option<Regex>> = LazyLock::new(|| compile(r"(?im)^[\s>]*to:(.*)$"));

static STATUS: LazyLock<Option<Regex>> = LazyLock::new(|| compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b"));

static REPLY: LazyLock<Option<Regex>> =
    LazyLock::new(|| compile(r"(?m)^.*(\b[45]\d\d[ -]|\b[45]\.\d{1,3}\.\d{1,3}\b).*$"));

static DELAY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    compile(concat!(
        r"(?i)(will (be )?(retr(y|ied)|keep trying|continue)|delivery.{0,20}(is|has been) delayed|not yet been delivered|",
        r"(do not|don't|not) need to (resend|retry)|this is a warning message only|warning: could not send|status notification \(delay\))"
    ))
});

static FAILURE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    compile(concat!(
        r"(?i)(undeliver|unable to deliver|did not (receive|reach)|not yet been delivered|(not|n't|never) (be |been )?(successfully )?(delivered|relayed|reach)|deliver(y|ed)? (has )?(to .{0,60})?(failed|failure|error|status)|",
        r"failed (recipient|address|to deliver)|fail(ed|ure) (notice|to)|could not (be )?(deliver|send|sent)|returned (mail|to sender)|permanent (fatal )?(delivery )?error|",
        r"mail (delivery|system) (fail|error)|invalid (user |recipient )?address|user unknown|unknown user|no such user|incorrectly constructed|non remis|unzustellbar|nicht zugestellt|",
        r"rejected|mailbox (is )?full|transcript of session|\b5\d\d[ -]\d?|\b[45]\.\d\.\d{1,3}\b|не доставлено|宛先|送信できません|配信できません)"
    ))
});

static FAILING_SUBJECT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    compile(concat!(
        r"(?i)(undeliver(ed|able)|delivery (has )?(failed|failure)|delivery status|failure notice|returned (mail|to sender)|mail (delivery )?fail|",
        r"could not be delivered|non-?delivery|non remis|unzustellbar|nicht zugestellt|warning: could not send)"
    ))
});

fn text_within(text: &str) -> &str {
    let mut end = text.len().min(LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

fn matches(pattern: &LazyLock<Option<Regex>>, text: &str) -> bool {
    pattern.as_ref().is_some_and(|pattern| pattern.is_match(text_within(text)))
}

/// Whether a subject is that of a failed delivery.
pub fn is_failing_subject(subject: &str) -> bool {
    matches(&FAILING_SUBJECT, subject)
}

/// Whether a person passes a mail on.
pub fn is_passed_on(subject: &str) -> bool {
    let subject = subject.trim_start().to_lowercase();
    ["fwd:", "fw:", "wg:", "tr:", "i:"].iter().any(|mark| subject.starts_with(mark))
}

/// Whether a subject is that of an answer.
pub fn is_answer(subject: &str) -> bool {
    let subject = subject.trim_start().to_lowercase();
    ["re:", "aw:", "antw:", "sv:", "rif:", "odp:"].iter().any(|mark| subject.starts_with(mark))
}

/// All addresses in a text, each once.
pub fn addresses(text: &str) -> Vec<String> {
    let Some(pattern) = ADDRESS.as_ref() else { return Vec::new() };
    let mut found: Vec<String> = Vec::new();
    for hit in pattern.find_iter(text_within(text)).map(|hit| hit.as_str()) {
        let hit = ["smtp=", "internet=", "rfc822="]
            .iter()
            .find_map(|kind| {
                hit.get(..kind.len()).filter(|start| start.eq_ignore_ascii_case(kind)).map(|_| &hit[kind.len()..])
            })
            .unwrap_or(hit);
        let hit = hit.trim_matches(['\'', '.', '`']);
        let Some(address) = Address::parse(hit) else { continue };
        if !found.iter().any(|known| known.eq_ignore_ascii_case(&address.address)) {
            found.push(address.address);
        }
    }
    found
}

/// The RFC 3463 status in a text.
pub fn status(text: &str) -> Option<String> {
    STATUS.as_ref()?.find(text_within(text)).map(|found| found.as_str().to_owned())
}

/// Message-IDs a text quotes.
pub fn message_ids(text: &str) -> Vec<String> {
    static ID: LazyLock<Option<Regex>> = LazyLock::new(|| compile(r"(?i)message-id\s*:\s*<?([^<>\s]+@[^<>\s]+)"));
    let Some(pattern) = ID.as_ref() else { return Vec::new() };
    pattern
        .captures_iter(text_within(text))
        .filter_map(|found| found.get(1))
        .map(|id| id.as_str().to_owned())
        .take(10)
        .collect()
}

/// Reads the words of a report. `own` are the addresses it came to, in lower case: they are not whom the mail was for.
pub fn read(subject: &str, text: &str, own: &[String]) -> Told {
    let text = text_within(text);
    let cut = RETURNED.as_ref().and_then(|pattern| pattern.find(text)).map_or(text.len(), |found| found.start());
    // A report that begins with such a line has its words below it.
    let (words, rest) = if text[..cut].trim().len() < 40 { (text, text) } else { text.split_at(cut) };
    let is_plain = LINES.first().is_some_and(|form| words.lines().any(|line| form.is_match(line)));
    Told {
        recipients: recipients(words, rest, own),
        status: status(words),
        answer: REPLY
            .as_ref()
            .and_then(|pattern| pattern.find(words))
            .map(|line| line.as_str().trim().to_owned())
            .unwrap_or_default(),
        is_delay: matches(&DELAY, words) || matches(&DELAY, subject),
        // Where no language is understood, `<address>:` alone on a line is.
        speaks_of_failure: is_plain || matches(&FAILURE, words) || matches(&FAILURE, subject),
    }
}

fn recipients(words: &str, rest: &str, own: &[String]) -> Vec<String> {
    let is_other = |address: &String| !own.contains(&address.to_lowercase());
    for form in LINES.iter() {
        let named = words.lines().filter_map(|line| form.captures(line)).filter_map(|found| found.get(1));
        let named: Vec<String> = named.flat_map(|address| addresses(address.as_str())).filter(is_other).collect();
        if !named.is_empty() {
            return distinct(named);
        }
    }
    if let Some(found) = COMMAND.as_ref().and_then(|pattern| pattern.captures(words)).and_then(|found| found.get(1)) {
        return addresses(found.as_str());
    }
    let is_nobody = |address: &String| {
        let local = address.split('@').next().unwrap_or_default().to_lowercase();
        matches!(local.as_str(), "postmaster" | "mailer-daemon" | "abuse" | "support" | "help")
    };
    let anybody = addresses(words).into_iter().find(|address| is_other(address) && !is_nobody(address));
    anybody.into_iter().next().map_or_else(|| returned_to(rest), |address| vec![address])
}

fn returned_to(rest: &str) -> Vec<String> {
    let line = TO.as_ref().and_then(|pattern| pattern.captures(rest)).and_then(|found| found.get(1));
    line.map(|line| addresses(line.as_str())).unwrap_or_default()
}

fn distinct(named: Vec<String>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for address in named {
        if !found.iter().any(|known| known.eq_ignore_ascii_case(&address)) {
            found.push(address);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_compile() {
        let all = [&ADDRESS, &RETURNED, &COMMAND, &TO, &STATUS, &REPLY, &DELAY, &FAILURE, &FAILING_SUBJECT];
        assert!(all.iter().all(|pattern| pattern.is_some()));
        assert_eq!(LINES.len(), FORMS.len());
    }
}
