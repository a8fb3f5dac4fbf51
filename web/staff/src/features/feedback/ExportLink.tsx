import { useTranslation } from "react-i18next";
import { type TableQuery, tableAddress } from "@/lib/api/tableAddress";
import { TableLink } from "@/ui/TableLink";
import type { AnswersOf, CommentsOf } from "./queries";

interface Props {
  table: "answers" | "comments" | "follow_ups" | "insights";
  query?: TableQuery | AnswersOf | CommentsOf;
}

/** Takes a whole table of what customers said away. */
export function ExportLink({ table, query = {} }: Props) {
  const { t } = useTranslation("feedback");
  return <TableLink address={tableAddress("feedback", table, query)}>{t("export")}</TableLink>;
}
