//! All that happens by itself: when something happened in one room, something is done in another. One file each.

mod when_action_was_checked_tell_its_owner;
mod when_alert_opened_tell_people;
mod when_company_changed_count_its_days;
mod when_company_created_found_its_calendar;
mod when_conversation_solved_ask_customer;
mod when_insight_shared_write_to_the_department;
mod when_mailbox_stopped_tell_administrators;
mod when_message_received_note_last_contact;
mod when_person_left_release_their_conversations;
mod when_reply_retried_send_again;
mod when_reply_withdrawn_do_not_send;
mod when_reply_written_send_by_mail;
mod when_storm_began_tell_administrators;
mod when_team_removed_release_its_conversations;

use channels::Post;
use db::Consumers;
use db::Past::{IsOver, Matters};
use feedback::Feedback;
use kernel::{Event, MessageId};

/// Adds every reaction to a node's consumers, each with a place of its own in the event log. Those that tell, send, ask or
/// release do nothing about what happened before an installation knew them.
pub fn add(consumers: &mut Consumers, post: &Post, feedback: &Feedback) {
    consumers.add("send replies by mail", IsOver, when_reply_written_send_by_mail::react);
    consumers.add("note the last contact", Matters, when_message_received_note_last_contact::react);
    consumers.add("do not send withdrawn replies", IsOver, when_reply_withdrawn_do_not_send::react);
    consumers.add("release what lay with people who left", IsOver, when_person_left_release_their_conversations::react);
    consumers.add("release what lay with removed teams", IsOver, when_team_removed_release_its_conversations::react);
    consumers.add("tell of stopped mailboxes", IsOver, when_mailbox_stopped_tell_administrators::react);
    consumers.add("give the company a calendar", Matters, when_company_created_found_its_calendar::react);
    consumers.add("tell of storms", IsOver, when_storm_began_tell_administrators::react);
    consumers.add("count days in the zone of the company", Matters, when_company_changed_count_its_days::react);
    consumers.add("tell of alerts", IsOver, when_alert_opened_tell_people::react);
    consumers.add("tell of actions", IsOver, when_action_was_checked_tell_its_owner::react);
    let sharing = feedback.clone();
    consumers.add("write to departments", IsOver, move |tx, event| {
        when_insight_shared_write_to_the_department::react(tx, event, &sharing)
    });
    let asking = feedback.clone();
    consumers.add("ask customers", IsOver, move |tx, event| {
        when_conversation_solved_ask_customer::react(tx, event, &asking)
    });
    let office = post.clone();
    consumers.add("send failed replies again", IsOver, move |tx, event| {
        when_reply_retried_send_again::react(tx, event, &office)
    });
}

/// The message that an event of the inbox is about.
fn message(event: &Event) -> kernel::Result<MessageId> {
    let text = event.facts["detail"]["message"].as_str().unwrap_or_default();
    text.parse().map_err(kernel::Fault::internal)
}
