import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useReading } from "@/lib/session/reading";
import { DataTable } from "@/ui/DataTable";
import { onePage } from "@/ui/onePage";
import { Section } from "@/ui/Section";
import { HolidayDialog } from "./HolidayDialog";
import { type WholeHoliday, withHoliday } from "./holidays";
import { useHolidayText } from "./useHolidayText";

const THERE = { isPending: false, isError: false, error: null, refetch: () => undefined };

interface Props {
  holidays: WholeHoliday[];
  onChange: (holidays: WholeHoliday[]) => void;
  onImport: () => void;
}

/** The days that differ, as the form holds them. */
export function HolidayTable({ holidays, onChange, onImport }: Props) {
  const { t } = useTranslation("service_levels");
  const { locale } = useReading();
  const text = useHolidayText(locale);
  const [edited, setEdited] = useState<number | "new" | null>(null);
  const rows = holidays.map((holiday, place) => ({ holiday, place }));
  const actions = (
    <div style={{ display: "flex", gap: 8, flexWrap: "wrap" }}>
      <Button variant="default" onClick={onImport}>
        {t("holidays.import")}
      </Button>
      <Button variant="default" onClick={() => setEdited("new")}>
        {t("holidays.add")}
      </Button>
    </div>
  );
  return (
    <Section title={t("holidays.title")} intro={t("holidays.intro")} actions={actions}>
      <DataTable
        label={t("holidays.title")}
        query={onePage(THERE, rows)}
        keyOf={({ place }) => String(place)}
        failure={t("oneFailed")}
        empty={<p>{t("holidays.none")}</p>}
        columns={[
          { label: t("holidays.name"), render: ({ holiday }) => <strong>{holiday.name}</strong> },
          { label: t("holidays.when"), render: ({ holiday }) => text.days(holiday) },
          { label: t("holidays.hours"), render: ({ holiday }) => text.hours(holiday) },
          {
            label: t("actions"),
            actions: true,
            render: ({ holiday, place }) => (
              <>
                <Button
                  variant="subtle"
                  size="compact-sm"
                  aria-label={t("holidays.editOf", { name: holiday.name })}
                  onClick={() => setEdited(place)}
                >
                  {t("holidays.edit")}
                </Button>
                <Button
                  variant="subtle"
                  color="red"
                  size="compact-sm"
                  aria-label={t("holidays.removeOf", { name: holiday.name })}
                  onClick={() => onChange(holidays.filter((_, index) => index !== place))}
                >
                  {t("holidays.remove")}
                </Button>
              </>
            ),
          },
        ]}
      />
      {edited !== null && (
        <HolidayDialog
          holiday={edited === "new" ? null : (holidays[edited] ?? null)}
          onClose={() => setEdited(null)}
          onDone={(holiday) => {
            onChange(withHoliday(holidays, edited === "new" ? null : edited, holiday));
            setEdited(null);
          }}
        />
      )}
    </Section>
  );
}
