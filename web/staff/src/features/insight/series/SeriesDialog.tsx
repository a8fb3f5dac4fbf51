import { Button, Select, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/api/client";
import type { Series } from "@/lib/api/schema";
import { Confirm } from "@/ui/Confirm";
import { FormModal } from "@/ui/FormModal";
import { useSave } from "@/ui/useSave";

interface Props {
  series: Series | null;
  onClose: () => void;
}

/** A series as it shall be; one of one's own can be deleted too. */
export function SeriesDialog({ series, onClose }: Props) {
  const { t } = useTranslation("insight");
  const [removing, setRemoving] = useState(false);
  const form = useForm({
    initialValues: {
      code: series?.code ?? "",
      name: series?.content.name ?? "",
      every: series?.content.every ?? ("month" as const),
      kind: series?.content.kind ?? ("sum" as const),
      currency: series?.content.currency ?? "",
    },
  });
  const save = useSave<typeof form.values, Series>({
    save: ({ code, currency, ...rest }, key) => {
      const content = { ...rest, currency: currency.trim().toUpperCase() || null };
      return series
        ? unwrap<Series>(
            api.PUT("/api/v1/insight/series/{code}", {
              params: { path: { code: series.code } },
              body: { content, version: series.version },
            }),
          )
        : unwrap<Series>(
            api.POST("/api/v1/insight/series", {
              params: { header: { "Idempotency-Key": key } },
              body: { code, content },
            }),
          );
    },
    refresh: [["insight"]],
    form,
    said: t("series.saved"),
    onDone: onClose,
  });
  const remove = useSave({
    save: (code: string) =>
      unwrap(api.DELETE("/api/v1/insight/series/{code}", { params: { path: { code } } })),
    refresh: [["insight"]],
    said: t("series.deleted"),
    onDone: onClose,
  });
  if (series && removing) {
    return (
      <Confirm
        title={t("series.deleteTitle", { name: series.content.name })}
        text={t("series.deleteText")}
        action={t("goal.remove")}
        busy={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate(series.code)}
        onClose={() => setRemoving(false)}
      />
    );
  }
  const fixed = series?.is_built_in ?? false;
  return (
    <FormModal
      title={series ? t("series.change") : t("series.new")}
      onClose={onClose}
      onSubmit={form.onSubmit((values) => save.mutate(values))}
      busy={save.isPending}
      error={save.error}
    >
      <TextInput label={t("series.name")} {...form.getInputProps("name")} />
      {!series && <TextInput label={t("series.code")} {...form.getInputProps("code")} />}
      <Select
        label={t("series.every")}
        allowDeselect={false}
        disabled={(series?.count ?? 0) > 0}
        data={(["day", "month"] as const).map((value) => ({ value, label: t(`series.everyOf.${value}`) }))}
        {...form.getInputProps("every")}
      />
      <Select
        label={t("series.kind")}
        allowDeselect={false}
        disabled={fixed}
        data={(["sum", "level"] as const).map((value) => ({ value, label: t(`series.kindOf.${value}`) }))}
        {...form.getInputProps("kind")}
      />
      <TextInput
        label={t("series.currency")}
        placeholder="EUR"
        disabled={fixed && !series?.content.currency}
        {...form.getInputProps("currency")}
      />
      {series && !fixed && (
        <Button variant="subtle" color="red" onClick={() => setRemoving(true)}>
          {t("series.delete")}
        </Button>
      )}
    </FormModal>
  );
}
