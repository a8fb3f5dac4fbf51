//! Rules of the installation and of a mailbox, with what is sensible when nobody chose.

use kernel::{Fault, FieldFault, Result};
use serde::{Deserialize, Serialize};

use crate::words;

/// Rules for all mail. What is absent in storage has its usual value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = MailRules, example = json!({
    "domain_connections": 10, "domain_per_minute": 120, "server_connections": 20, "server_per_minute": 300,
    "automatic_per_hour": 3, "soft_bounces": 5, "soft_days": 7,
    "storm_sender": 60, "storm_domain": 200, "storm_mailbox": 600, "storm_factor": 10, "storm_per_minute": 20
}))]
pub struct Rules {
    /// Mails to one recipient domain that are handed over at once.
    pub domain_connections: i64,
    /// Mails to one recipient domain in a minute.
    pub domain_per_minute: i64,
    /// Mails handed to one outgoing server at once.
    pub server_connections: i64,
    /// Mails handed to one outgoing server in a minute.
    pub server_per_minute: i64,
    /// Automatic mails to one address in an hour.
    pub automatic_per_hour: i64,
    /// Passing failures after which an address counts as undeliverable.
    pub soft_bounces: i64,
    /// Days within which they must happen.
    pub soft_days: i64,
    /// Mails of one sender in ten minutes that may be a storm.
    pub storm_sender: i64,
    /// Mails of one sender domain in ten minutes that may be a storm.
    pub storm_domain: i64,
    /// Mails to one mailbox in ten minutes that may be a storm.
    pub storm_mailbox: i64,
    /// How many times the usual it must be.
    pub storm_factor: i64,
    /// Mails of a storm that are placed in a minute.
    pub storm_per_minute: i64,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            domain_connections: 10,
            domain_per_minute: 120,
            server_connections: 20,
            server_per_minute: 300,
            automatic_per_hour: 3,
            soft_bounces: 5,
            soft_days: 7,
            storm_sender: 60,
            storm_domain: 200,
            storm_mailbox: 600,
            storm_factor: 10,
            storm_per_minute: 20,
        }
    }
}

impl Rules {
    /// Refuses what would stop all mail or limit nothing.
    ///
    /// # Errors
    /// `request.invalid`
    pub fn check(&self) -> Result<()> {
        let fields = [
            ("domain_connections", self.domain_connections, 1, 1_000),
            ("domain_per_minute", self.domain_per_minute, 1, 100_000),
            ("server_connections", self.server_connections, 1, 1_000),
            ("server_per_minute", self.server_per_minute, 1, 100_000),
            ("automatic_per_hour", self.automatic_per_hour, 0, 100),
            ("soft_bounces", self.soft_bounces, 1, 100),
            ("soft_days", self.soft_days, 1, 365),
            ("storm_sender", self.storm_sender, 5, 1_000_000),
            ("storm_domain", self.storm_domain, 5, 1_000_000),
            ("storm_mailbox", self.storm_mailbox, 5, 1_000_000),
            ("storm_factor", self.storm_factor, 2, 1_000),
            ("storm_per_minute", self.storm_per_minute, 1, 10_000),
        ];
        let wrong = fields.into_iter().filter(|(_, value, least, most)| value < least || value > most);
        let faults = wrong.map(|(name, _, least, most)| {
            let said = words::NUMBER_BETWEEN.said([("least", &least.to_string()), ("most", &most.to_string())]);
            FieldFault::saying(name, said)
        });
        Fault::check_fields(faults.collect())
    }
}

/// An automatic answer in one language.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerText {
    /// The language, as in `de`.
    #[schema(examples("en"))]
    pub language: String,
    /// The subject; `{number}`, `{subject}` and `{name}` are filled in.
    #[schema(examples("We have your message [#{number}]"))]
    pub subject: String,
    /// The text; `{number}`, `{subject}` and `{name}` are filled in.
    #[schema(examples("Dear {name},\n\nwe have your message about “{subject}” and will answer soon."))]
    pub text: String,
}

/// Rules of one mailbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(example = json!({
    "signed_return": true, "answer": true,
    "texts": [{"language": "en", "subject": "We have your message [#{number}]",
               "text": "Dear {name},\n\nwe have your message about “{subject}” and will answer soon."}]
}))]
pub struct MailboxRules {
    /// Mail goes out with a signed return path, so that whatever comes back finds its message. Needs plus addresses.
    pub signed_return: bool,
    /// The first message of a new conversation is answered automatically.
    pub answer: bool,
    /// What that answer says, the first language being the one for everybody else.
    pub texts: Vec<AnswerText>,
}

impl Default for MailboxRules {
    fn default() -> Self {
        Self { signed_return: true, answer: false, texts: Vec::new() }
    }
}

impl MailboxRules {
    /// Refuses an answer without words, and what no mail can carry.
    ///
    /// # Errors
    /// `request.invalid`
    pub fn check(&self) -> Result<()> {
        let mut faults = Vec::new();
        if self.answer && self.texts.is_empty() {
            faults.push(FieldFault::saying("texts", words::ANSWER_EMPTY));
        }
        for (index, text) in self.texts.iter().enumerate() {
            let is_language = (2..=12).contains(&text.language.len())
                && text.language.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
            let long = |most: usize| words::TEXT_LONG.said([("most", &most.to_string())]);
            if !is_language {
                faults.push(FieldFault::saying(format!("texts/{index}/language"), words::NOT_A_LANGUAGE));
            }
            if text.subject.trim().is_empty() || text.text.trim().is_empty() {
                faults.push(FieldFault::saying(format!("texts/{index}/text"), words::ANSWER_EMPTY));
            }
            if text.subject.chars().count() > 200 {
                faults.push(FieldFault::saying(format!("texts/{index}/subject"), long(200)));
            }
            if text.text.chars().count() > 10_000 {
                faults.push(FieldFault::saying(format!("texts/{index}/text"), long(10_000)));
            }
        }
        Fault::check_fields(faults)
    }

    /// The text for a language: the same, the same without its region, else the first.
    pub fn text_for(&self, language: &str) -> Option<&AnswerText> {
        let short = |text: &str| text.split('-').next().unwrap_or_default().to_lowercase();
        let same = self.texts.iter().find(|text| text.language.eq_ignore_ascii_case(language));
        let near = || self.texts.iter().find(|text| short(&text.language) == short(language));
        same.or_else(near).or_else(|| self.texts.first())
    }
}
