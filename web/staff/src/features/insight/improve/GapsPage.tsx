import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { paths } from "@/app/paths";
import type { TrainingGap } from "@/lib/api/schema";
import { useReading } from "@/lib/session/reading";
import { useMay } from "@/lib/session/session";
import { DataTable } from "@/ui/DataTable";
import { Empty } from "@/ui/Empty";
import { onePage } from "@/ui/onePage";
import { PageFrame } from "@/ui/PageFrame";
import { ActionDialog } from "../actions/ActionDialog";
import { usePartName } from "../filter/choices";
import { FilterBar } from "../filter/FilterBar";
import type { FigureFilter } from "../filter/search";
import { useFilter } from "../filter/useFilter";
import { measureOf } from "../measures/measure";
import { useMeasureText } from "../measures/useMeasureText";
import { ExportLink } from "../numbers/ExportLink";
import { share } from "../numbers/format";
import { trainingGapsQuery } from "../queries";
import classes from "./Improve.module.css";

/** The filter bar narrowed to what a gap is about. */
function narrowedTo(filter: FigureFilter, gap: TrainingGap): FigureFilter {
  return {
    ...filter,
    [gap.by === "team" ? "team" : "agent"]: [gap.part],
    topic: gap.topic ? [gap.topic] : filter.topic,
  };
}

/** Topics on which a team or a person does worse than everybody else, beyond chance. */
export function GapsPage() {
  const { t } = useTranslation("insight");
  const { locale } = useReading();
  const { search, filter } = useFilter();
  const nameOf = usePartName();
  const { write, nameOf: measureName, unitOf } = useMeasureText();
  const may = useMay("insight.actions.manage");
  const query = useQuery(trainingGapsQuery(filter));
  const [acted, setActed] = useState<TrainingGap | null>(null);
  const measure = (gap: TrainingGap) => {
    const unit = unitOf({ metric: gap.metric });
    return measureOf(gap.metric, unit, narrowedTo(filter, gap));
  };
  const { from, to, clock } = filter;
  const bare = (gap: TrainingGap) =>
    measureOf(gap.metric, unitOf({ metric: gap.metric }), { from, to, clock });
  return (
    <PageFrame
      title={t("gaps.title")}
      intro={t("gaps.intro")}
      actions={<ExportLink table="training_gaps" query={filter} />}
      wide
    >
      <FilterBar without={["against"]} />
      <DataTable
        label={t("gaps.title")}
        query={onePage(query, query.data?.gaps)}
        keyOf={(row) => [row.by, row.part, row.topic, row.metric].join()}
        failure={t("gaps.failed")}
        empty={<Empty title={t("gaps.none")}>{t("gaps.noneText")}</Empty>}
        columns={[
          { label: t("gaps.who"), render: (row) => <strong>{nameOf(row.by, row.part)}</strong> },
          { label: t("by.topic"), render: (row) => nameOf("topic", row.topic) },
          {
            label: t("measure.figure"),
            render: (row) => (
              <Link
                to={paths.figure}
                params={{ metric: row.metric }}
                search={{
                  ...search,
                  [row.by === "team" ? "team" : "agent"]: [row.part],
                  topic: row.topic ? [row.topic] : search.topic,
                }}
              >
                {measureName(bare(row))}
              </Link>
            ),
          },
          {
            label: t("gaps.theirs"),
            number: true,
            render: (row) => write(measure(row), row.comparison.after.value),
          },
          {
            label: t("gaps.others"),
            number: true,
            render: (row) => write(measure(row), row.comparison.before.value),
          },
          ...(may
            ? [
                {
                  label: t("goals.actions"),
                  actions: true,
                  render: (row: TrainingGap) => (
                    <Button variant="subtle" size="compact-sm" onClick={() => setActed(row)}>
                      {t("action.create")}
                    </Button>
                  ),
                },
              ]
            : []),
        ]}
      />
      {query.data && (
        <p className={classes.note}>
          {t("gaps.note", {
            compared: query.data.compared,
            fewest: query.data.fewest,
            rate: share(query.data.false_rate, locale),
          })}
        </p>
      )}
      {acted && (
        <ActionDialog
          measure={measure(acted)}
          before={{ from: filter.from, to: filter.to }}
          value={acted.comparison.after.value ?? null}
          origin={{ kind: "training_gap", id: `${acted.part}/${acted.topic}` }}
          onClose={() => setActed(null)}
        />
      )}
    </PageFrame>
  );
}
