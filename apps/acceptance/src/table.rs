//! Who may ask for what, kept by hand: a new operation needs a row, written by somebody who thought about it.

/// What an operation asks of whoever calls it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    /// Nothing: it is there for people who cannot sign in yet.
    Nothing,
    /// To be signed in, with a session or a token.
    SignedIn,
    /// To be signed in with a session: not for programs.
    Person,
    /// A permission.
    May(&'static str),
    /// A permission, and to have written the thing: none of those who ask in the test has.
    Author(&'static str),
}

use Need::{Author, May, Nothing, Person, SignedIn};

/// Operation id → what it needs.
pub(crate) const TABLE: &[(&str, Need)] = &[
    // access: before one is signed in
    ("setup_get", Nothing),
    ("setup_create", Nothing),
    ("sessions_create", Nothing),
    ("password_resets_create", Nothing),
    ("password_resets_redeem", Nothing),
    ("invitations_get_by_token", Nothing),
    ("invitations_redeem", Nothing),
    // access: oneself
    ("setup_progress_get", SignedIn),
    ("me_get", SignedIn),
    ("me_update", SignedIn),
    ("me_set_password", Person),
    ("sessions_list", Person),
    ("sessions_delete", Person),
    ("sessions_delete_current", Person),
    // access: what everybody knows of colleagues
    ("people_list", SignedIn),
    ("people_get", SignedIn),
    ("teams_list", SignedIn),
    ("roles_list", SignedIn),
    ("permissions_list", SignedIn),
    ("company_get", SignedIn),
    // access: administration
    ("people_update", May("access.person.manage")),
    ("invitations_list", May("access.person.manage")),
    ("invitations_create", May("access.person.manage")),
    ("invitations_resend", May("access.person.manage")),
    ("invitations_delete", May("access.person.manage")),
    ("teams_create", May("access.team.manage")),
    ("teams_update", May("access.team.manage")),
    ("teams_delete", May("access.team.manage")),
    ("roles_create", May("access.role.manage")),
    ("roles_update", May("access.role.manage")),
    ("roles_delete", May("access.role.manage")),
    ("tokens_create", May("access.token.create")),
    // One's own tokens; others' only with access.token.manage, else they are not to be known of.
    ("tokens_list", SignedIn),
    ("tokens_delete", SignedIn),
    ("audit_list", May("access.audit.read")),
    ("company_update", May("access.company.manage")),
    // customers
    ("contacts_list", May("customers.contact.see")),
    ("contacts_get", May("customers.contact.see")),
    ("contacts_create", May("customers.contact.edit")),
    ("contacts_update", May("customers.contact.edit")),
    ("identities_create", May("customers.contact.edit")),
    ("identities_delete", May("customers.contact.edit")),
    ("contact_notes_list", May("customers.contact.see")),
    ("contact_notes_create", May("customers.note.write")),
    ("contact_notes_update", Author("customers.note.write")),
    // Of others' notes; one's own with customers.note.write.
    ("contact_notes_delete", May("customers.note.moderate")),
    ("organisations_list", May("customers.contact.see")),
    ("organisations_get", May("customers.contact.see")),
    ("organisations_create", May("customers.organisation.edit")),
    ("organisations_update", May("customers.organisation.edit")),
    ("organisation_notes_list", May("customers.contact.see")),
    ("organisation_notes_create", May("customers.note.write")),
    ("organisation_notes_update", Author("customers.note.write")),
    ("organisation_notes_delete", May("customers.note.moderate")),
    ("attributes_list", May("customers.contact.see")),
    ("attributes_create", May("customers.attribute.manage")),
    ("attributes_update", May("customers.attribute.manage")),
    ("attributes_delete", May("customers.attribute.manage")),
    // inbox
    ("conversations_list", May("inbox.conversation.see")),
    ("conversations_counts", May("inbox.conversation.see")),
    ("conversations_search", May("inbox.conversation.see")),
    ("conversations_get", May("inbox.conversation.see")),
    ("conversations_activity", May("inbox.conversation.see")),
    ("conversations_see", May("inbox.conversation.see")),
    ("conversations_start", May("inbox.conversation.reply")),
    ("conversations_change", May("inbox.conversation.change")),
    ("conversations_change_many", May("inbox.conversation.change")),
    ("conversations_undo_many", May("inbox.conversation.change")),
    ("messages_list", May("inbox.conversation.see")),
    ("messages_image", May("inbox.conversation.see")),
    ("messages_raw", May("inbox.message.read_raw")),
    ("messages_record", May("inbox.message.record")),
    ("messages_undo", May("inbox.conversation.reply")),
    ("messages_retry", May("inbox.conversation.reply")),
    ("replies_create", May("inbox.conversation.reply")),
    ("notes_create", May("inbox.conversation.note")),
    ("drafts_get", May("inbox.conversation.note")),
    ("drafts_save", May("inbox.conversation.note")),
    ("drafts_delete", May("inbox.conversation.note")),
    ("attachments_create", May("inbox.conversation.note")),
    ("attachments_content", May("inbox.conversation.see")),
    ("topics_list", May("inbox.conversation.see")),
    ("topics_create", May("inbox.topic.manage")),
    ("topics_change", May("inbox.topic.manage")),
    ("topics_delete", May("inbox.topic.manage")),
    ("tags_list", May("inbox.conversation.see")),
    ("tags_create", May("inbox.conversation.change")),
    ("tags_change", May("inbox.tag.manage")),
    ("tags_delete", May("inbox.tag.manage")),
    ("views_list", May("inbox.conversation.see")),
    ("views_create", May("inbox.conversation.see")),
    ("views_change", May("inbox.conversation.see")),
    ("views_delete", May("inbox.conversation.see")),
    // channels
    // Whoever writes mail chooses the mailbox it goes out from; the settings are shown to who manages them.
    ("mailboxes_list", SignedIn),
    ("mailboxes_show", SignedIn),
    ("mailboxes_create", May("channels.mailbox.manage")),
    ("mailboxes_update", May("channels.mailbox.manage")),
    ("mailboxes_delete", May("channels.mailbox.manage")),
    ("mailboxes_test", May("channels.mailbox.manage")),
    ("unplaced_list", May("channels.unplaced.manage")),
    ("unplaced_raw", May("channels.unplaced.manage")),
    ("unplaced_retry", May("channels.unplaced.manage")),
    ("unplaced_dismiss", May("channels.unplaced.manage")),
    ("outgoing_list", May("channels.outgoing.see")),
    ("outgoing_retry", May("channels.outgoing.see")),
    ("deliveries_list", May("inbox.conversation.see")),
    ("senders_list", May("inbox.conversation.see")),
    // system
    ("health_get", May("system.health.see")),
    ("jobs_list_parked", May("system.health.see")),
    ("jobs_retry", May("system.job.manage")),
];
