export { MailboxAlarm } from "./mailboxes/MailboxAlarm";
