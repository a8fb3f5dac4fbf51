import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useReading } from "@/lib/session/reading";
import { type AnswersOf, type Division, peopleQuery, teamsQuery, topicsQuery } from "./queries";

/** The ids by which the API asks for answers that have none. */
const NONE = { team: "team_0000000000000", agent: "pers_0000000000000", topic: "topic_0000000000000" };

interface PartNames {
  /** What people call a part. */
  nameOf: (key: string) => string;
  /** The answers that make up a part. */
  answersOf: (key: string) => AnswersOf;
}

/** How parts of results are called, and which answers they are made of. */
export function usePartNames(division: Division): PartNames {
  const { t } = useTranslation("feedback");
  const { locale } = useReading();
  const teams = useQuery({ ...teamsQuery, enabled: division === "team" }).data?.items ?? [];
  const people = useQuery({ ...peopleQuery, enabled: division === "agent" }).data?.items ?? [];
  const topics = useQuery({ ...topicsQuery, enabled: division === "topic" }).data?.items ?? [];
  const known: Record<Division, (key: string) => string | undefined> = {
    team: (key) => teams.find((each) => each.id === key)?.name,
    agent: (key) => people.find((each) => each.id === key)?.name,
    topic: (key) => topics.find((each) => each.id === key)?.path,
    channel: (key) => key,
    week: (key) =>
      new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: "UTC" }).format(new Date(key)),
  };
  return {
    nameOf: (key) => (key ? (known[division](key) ?? key) : t("results.nobody")),
    answersOf: (key) => {
      if (division === "week") return weekOf(key);
      if (division === "channel") return { channel: key };
      return { [division]: key || NONE[division] };
    },
  };
}

/** A week from its Monday; hours of the reader's zone at its ends are left to the table of weeks. */
function weekOf(monday: string): AnswersOf {
  const from = new Date(`${monday}T00:00:00`);
  const to = new Date(from);
  to.setDate(to.getDate() + 7);
  return { from: from.toISOString(), to: to.toISOString() };
}
