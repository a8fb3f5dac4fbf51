//! What the index keeps: one document for each conversation, with all its texts and everything it is filtered by.
//!
//! One document for each conversation and not for each message: results are conversations, words of a query may stand in
//! different messages, and neither needs a join that tantivy does not have. The price is that a change of status writes the
//! conversation's texts anew, some ten kilobytes of tokens, which is cheap beside the commit that follows.

use tantivy::schema::{FAST, Field, INDEXED, IndexRecordOption, STRING, Schema, TextFieldIndexing, TextOptions};

/// Rises when what is kept or how texts are cut changes; an index of another version is built anew.
pub(crate) const VERSION: u32 = 1;
/// The name under which the tokenizer is registered.
pub(crate) const TOKENIZER: &str = "desk";

/// The fields of a document.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fields {
    pub(crate) id: Field,
    pub(crate) number: Field,
    /// Everything that is searched for by words, the subject twice so that it counts more.
    pub(crate) text: Field,
    pub(crate) subject: Field,
    pub(crate) from: Field,
    pub(crate) to: Field,
    pub(crate) status: Field,
    pub(crate) priority: Field,
    pub(crate) channel: Field,
    pub(crate) assignee: Field,
    pub(crate) team: Field,
    pub(crate) topic: Field,
    pub(crate) tag: Field,
    pub(crate) mention: Field,
    pub(crate) attachment: Field,
    pub(crate) created: Field,
    pub(crate) updated: Field,
    /// When the last message was written: the order of results that no words rank.
    pub(crate) recent: Field,
}

/// Name of the field that leads back to the conversation.
pub(crate) const ID: &str = "id";
/// Name of the field that results without rank are ordered by.
pub(crate) const RECENT: &str = "recent";

/// The schema and its fields.
pub(crate) fn schema() -> (Schema, Fields) {
    let texts = |ranked: bool| {
        let indexing = TextFieldIndexing::default()
            .set_tokenizer(TOKENIZER)
            .set_index_option(IndexRecordOption::WithFreqsAndPositions)
            .set_fieldnorms(ranked);
        TextOptions::default().set_indexing_options(indexing)
    };
    let mut builder = Schema::builder();
    let fields = Fields {
        id: builder.add_u64_field(ID, INDEXED | FAST),
        number: builder.add_u64_field("number", INDEXED),
        text: builder.add_text_field("text", texts(true)),
        subject: builder.add_text_field("subject", texts(false)),
        from: builder.add_text_field("from", texts(false)),
        to: builder.add_text_field("to", texts(false)),
        status: builder.add_u64_field("status", INDEXED),
        priority: builder.add_u64_field("priority", INDEXED),
        channel: builder.add_text_field("channel", STRING),
        assignee: builder.add_u64_field("assignee", INDEXED),
        team: builder.add_u64_field("team", INDEXED),
        topic: builder.add_u64_field("topic", INDEXED),
        tag: builder.add_u64_field("tag", INDEXED),
        mention: builder.add_u64_field("mention", INDEXED),
        attachment: builder.add_u64_field("attachment", INDEXED),
        created: builder.add_i64_field("created", FAST),
        updated: builder.add_i64_field("updated", FAST),
        recent: builder.add_i64_field(RECENT, FAST),
    };
    (builder.build(), fields)
}
