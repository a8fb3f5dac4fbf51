import { Button, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "@/lib/api/client";
import type { Report } from "@/lib/api/schema";
import { wordsFrom } from "@/ui/clash/fieldWords";
import { SaveTrouble } from "@/ui/clash/SaveTrouble";
import { useClash } from "@/ui/clash/useClash";
import { useSave } from "@/ui/useSave";
import { MoveList } from "../../moving/MoveList";
import { REPORTS, reportQuery } from "../queries";
import { reportOf } from "../report";
import { DraftButtons } from "./DraftButtons";
import classes from "./Editor.module.css";
import { SectionEditor } from "./SectionEditor";
import { type ReportWords, sectionsOf, wordsOf } from "./words";

/** The words of a draft: headings, texts, order, and what is left out. The figures below them stay as they were counted. */
export function DraftForm({ report }: { report: Report }) {
  const { t } = useTranslation("insight");
  const queries = useQueryClient();
  const form = useForm<ReportWords>({ initialValues: wordsOf(report) });
  const nameOf = (key: string) => form.values.heading[key] ?? key;
  const editing = useClash({ thing: report, valuesOf: wordsOf, form, words: useFieldWords(report) });
  const { key, one } = { key: REPORTS, one: reportQuery(report.id).queryKey };
  const save = useSave({
    save: (values: ReportWords) =>
      reportOf(
        api.PUT("/api/v1/insight/reports/{id}", {
          params: { path: { id: report.id } },
          body: { name: values.name.trim(), sections: sectionsOf(values), version: editing.version },
        }),
      ),
    refresh: [key],
    form: { setErrors: (errors) => form.setErrors(placed(errors, form.values.order)) },
    said: t("reports.saved"),
    onDone: (saved) => {
      queries.setQueryData(one, saved);
      editing.saved(saved);
      form.setValues(wordsOf(saved));
      form.resetDirty(wordsOf(saved));
    },
  });
  const sections = new Map(report.sections.map((section) => [section.key, section]));
  return (
    <form onSubmit={form.onSubmit((values) => save.mutate(values))} noValidate>
      <div className={classes.bar}>
        <TextInput label={t("reports.name")} className={classes.name} {...form.getInputProps("name")} />
        <Button type="submit" loading={save.isPending} disabled={!form.isDirty() || editing.undecided}>
          {t("reports.save")}
        </Button>
        <DraftButtons report={report} dirty={form.isDirty()} />
      </div>
      <SaveTrouble error={save.error} editing={editing} />
      <MoveList
        items={form.values.order}
        keyOf={(each) => each}
        nameOf={nameOf}
        onChange={(order) => form.setFieldValue("order", order)}
        className={classes.sections}
        itemClassName={classes.section}
        render={(each, handles) => {
          const section = sections.get(each);
          return (
            section && (
              <SectionEditor section={section} form={form} handles={handles} language={report.language} />
            )
          );
        }}
      />
    </form>
  );
}

function useFieldWords(report: Report) {
  const { t } = useTranslation("insight");
  const heading = (key: string) => report.sections.find((section) => section.key === key)?.heading ?? key;
  const named = wordsFrom({
    name: { label: t("reports.name") },
    order: {
      label: t("reports.order"),
      text: (order) => (Array.isArray(order) ? order.map((key) => heading(String(key))).join(", ") : ""),
    },
  });
  return (path: string) => {
    const [field, key = ""] = path.split(".");
    if (field === "heading") return { label: t("reports.headingOf", { name: heading(key) }) };
    if (field === "text") return { label: t("reports.textOf", { name: heading(key) }) };
    if (field === "hidden") return { label: t("reports.hiddenOf", { name: heading(key) }) };
    return named(path);
  };
}

/** The server names faults by the place of a section, the form has them by its key. */
function placed(errors: Record<string, string>, order: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    Object.entries(errors).map(([field, text]) => {
      const [, place, name] = /^sections[./](\d+)[./](\w+)$/.exec(field) ?? [];
      return [place && name ? `${name}.${order[Number(place)]}` : field, text];
    }),
  );
}
