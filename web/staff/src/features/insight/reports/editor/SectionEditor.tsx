import { Button, Switch, Textarea, TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Report, ReportSection } from "@/lib/api/schema";
import { Blocks } from "../blocks/BlockView";
import { localeOf } from "../locale";
import classes from "./Editor.module.css";
import { differs, type ReportWords } from "./words";

interface Props {
  section: ReportSection;
  form: UseFormReturnType<ReportWords>;
  /** The buttons that move it. */
  handles: ReactNode;
  language: Report["language"];
}

/** One section: its heading, the words above its figures, and whether it is printed. */
export function SectionEditor({ section, form, handles, language }: Props) {
  const { t } = useTranslation("insight");
  const { key, written, blocks } = section;
  const hidden = form.values.hidden[key] ?? false;
  const text = form.values.text[key] ?? "";
  const name = form.values.heading[key] ?? key;
  return (
    <section aria-label={name} data-hidden={hidden || undefined}>
      <div className={classes.head}>
        <TextInput
          aria-label={t("reports.headingOf", { name })}
          className={classes.heading}
          lang={language}
          {...form.getInputProps(`heading.${key}`)}
        />
        <Switch
          size="sm"
          label={t("reports.shown")}
          aria-label={t("reports.shownOf", { name })}
          checked={!hidden}
          onChange={(event) => form.setFieldValue(`hidden.${key}`, !event.currentTarget.checked)}
        />
        {handles}
      </div>
      {!hidden && (
        <>
          <Textarea
            aria-label={t("reports.textOf", { name })}
            autosize
            minRows={2}
            maxRows={24}
            lang={language}
            {...form.getInputProps(`text.${key}`)}
          />
          {differs(text, written) && (
            <Written
              written={written}
              language={language}
              onTake={() => form.setFieldValue(`text.${key}`, written)}
            />
          )}
          <div lang={language}>
            <Blocks blocks={blocks} locale={localeOf(language)} />
          </div>
        </>
      )}
    </section>
  );
}

interface WrittenProps {
  written: string;
  language: Report["language"];
  onTake: () => void;
}

/** What the data say, where somebody wrote something else. */
function Written({ written, language, onTake }: WrittenProps) {
  const { t } = useTranslation("insight");
  return (
    <aside className={classes.written} aria-label={t("reports.written")}>
      <p className={classes.label}>{t("reports.written")}</p>
      <p lang={language} className={classes.words}>
        {written}
      </p>
      <Button variant="subtle" size="compact-sm" onClick={onTake}>
        {t("reports.take")}
      </Button>
    </aside>
  );
}
