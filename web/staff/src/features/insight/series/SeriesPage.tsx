import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Series } from "@/lib/api/schema";
import { useReading } from "@/lib/session/reading";
import { useMay } from "@/lib/session/session";
import { count } from "@/lib/time/format";
import { DataTable } from "@/ui/DataTable";
import { onePage } from "@/ui/onePage";
import { PageFrame } from "@/ui/PageFrame";
import { seriesQuery } from "./queries";
import { SeriesDialog } from "./SeriesDialog";
import { UploadSection } from "./UploadSection";
import { ValuesSection } from "./ValuesSection";

/** Numbers from elsewhere: what there is, a table to add to it, and the values of one series. */
export function SeriesPage() {
  const { t } = useTranslation("insight");
  const { locale } = useReading();
  const may = useMay("insight.settings.manage");
  const query = useQuery(seriesQuery);
  const [opened, setOpened] = useState<string | null>(null);
  const [edited, setEdited] = useState<Series | "new" | null>(null);
  const shown = query.data?.find((series) => series.code === opened);
  const add = may && <Button onClick={() => setEdited("new")}>{t("series.new")}</Button>;
  return (
    <PageFrame title={t("series.title")} intro={t("series.intro")} actions={add} wide>
      <DataTable
        label={t("series.title")}
        query={onePage(query, query.data)}
        keyOf={(row) => row.code}
        failure={t("series.failed")}
        empty={<p>{t("series.none")}</p>}
        columns={[
          { label: t("series.name"), render: (row) => <strong>{row.content.name}</strong> },
          { label: t("series.code"), render: (row) => <code>{row.code}</code> },
          { label: t("series.every"), render: (row) => t(`series.everyOf.${row.content.every}`) },
          { label: t("series.kind"), render: (row) => t(`series.kindOf.${row.content.kind}`) },
          {
            label: t("series.extent"),
            render: (row) => (row.first ? `${row.first} – ${row.last ?? ""}` : t("series.empty")),
          },
          { label: t("series.count"), number: true, render: (row) => count(row.count, locale) },
          {
            label: t("goals.actions"),
            actions: true,
            render: (row) => (
              <>
                <Button
                  variant="subtle"
                  size="compact-sm"
                  aria-label={t("series.valuesOf", { name: row.content.name })}
                  onClick={() => setOpened(row.code)}
                >
                  {t("series.values")}
                </Button>
                {may && (
                  <Button
                    variant="subtle"
                    size="compact-sm"
                    aria-label={t("goal.changeOf", { name: row.content.name })}
                    onClick={() => setEdited(row)}
                  >
                    {t("goal.edit")}
                  </Button>
                )}
              </>
            ),
          },
        ]}
      />
      {shown && <ValuesSection key={shown.code} series={shown} may={may} />}
      {may && <UploadSection />}
      {edited && <SeriesDialog series={edited === "new" ? null : edited} onClose={() => setEdited(null)} />}
    </PageFrame>
  );
}
