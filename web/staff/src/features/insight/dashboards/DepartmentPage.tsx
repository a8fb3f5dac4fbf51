import { useTranslation } from "react-i18next";
import { useMay, useMe } from "@/lib/session/session";
import { PageFrame } from "@/ui/PageFrame";
import { FilterBar } from "../filter/FilterBar";
import { ownTeams } from "../filter/ownTeams";
import { useFilter } from "../filter/useFilter";
import { Arrivals } from "./Arrivals";
import { Cards } from "./Cards";
import { QUESTIONS } from "./ready";

/** The department at a glance, by what one asks of it. */
export function DepartmentPage() {
  const { t } = useTranslation("insight");
  // Whoever may not see other people's figures sees their own.
  const everybody = useMay("insight.people.read");
  const teams = useOwnTeams();
  return (
    <PageFrame
      title={teams ?? t(everybody ? "department.title" : "department.own")}
      intro={teams ? t("department.teamIntro") : everybody ? undefined : t("department.ownIntro")}
      wide
    >
      <FilterBar />
      <Cards questions={QUESTIONS} />
      <Arrivals />
    </PageFrame>
  );
}

/** The names of one's own teams, when the page shows just them. */
function useOwnTeams(): string | undefined {
  const { i18n } = useTranslation("insight");
  const { search } = useFilter();
  const me = useMe();
  const own = ownTeams(me).team;
  if (!own || own.join() !== search.team?.join()) return undefined;
  return new Intl.ListFormat(i18n.language).format(me.teams.map((team) => team.name));
}
