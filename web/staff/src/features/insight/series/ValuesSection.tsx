import { Button, Group, NumberInput, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/api/client";
import type { NewSeriesValue, Series, SeriesWritten } from "@/lib/api/schema";
import { useReading } from "@/lib/session/reading";
import { Confirm } from "@/ui/Confirm";
import { DataTable } from "@/ui/DataTable";
import { Section } from "@/ui/Section";
import { useSave } from "@/ui/useSave";
import { ExportLink } from "../numbers/ExportLink";
import { amount, cents } from "../numbers/format";
import { seriesValuesQuery } from "./queries";

interface Props {
  series: Series;
  may: boolean;
}

/** The values of one series, newest first; one is corrected by writing it again. */
export function ValuesSection({ series, may }: Props) {
  const { t } = useTranslation("insight");
  const { locale } = useReading();
  const query = useInfiniteQuery(seriesValuesQuery(series.code));
  const [removed, setRemoved] = useState<NewSeriesValue | null>(null);
  const remove = useSave({
    save: (at: string) =>
      unwrap(
        api.DELETE("/api/v1/insight/series/{code}/values/{at}", {
          params: { path: { code: series.code, at } },
        }),
      ),
    refresh: [["insight"]],
    said: t("series.removed"),
    onDone: () => setRemoved(null),
  });
  const { currency, name } = series.content;
  const shown = (value: number) => (currency ? `${cents(value, locale)} ${currency}` : amount(value, locale));
  return (
    <Section
      title={t("series.valuesOf", { name })}
      actions={<ExportLink table="series" query={{ series: series.code }} />}
    >
      {may && <ValueForm series={series} />}
      <DataTable
        label={t("series.valuesOf", { name })}
        query={query}
        keyOf={(row) => row.at}
        failure={t("series.failed")}
        empty={<p>{t("series.noValues")}</p>}
        columns={[
          { label: t(`series.at.${series.content.every}`), render: (row) => row.at },
          { label: t("parts.value"), number: true, render: (row) => shown(row.value) },
          ...(may
            ? [
                {
                  label: t("goals.actions"),
                  actions: true,
                  render: (row: NewSeriesValue) => (
                    <Button
                      variant="subtle"
                      color="red"
                      size="compact-sm"
                      aria-label={t("goal.removeOf", { name: row.at })}
                      onClick={() => setRemoved(row)}
                    >
                      {t("goal.remove")}
                    </Button>
                  ),
                },
              ]
            : []),
        ]}
      />
      {removed && (
        <Confirm
          title={t("series.removeTitle", { at: removed.at })}
          text={t("series.removeText")}
          action={t("goal.remove")}
          busy={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate(removed.at)}
          onClose={() => setRemoved(null)}
        />
      )}
    </Section>
  );
}

function ValueForm({ series }: { series: Series }) {
  const { t } = useTranslation("insight");
  const form = useForm({ initialValues: { at: "", value: 0 } });
  const put = useSave<typeof form.values, SeriesWritten>({
    save: (value) =>
      unwrap<SeriesWritten>(
        api.PUT("/api/v1/insight/series/{code}/values", {
          params: { path: { code: series.code } },
          body: { values: [value] },
        }),
      ),
    refresh: [["insight"]],
    form: {
      setErrors: (errors) => form.setErrors({ at: errors["values/0/at"], value: errors["values/0/value"] }),
    },
    said: t("series.kept"),
    onDone: () => form.reset(),
  });
  return (
    <form onSubmit={form.onSubmit((values) => put.mutate(values))}>
      <Group mb="sm" align="end" gap="xs">
        <TextInput
          label={t(`series.at.${series.content.every}`)}
          placeholder={series.content.every === "day" ? "2026-03-02" : "2026-03"}
          w={160}
          {...form.getInputProps("at")}
        />
        <NumberInput
          label={t("parts.value")}
          min={0}
          decimalScale={2}
          w={180}
          {...form.getInputProps("value")}
        />
        <Button type="submit" variant="default" loading={put.isPending} disabled={!form.values.at}>
          {t("series.put")}
        </Button>
      </Group>
    </form>
  );
}
