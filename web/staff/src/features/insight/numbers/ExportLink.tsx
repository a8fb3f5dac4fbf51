import { useTranslation } from "react-i18next";
import { type TableQuery, tableAddress } from "@/lib/api/tableAddress";
import { TableLink } from "@/ui/TableLink";
import type { FigureFilter } from "../filter/search";

interface Props {
  table:
    | "figures"
    | "conversations"
    | "distribution"
    | "explanation"
    | "comparison"
    | "control_chart"
    | "training_gaps"
    | "bottlenecks"
    | "bottleneck_hours"
    | "backlog"
    | "live"
    | "goals"
    | "alerts"
    | "actions"
    | "series"
    | "views";
  query?: TableQuery | FigureFilter;
}

/** Takes a whole table of figures away. */
export function ExportLink({ table, query = {} }: Props) {
  const { t } = useTranslation("insight");
  return <TableLink address={tableAddress("insight", table, query)}>{t("split.export")}</TableLink>;
}
