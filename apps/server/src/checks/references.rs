//! Columns that name a row of another table. Most are between features, so that no constraint of the database holds them.

use db::Tx;
use kernel::Result;

use super::Findings;

/// Table, column, table of the row named, its key. Nothing, 0 and the empty text name no row.
const REFERENCES: [(&str, &str, &str, &str); 38] = [
    ("inbox_messages", "conversation_id", "inbox_conversations", "id"),
    ("inbox_messages", "raw_hash", "files_blobs", "hash"),
    ("inbox_attachments", "message_id", "inbox_messages", "id"),
    ("inbox_attachments", "hash", "files_blobs", "hash"),
    ("inbox_participants", "conversation_id", "inbox_conversations", "id"),
    ("inbox_conversation_tags", "conversation_id", "inbox_conversations", "id"),
    ("inbox_conversation_tags", "tag_id", "inbox_tags", "id"),
    ("inbox_mentions", "conversation_id", "inbox_conversations", "id"),
    ("inbox_seen", "conversation_id", "inbox_conversations", "id"),
    ("inbox_drafts", "conversation_id", "inbox_conversations", "id"),
    ("inbox_topics", "parent_id", "inbox_topics", "id"),
    ("inbox_conversations", "contact_id", "customers_contacts", "id"),
    ("inbox_conversations", "mailbox_id", "channels_mailboxes", "id"),
    ("inbox_conversations", "assignee_id", "access_people", "id"),
    ("customers_contacts", "organisation_id", "customers_organisations", "id"),
    ("customers_identities", "contact_id", "customers_contacts", "id"),
    ("channels_intake", "blob", "files_blobs", "hash"),
    ("channels_intake", "conversation_id", "inbox_conversations", "id"),
    ("channels_letters", "conversation_id", "inbox_conversations", "id"),
    ("channels_outgoing", "conversation_id", "inbox_conversations", "id"),
    ("feedback_surveys", "programme_id", "feedback_programmes", "id"),
    ("feedback_surveys", "conversation_id", "inbox_conversations", "id"),
    ("feedback_answers", "survey_id", "feedback_surveys", "id"),
    ("feedback_follow_ups", "answer_id", "feedback_answers", "id"),
    ("feedback_comments", "answer_id", "feedback_answers", "id"),
    ("access_people", "role_id", "access_roles", "id"),
    ("access_team_members", "person_id", "access_people", "id"),
    ("access_sessions", "person_id", "access_people", "id"),
    ("access_tokens", "person_id", "access_people", "id"),
    ("access_totp", "person_id", "access_people", "id"),
    ("access_recovery_codes", "person_id", "access_people", "id"),
    ("access_passkeys", "person_id", "access_people", "id"),
    ("access_devices", "person_id", "access_people", "id"),
    ("access_identities", "person_id", "access_people", "id"),
    ("access_identities", "provider_id", "access_identity_providers", "id"),
    ("access_identity_provider_roles", "provider_id", "access_identity_providers", "id"),
    ("access_identity_provider_roles", "role_id", "access_roles", "id"),
    ("access_security_roles", "role_id", "access_roles", "id"),
];

pub(super) fn look(tx: &mut Tx<'_>, found: &mut Findings) -> Result<()> {
    let mut broken = 0;
    for (table, column, target, key) in REFERENCES {
        let nothing = if key == "id" { "0" } else { "''" };
        let sql = format!(
            "select count(*) from {table} x where x.{column} <> {nothing} and not exists (select 1 from {target} y where y.{key} = x.{column})"
        );
        let lost: i64 = tx.one(sql, &[], |row| row.take())?;
        if lost > 0 {
            broken += lost;
            found.wrong.push(format!("{lost} rows of {table} name a row of {target} that is not there ({column})"));
        }
    }
    found.well.push(format!("references: {} kinds looked at, {broken} broken", REFERENCES.len()));
    Ok(())
}
