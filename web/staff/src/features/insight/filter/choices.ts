import { queryOptions, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/api/client";
import type { ListOf, Person, Ref, Topic } from "@/lib/api/types";
import type { Choice } from "@/ui/PickMenu";
import type { Narrowed } from "./search";

const SLOW = 10 * 60_000;

// The same keys as in the inbox: what one has fetched the other need not ask for again.
const peopleQuery = queryOptions({
  queryKey: ["access", "people", "choice"],
  queryFn: () =>
    unwrap<ListOf<Person>>(api.GET("/api/v1/access/people", { params: { query: { limit: 200 } } })),
  staleTime: SLOW,
});

const teamsQuery = queryOptions({
  queryKey: ["access", "teams", "choice"],
  queryFn: () => unwrap<ListOf<Ref>>(api.GET("/api/v1/access/teams", { params: { query: { limit: 200 } } })),
  staleTime: SLOW,
});

const topicsQuery = queryOptions({
  queryKey: ["inbox", "topics"],
  queryFn: () => unwrap<ListOf<Topic>>(api.GET("/api/v1/inbox/topics", {})),
  staleTime: SLOW,
});

const CHANNELS = ["mail", "api"] as const;

/** What each field of the filter bar can be narrowed to. */
export function useChoices(): Record<Narrowed, Choice[]> {
  const { t } = useTranslation("insight");
  const people = useQuery(peopleQuery).data?.items ?? [];
  const teams = useQuery(teamsQuery).data?.items ?? [];
  const topics = useQuery(topicsQuery).data?.items ?? [];
  const named = (each: Ref) => ({ value: each.id, label: each.name });
  return {
    team: teams.map(named),
    agent: people.filter((person) => person.active !== false).map(named),
    channel: CHANNELS.map((channel) => ({ value: channel, label: t(`channel.${channel}`) })),
    topic: topics.map(named),
  };
}

/** The name of a part of a division; what belongs to none has a name too. */
export function usePartName(): (by: string, part: string) => string {
  const { t, i18n } = useTranslation("insight");
  const choices = useChoices();
  return (by, part) => {
    if (part === "") return t("part.none");
    if (by in choices) {
      return choices[by as Narrowed].find((choice) => choice.value === part)?.label ?? t("part.unknown");
    }
    const key = `part.${by}.${part}`;
    return i18n.exists(key, { ns: "insight" }) ? t(key as "part.none") : part;
  };
}
