import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import type { ConversationRow } from "@/lib/api/types";

/** Which properties somebody else changed between two states of a conversation. */
export function differingFields(before: ConversationRow, now: ConversationRow) {
  const fields: ("status" | "priority" | "assignee" | "team" | "topic" | "tags" | "subject" | "message")[] =
    [];
  if (before.status !== now.status) fields.push("status");
  if (before.priority !== now.priority) fields.push("priority");
  if (before.assignee?.id !== now.assignee?.id) fields.push("assignee");
  if (before.team?.id !== now.team?.id) fields.push("team");
  if (before.topic?.id !== now.topic?.id) fields.push("topic");
  if (before.tags.join() !== now.tags.join()) fields.push("tags");
  if (before.subject !== now.subject) fields.push("subject");
  if (before.message_count !== now.message_count) fields.push("message");
  return fields;
}

/** The same in a sentence: "Status: Pending. Assignee: Jonas." */
export function useDifferenceText() {
  const { t } = useTranslation("inbox");
  return useCallback(
    (before: ConversationRow, now: ConversationRow): string => {
      const none = t("nobody");
      const values = {
        status: () => t(`status.${now.status}`),
        priority: () => t(`priority.${now.priority}`),
        assignee: () => now.assignee?.name ?? none,
        team: () => now.team?.name ?? none,
        topic: () => now.topic?.name ?? none,
        tags: () => now.tags.join(", ") || none,
        subject: () => now.subject,
        message: () => String(now.message_count),
      };
      return differingFields(before, now)
        .map((field) => `${t(`field.${field}`)}: ${values[field]()}`)
        .join(" · ");
    },
    [t],
  );
}
