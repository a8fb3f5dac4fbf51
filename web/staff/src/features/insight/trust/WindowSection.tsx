import { Button, Group, NumberInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/api/client";
import type { InsightSettings } from "@/lib/api/schema";
import { useReading } from "@/lib/session/reading";
import { useMay } from "@/lib/session/session";
import { count } from "@/lib/time/format";
import { DataTable } from "@/ui/DataTable";
import { Mark } from "@/ui/Mark";
import { onePage } from "@/ui/onePage";
import { Section } from "@/ui/Section";
import { useSave } from "@/ui/useSave";
import { useFilter } from "../filter/useFilter";
import { share } from "../numbers/format";
import { insightSettingsQuery, windowQuery } from "../queries";

/** The windows that tell how much hangs on it; the others lie between. */
const TELLING = [1, 2, 3, 5, 7, 10, 14, 21, 30];

/** How much first contact resolution hangs on its window, and which window it is. */
export function WindowSection() {
  const { t } = useTranslation("insight");
  const { locale } = useReading();
  const { filter } = useFilter();
  const settings = useQuery(insightSettingsQuery).data;
  const query = useQuery(windowQuery(filter));
  const rows = query.data?.filter(
    ({ window_days, whole }) =>
      whole > 0 && (TELLING.includes(window_days) || window_days === settings?.window_days),
  );
  const may = useMay("insight.settings.manage");
  return (
    <Section title={t("window.title")} intro={t("window.intro")}>
      <DataTable
        label={t("window.title")}
        query={onePage(query, rows)}
        keyOf={(row) => String(row.window_days)}
        failure={t("figure.failed")}
        empty={<p>{t("window.none")}</p>}
        columns={[
          {
            label: t("window.window"),
            render: (row) => (
              <>
                {t("window.days", { count: row.window_days })}{" "}
                {row.window_days === settings?.window_days && <Mark tone="info">{t("window.inUse")}</Mark>}
              </>
            ),
          },
          {
            label: t("parts.value"),
            number: true,
            render: (row) => (row.whole === 0 ? "–" : share(row.part / row.whole, locale)),
          },
          { label: t("figure.samples"), number: true, render: (row) => count(row.whole, locale) },
        ]}
      />
      {may && settings && <WindowForm key={settings.version} settings={settings} />}
    </Section>
  );
}

function WindowForm({ settings }: { settings: InsightSettings }) {
  const { t } = useTranslation("insight");
  const [days, setDays] = useState<number | string>(settings.window_days);
  const save = useSave({
    save: () =>
      unwrap<InsightSettings>(
        api.PATCH("/api/v1/insight/settings", {
          body: { window_days: Number(days), version: settings.version },
        }),
      ),
    refresh: [["insight"]],
    said: t("window.saved"),
    loud: true,
  });
  return (
    <Group mt="sm" align="end" gap="xs">
      <NumberInput label={t("window.set")} min={1} max={30} value={days} onChange={setDays} w={200} />
      <Button
        variant="default"
        loading={save.isPending}
        disabled={Number(days) === settings.window_days || Number(days) < 1}
        onClick={() => save.mutate()}
      >
        {t("window.save")}
      </Button>
    </Group>
  );
}
