import { Button } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { FigureFilter } from "../filter/search";
import { type ExportQuery, exportAddress } from "./export";

interface Props {
  table: "figures" | "conversations" | "backlog" | "bottlenecks" | "goals" | "alerts" | "actions";
  query?: ExportQuery | FigureFilter;
}

/** Takes a whole table away as a file, with all rows and not only those on the page. */
export function ExportLink({ table, query = {} }: Props) {
  const { t } = useTranslation("insight");
  return (
    <Button
      component="a"
      href={exportAddress(table, query)}
      download
      variant="subtle"
      size="compact-sm"
      leftSection={<IconDownload size={14} aria-hidden="true" />}
    >
      {t("split.export")}
    </Button>
  );
}
