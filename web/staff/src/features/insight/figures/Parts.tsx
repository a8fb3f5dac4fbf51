import { Select, Skeleton } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Section } from "@/ui/Section";
import { useFilter } from "../filter/useFilter";
import { PartsTable } from "./PartsTable";
import { useFigures } from "./useFigures";

const WAYS = ["team", "agent", "channel", "topic", "mailbox", "priority", "weekday", "hour"] as const;

/** The figure by team, by person, by whatever divides it. */
export function Parts({ metric }: { metric: string }) {
  const { t } = useTranslation("insight");
  const { filter } = useFilter();
  const [by, setBy] = useState<string>("team");
  const figures = useFigures([metric], by);
  const lines = figures.data && (figures.data.metrics.get(metric) ?? []);
  return (
    <Section
      title={t("parts.title")}
      actions={
        <Select
          aria-label={t("parts.by")}
          data={WAYS.map((way) => ({ value: way, label: t(`by.${way}`) }))}
          value={by}
          onChange={(value) => value && setBy(value)}
          w={180}
        />
      }
    >
      {!lines || figures.isPlaceholderData ? (
        [0, 1, 2, 3].map((each) => <Skeleton key={each} height={32} my={8} />)
      ) : lines.length === 0 ? (
        <p>{t("split.none")}</p>
      ) : (
        <PartsTable by={by} metric={metric} lines={lines} filter={filter} />
      )}
    </Section>
  );
}
