import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { PersonRef, Priority, Ref, Status } from "@/lib/api/types";
import { useMe } from "@/lib/session/session";
import { Avatar } from "@/ui/Avatar";
import type { Choice } from "@/ui/PickMenu";
import { PRIORITIES } from "../list/filters";
import { peopleQuery, tagsQuery, teamsQuery, topicsQuery } from "../queries";
import { PriorityMark, StatusMark } from "../StatusMark";

export const NOBODY = "nobody";

const CHOOSABLE = ["open", "pending", "on_hold", "solved"] as const satisfies Status[];

export function useStatusChoices(): Choice[] {
  const { t } = useTranslation("inbox");
  return CHOOSABLE.map((status) => ({
    value: status,
    label: t(`status.${status}`),
    mark: <StatusMark status={status} label={false} />,
  }));
}

export function usePriorityChoices(): Choice[] {
  const { t } = useTranslation("inbox");
  return PRIORITIES.map((priority: Priority) => ({
    value: priority,
    label: t(`priority.${priority}`),
    mark: <PriorityMark priority={priority} label={false} />,
  }));
}

/** Colleagues, oneself first, and nobody. */
export function usePeople(): { choices: Choice[]; find: (id: string) => PersonRef | null } {
  const { t } = useTranslation("inbox");
  const me = useMe().person;
  const people = useQuery(peopleQuery).data?.items.filter((person) => person.active !== false) ?? [];
  const sorted = [...people].sort((a, b) => Number(b.id === me.id) - Number(a.id === me.id));
  return {
    choices: [
      ...sorted.map((person) => ({
        value: person.id,
        label: person.name,
        mark: <Avatar name={person.name} color={person.avatar_color ?? null} size={20} />,
        hint: person.id === me.id ? t("me") : undefined,
      })),
      { value: NOBODY, label: t("nobody") },
    ],
    find: (id) => people.find((person) => person.id === id) ?? (id === me.id ? me : null),
  };
}

export function useTeams(): { choices: Choice[]; find: (id: string) => Ref | null } {
  const { t } = useTranslation("inbox");
  const teams = useQuery(teamsQuery).data?.items ?? [];
  return {
    choices: [
      ...teams.map((team) => ({ value: team.id, label: team.name })),
      { value: NOBODY, label: t("noTeam") },
    ],
    find: (id) => teams.find((team) => team.id === id) ?? null,
  };
}

export function useTopics(): { choices: Choice[]; find: (id: string) => Ref | null } {
  const { t } = useTranslation("inbox");
  const topics = useQuery(topicsQuery).data?.items ?? [];
  return {
    choices: [
      ...topics.filter((topic) => !topic.archived).map((topic) => ({ value: topic.id, label: topic.path })),
      { value: NOBODY, label: t("noTopic") },
    ],
    find: (id) => topics.find((topic) => topic.id === id) ?? null,
  };
}

export function useTagChoices(): Choice[] {
  const tags = useQuery(tagsQuery).data?.items ?? [];
  return tags.map((tag) => ({ value: tag.name, label: tag.name }));
}
