/** The pages behind the routes, fetched together. */
export { ConsentPage } from "./consent/ConsentPage";
export { ProvidersPage } from "./consent/ProvidersPage";
export { MailboxesPage } from "./mailboxes/MailboxesPage";
export { MailboxPage } from "./mailboxes/MailboxPage";
export { OutgoingPage } from "./outgoing/OutgoingPage";
export { RulesPage } from "./rules/RulesPage";
export { UnplacedPage } from "./unplaced/UnplacedPage";
