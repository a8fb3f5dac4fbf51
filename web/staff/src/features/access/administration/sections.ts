import { paths } from "@/app/paths";
import { allowedOf } from "@/lib/session/sections";

/** The pages of administration in the order of their list, and the permission that opens each. */
export const SECTIONS = [
  {
    name: "mail",
    pages: [
      { name: "mailboxes", to: paths.mailboxes, may: "channels.mailbox.manage" },
      { name: "providers", to: paths.providers, may: "channels.mailbox.manage" },
      { name: "unplaced", to: paths.unplaced, may: "channels.unplaced.manage" },
      { name: "outgoing", to: paths.outgoing, may: "channels.outgoing.see" },
      { name: "rules", to: paths.mailRules, may: "channels.mailbox.manage" },
    ],
  },
  {
    name: "people",
    pages: [
      { name: "people", to: paths.people, may: "access.person.manage" },
      { name: "teams", to: paths.teams, may: "access.team.manage" },
      { name: "roles", to: paths.roles, may: "access.role.manage" },
      { name: "tokens", to: paths.tokens, may: "access.token.manage" },
    ],
  },
  {
    name: "order",
    pages: [
      { name: "topics", to: paths.topics, may: "inbox.topic.manage" },
      { name: "tags", to: paths.tags, may: "inbox.tag.manage" },
      { name: "attributes", to: paths.attributes, may: "customers.attribute.manage" },
    ],
  },
  {
    name: "house",
    pages: [
      { name: "workingHours", to: paths.workingHours, may: "service_levels.calendar.manage" },
      { name: "company", to: paths.company, may: "access.company.manage" },
      { name: "security", to: paths.security, may: "access.security.manage" },
      { name: "audit", to: paths.audit, may: "access.audit.read" },
      { name: "health", to: paths.health, may: "system.health.see" },
    ],
  },
] as const;

/** What somebody with these permissions finds in administration. */
export const allowedSections = (permissions: readonly string[]) => allowedOf(SECTIONS, permissions);
