//! What a batch of events does to the facts: each conversation is loaded and saved once, however many events are its.

use std::collections::{BTreeMap, HashMap};

use kernel::{ConversationId, Event, MessageId};

use super::business::Timeline;
use super::model::{self, Conversation, Effects, Ended, Message, Stand};
use super::surveys::{Survey, SurveyId, Told};

/// A conversation as it was before a batch and is after it.
#[derive(Debug, Clone)]
pub struct Change {
    /// Before; nothing when the batch began it.
    pub before: Option<Conversation>,
    /// After.
    pub after: Conversation,
}

/// A survey as it was before a batch and is after it.
#[derive(Debug, Clone)]
pub struct SurveyChange {
    /// Before; nothing when the batch first told of it.
    pub before: Option<Survey>,
    /// After.
    pub after: Survey,
}

/// A stretch that ended, and the number of the event that ended it.
#[derive(Debug, Clone)]
pub struct Stretch {
    /// Whose.
    pub conversation: ConversationId,
    /// The number of the event.
    pub place: i64,
    /// What ended.
    pub ended: Ended,
}

/// All that a batch changes.
#[derive(Debug, Clone, Default)]
pub struct Changes {
    /// Conversations that changed.
    pub conversations: BTreeMap<ConversationId, Change>,
    /// Messages that were written or arrived.
    pub messages: BTreeMap<MessageId, Message>,
    /// Messages of earlier batches that were taken back.
    pub withdrawn: Vec<MessageId>,
    /// Stretches that ended.
    pub stretches: Vec<Stretch>,
    /// Surveys that changed.
    pub surveys: BTreeMap<SurveyId, SurveyChange>,
}

impl Changes {
    /// Applies the next event. `known` are the conversations as they were before the batch.
    pub(crate) fn apply(
        &mut self,
        known: &HashMap<ConversationId, Conversation>,
        stand: &Stand,
        event: &Event,
        timeline: &Timeline,
    ) {
        let id = stand.conversation();
        let (before, now) = match self.conversations.remove(&id) {
            Some(Change { before, after }) => (before, Some(after)),
            None => (known.get(&id).cloned(), known.get(&id).cloned()),
        };
        let (after, effects) = model::apply(now, stand, event, timeline);
        self.conversations.insert(id, Change { before, after });
        self.note(id, event, effects);
    }

    /// Applies the next event of a survey. `known` and `about` are surveys and conversations as they were before the batch.
    pub(crate) fn apply_survey(
        &mut self,
        known: &HashMap<SurveyId, Survey>,
        about: &HashMap<ConversationId, Conversation>,
        told: &Told,
    ) {
        let id = told.survey();
        let (before, now) = match self.surveys.remove(&id) {
            Some(SurveyChange { before, after }) => (before, Some(after)),
            None => (known.get(&id).cloned(), known.get(&id).cloned()),
        };
        let conversation = told.conversation();
        let changed = self.conversations.get(&conversation).map(|change| &change.after);
        let after = told.apply(now, changed.or_else(|| about.get(&conversation)));
        self.surveys.insert(id, SurveyChange { before, after });
    }

    fn note(&mut self, conversation: ConversationId, event: &Event, effects: Effects) {
        if let Some(message) = effects.message {
            self.messages.insert(message.id, message);
        }
        if let Some(message) = effects.withdrawn
            && self.messages.remove(&message).is_none()
        {
            self.withdrawn.push(message);
        }
        let place = event.id.number;
        self.stretches.extend(effects.ended.into_iter().map(|ended| Stretch { conversation, place, ended }));
    }
}
