import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { paths } from "@/app/paths";
import type { ReportPlan } from "@/lib/api/schema";
import { useMay } from "@/lib/session/session";
import { ButtonLink } from "@/ui/ButtonLink";
import { DataTable } from "@/ui/DataTable";
import { Empty } from "@/ui/Empty";
import { Section } from "@/ui/Section";
import { Time } from "@/ui/Time";
import { plansQuery } from "./queries";
import classes from "./Reports.module.css";

/** What is told again and again: made by hand or by its schedule. */
export function Plans() {
  const { t } = useTranslation("insight");
  const may = useMay("insight.reports.manage");
  const query = useInfiniteQuery(plansQuery);
  const build = (
    <ButtonLink to={paths.reportPlan} params={{ plan: "new" }} variant="default">
      {t("plans.new")}
    </ButtonLink>
  );
  return (
    <Section title={t("plans.title")} intro={t("plans.intro")} actions={may && build}>
      <DataTable
        label={t("plans.title")}
        query={query}
        keyOf={(row) => row.id}
        failure={t("plans.failed")}
        empty={<Empty title={t("plans.none")}>{t("plans.noneText")}</Empty>}
        columns={[
          {
            label: t("reports.name"),
            render: (row) => (
              <Link to={paths.reportPlan} params={{ plan: row.id }} className={classes.title}>
                {row.content.name}
              </Link>
            ),
          },
          { label: t("plans.kind"), render: (row) => t(`plans.kindIs.${row.content.kind}`) },
          { label: t("plans.cadence"), render: (row) => t(`plans.cadenceIs.${row.content.cadence}`) },
          { label: t("plans.next"), render: (row) => <Next plan={row} /> },
          { label: t("plans.to"), render: (row) => row.content.schedule?.recipients.join(", ") || "–" },
        ]}
      />
    </Section>
  );
}

/** When the next report is made by itself. */
export function Next({ plan }: { plan: ReportPlan }) {
  const { t } = useTranslation("insight");
  if (!plan.next_at) return <>{t("plans.byHand")}</>;
  return <Time at={plan.next_at} as="full" />;
}
