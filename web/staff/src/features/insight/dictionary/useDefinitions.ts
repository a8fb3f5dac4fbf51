import { queryOptions, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { MetricEdition, MetricOwner } from "@/lib/api/schema";
import type { Good, Unit } from "../figures/figure";
import { metricsQuery } from "../queries";

/** An entry of the dictionary in the reader's language. */
export interface Entry {
  code: string;
  unit: Unit;
  good: Good;
  name: string;
  formula: string;
  excluded: string;
  version: number;
  /** What it meant from when on, the oldest first. */
  history: readonly MetricEdition[];
  /** Who answers for it, and what is noted beside it. */
  owner: MetricOwner;
}

type Words = Record<string, Pick<Entry, "name" | "formula" | "excluded"> | undefined>;

const germanQuery = queryOptions({
  queryKey: ["words", "insight", "de"],
  queryFn: () => import("./words.de.json").then((file): Words => file.default),
  staleTime: Number.POSITIVE_INFINITY,
});

/** The dictionary: every entry in its order, and each by its code. The server writes English. */
export function useDefinitions(): { entries: Entry[]; entry: (code: string) => Entry | undefined } {
  const { i18n } = useTranslation("insight");
  const metrics = useQuery(metricsQuery).data ?? [];
  const german = useQuery({ ...germanQuery, enabled: i18n.language === "de" }).data;
  const words = i18n.language === "de" ? german : undefined;
  const entries = metrics.map(({ metric: code, unit, good, name, formula, excluded, ...rest }) => ({
    code,
    unit: unit as Unit,
    good: good as Good,
    ...rest,
    ...(words?.[code] ?? { name, formula, excluded }),
  }));
  return { entries, entry: (code) => entries.find((each) => each.code === code) };
}
