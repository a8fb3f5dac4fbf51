//! Surveys as they are lived: all that customers and we did is kept, nothing is summed up.

use kernel::{ContactId, ConversationId, MailboxId, NewEvent, PersonId, TeamId, Timestamp, TypedId};
use serde_json::json;

use super::super::surveys::{ProgrammeId, Survey, SurveyId, SurveyKind};

/// What may happen to a survey that was sent.
#[derive(Debug, Clone)]
pub(crate) enum Heard {
    Reminded,
    Rated {
        score: i64,
        comment: bool,
    },
    /// Left out of the figures, or counted again.
    LeftOut(bool),
}

/// All that happened to a survey.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    pub(super) id: SurveyId,
    kind: SurveyKind,
    conversation: ConversationId,
    /// Who had the conversation when the customer was asked, and whether anything was known of it.
    whose: Option<(Option<i64>, Option<i64>)>,
    sent_at: Timestamp,
    log: Vec<(Timestamp, Heard)>,
}

impl Asked {
    pub(super) fn send(number: i64, at: Timestamp, whose: Option<(Option<i64>, Option<i64>)>) -> Self {
        Self {
            id: SurveyId::from_raw(number),
            kind: SurveyKind::ALL[number as usize % 4],
            conversation: ConversationId::from_raw(1 + number % 3),
            whose,
            sent_at: at,
            log: Vec::new(),
        }
    }

    fn ratings(&self) -> Vec<(Timestamp, i64, bool)> {
        let rated = |(at, heard): &(Timestamp, Heard)| match heard {
            Heard::Rated { score, comment } => Some((*at, *score, *comment)),
            _ => None,
        };
        self.log.iter().filter_map(rated).collect()
    }

    fn is_left_out(&self) -> bool {
        let decided = self.log.iter().rev().find_map(|(_, heard)| match heard {
            Heard::LeftOut(out) => Some(*out),
            _ => None,
        });
        decided.unwrap_or_default()
    }

    /// That it was sent.
    pub(super) fn sent(&self) -> NewEvent {
        NewEvent { name: "feedback.survey.sent", version: 1, thing: self.id.into(), facts: self.stand(true) }
    }

    /// Lives on; gives the event, as feedback tells it. Nothing is left out before it was said.
    pub(super) fn hear(&mut self, heard: &Heard, at: Timestamp) -> Option<NewEvent> {
        let rated = self.ratings().len();
        let (name, of_survey) = match heard {
            Heard::Reminded if rated == 0 => ("feedback.survey.reminded", true),
            Heard::Rated { .. } if rated == 0 => ("feedback.answer.given", false),
            Heard::Rated { .. } => ("feedback.answer.changed", false),
            Heard::LeftOut(true) if rated > 0 => ("feedback.answer.excluded", false),
            Heard::LeftOut(false) if rated > 0 => ("feedback.answer.restored", false),
            _ => return None,
        };
        self.log.push((at, heard.clone()));
        Some(NewEvent { name, version: 1, thing: self.id.into(), facts: self.stand(of_survey) })
    }

    fn stand(&self, of_survey: bool) -> serde_json::Value {
        let (team, person) = self.whose.unwrap_or_default();
        let mut facts = json!({
            "survey": self.id, "programme": ProgrammeId::from_raw(5), "kind": self.kind.code(), "conversation": self.conversation,
            "number": 1, "contact": ContactId::from_raw(7), "team": team.map(TeamId::from_raw), "topic": null, "channel": "mail",
            "assignee": person.map(PersonId::from_raw), "language": "en", "sent_at": self.sent_at,
        });
        if of_survey {
            facts["mailbox"] = json!(MailboxId::from_raw(4));
            return facts;
        }
        let ratings = self.ratings();
        let (last, score, comment) = ratings[ratings.len() - 1];
        facts["score"] = json!(score);
        facts["has_comment"] = json!(comment);
        facts["excluded"] = json!(self.is_left_out());
        facts["given_at"] = json!(ratings[0].0);
        facts["changed_at"] = json!((ratings.len() > 1).then_some(last));
        facts
    }

    /// A plain look at all that happened.
    pub(super) fn facts(&self) -> Survey {
        let ratings = self.ratings();
        let (team, person) = self.whose.unwrap_or_default();
        let (given_at, last) = (ratings.first().map(|it| it.0), ratings.last());
        Survey {
            id: self.id,
            programme: ProgrammeId::from_raw(5),
            kind: self.kind,
            conversation: self.conversation,
            contact: ContactId::from_raw(7),
            team: team.map(TeamId::from_raw),
            assignee: person.map(PersonId::from_raw),
            topic: None,
            mailbox: Some(MailboxId::from_raw(4)),
            channel: "mail".into(),
            priority: if self.whose.is_some() { "normal".into() } else { String::new() },
            sent_at: self.sent_at,
            given_at: given_at.unwrap_or(Timestamp::NEVER),
            changed_at: last.filter(|_| ratings.len() > 1).map_or(Timestamp::NEVER, |it| it.0),
            score: last.map_or(0, |it| it.1),
            has_comment: last.is_some_and(|it| it.2),
            excluded: self.is_left_out(),
        }
    }
}
