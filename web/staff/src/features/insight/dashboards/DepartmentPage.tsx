import { useTranslation } from "react-i18next";
import { useMay } from "@/lib/session/session";
import { PageFrame } from "@/ui/PageFrame";
import { FilterBar } from "../filter/FilterBar";
import { Arrivals } from "./Arrivals";
import { Cards } from "./Cards";
import { QUESTIONS } from "./ready";

/** The department at a glance, by what one asks of it. */
export function DepartmentPage() {
  const { t } = useTranslation("insight");
  // Whoever may not see other people's figures sees their own.
  const everybody = useMay("insight.people.read");
  return (
    <PageFrame
      title={t(everybody ? "department.title" : "department.own")}
      intro={everybody ? undefined : t("department.ownIntro")}
      wide
    >
      <FilterBar />
      <Cards questions={QUESTIONS} />
      <Arrivals />
    </PageFrame>
  );
}
