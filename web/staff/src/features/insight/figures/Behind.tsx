import { SegmentedControl } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useReading } from "@/lib/session/reading";
import { DataTable } from "@/ui/DataTable";
import { Mark } from "@/ui/Mark";
import { Time } from "@/ui/Time";
import { usePartName } from "../filter/choices";
import { useFilter } from "../filter/useFilter";
import { duration } from "../numbers/format";
import { type FigureSample, samplesQuery } from "../queries";
import { ConversationLink, useConversations } from "./ConversationLink";
import type { Unit } from "./figure";

const ONLY = ["all", "part", "rest", "excluded"] as const;
type Only = (typeof ONLY)[number];

interface Props {
  metric: string;
  unit: Unit;
  /** It rates us: scores are shown, and some may have been left out. */
  rated?: boolean;
  /** Which of them are shown first. */
  first?: Only;
}

/** The conversations that a figure was counted from, newest first. */
export function Behind({ metric, unit, rated = false, first = "all" }: Props) {
  const { t } = useTranslation("insight");
  const { locale } = useReading();
  const { filter } = useFilter();
  const nameOf = usePartName();
  const [only, setOnly] = useState<Only>(first);
  const query = useInfiniteQuery(samplesQuery({ ...filter, metric, only }));
  const conversations = useConversations(
    (query.data?.pages ?? []).map((page) => page.items.map((row) => row.conversation)),
  );
  return (
    <>
      {(unit === "share" || unit === "points" || rated) && (
        <SegmentedControl
          size="xs"
          mb="xs"
          aria-label={t("behind.only")}
          data={ONLY.filter((value) => rated || value !== "excluded").map((value) => ({
            value,
            label: t(`behind.which.${value}`),
          }))}
          value={only}
          onChange={(value) => setOnly(value as Only)}
        />
      )}
      <DataTable
        label={t("behind.title")}
        query={query}
        keyOf={(row) => `${row.conversation}${row.at}`}
        failure={t("behind.failed")}
        empty={<p>{t("behind.none")}</p>}
        columns={[
          {
            label: t("behind.conversation"),
            render: (row) => (
              <ConversationLink
                id={row.conversation}
                number={row.number}
                row={conversations.get(row.conversation)}
              />
            ),
          },
          { label: t("by.topic"), render: (row) => nameOf("topic", row.topic ?? "") },
          { label: t("by.team"), render: (row) => nameOf("team", row.team ?? "") },
          { label: t("by.agent"), render: (row) => nameOf("agent", row.person ?? "") },
          { label: t("behind.at"), render: (row) => <Time at={row.at} as="full" /> },
          ...(rated
            ? [{ label: t("behind.score"), number: true, render: (row: FigureSample) => row.score ?? "–" }]
            : []),
          ...(unit === "count"
            ? []
            : [
                {
                  label: t("behind.value"),
                  number: unit === "duration",
                  render: (row: FigureSample) =>
                    unit === "duration" ? (
                      duration(row.seconds ?? 0, locale, filter.clock)
                    ) : (
                      <Mark tone={row.counts ? "info" : "quiet"}>
                        {t(row.counts ? "behind.yes" : "behind.no")}
                      </Mark>
                    ),
                },
              ]),
        ]}
      />
    </>
  );
}
