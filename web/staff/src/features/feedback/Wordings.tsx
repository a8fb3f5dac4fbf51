import { Button, Fieldset, NumberInput, Select, Tabs, Textarea, TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { SurveyQuestion } from "@/lib/api/schema";
import { useReading } from "@/lib/session/reading";
import { Mark } from "@/ui/Mark";
import classes from "./Feedback.module.css";
import { Preview } from "./Preview";
import { missing, type PlanValues, withLanguage, withoutLanguage } from "./planForm";
import { SCALES } from "./scores";

/** Languages that can be chosen; others come by the API. */
const LANGUAGES =
  "en de fr es it nl pl pt pt-BR cs sk sl hr hu ro bg el da sv nb fi et lv lt tr uk ru ar he fa hi th vi ko ja zh".split(
    " ",
  );

interface Props {
  form: UseFormReturnType<PlanValues>;
  questions: SurveyQuestion[];
}

/** What customers read, a tab for each language, with what is missing and how it looks. */
export function Wordings({ form, questions }: Props) {
  const { t } = useTranslation("feedback");
  const name = useLanguageNames();
  const { values } = form;
  const languages = Object.keys(values.words).sort((a, b) => name(a).localeCompare(name(b)));
  const [chosen, setChosen] = useState(values.language);
  const shown = values.words[chosen] ? chosen : values.language;
  const faulty = languages.filter((language) =>
    Object.keys(form.errors).some((field) => field.startsWith(`words.${language}.`)),
  );
  return (
    <Fieldset legend={t("editor.words")}>
      <div className={classes.bar}>
        <Select
          label={t("editor.addLanguage")}
          placeholder={t("editor.chooseLanguage")}
          searchable
          value={null}
          data={LANGUAGES.filter((each) => !values.words[each]).map((each) => ({
            value: each,
            label: name(each),
          }))}
          onChange={(language) => {
            if (language) {
              form.setValues(withLanguage(values, language));
              setChosen(language);
            }
          }}
        />
        <Select
          label={t("editor.standIn")}
          allowDeselect={false}
          data={languages.map((each) => ({ value: each, label: name(each) }))}
          {...form.getInputProps("language")}
        />
      </div>
      <p className={classes.quiet}>{t("editor.languagesText")}</p>
      <Tabs value={shown} onChange={(language) => language && setChosen(language)} keepMounted={false}>
        <Tabs.List aria-label={t("editor.languages")}>
          {languages.map((language) => (
            <Tabs.Tab key={language} value={language}>
              {name(language)}{" "}
              {faulty.includes(language) || missing(values, language).length > 0 ? (
                <Mark tone="warn">{t("editor.missing", { count: missing(values, language).length })}</Mark>
              ) : null}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={shown} pt="md">
          <Words form={form} language={shown} />
          {shown !== values.language && (
            <Button
              variant="subtle"
              color="red"
              size="compact-sm"
              mt="sm"
              onClick={() => {
                form.setValues(withoutLanguage(values, shown));
                setChosen(values.language);
              }}
            >
              {t("editor.removeLanguage", { language: name(shown) })}
            </Button>
          )}
          <Preview values={values} language={shown} questions={questions} />
        </Tabs.Panel>
      </Tabs>
    </Fieldset>
  );
}

function Words({ form, language }: { form: UseFormReturnType<PlanValues>; language: string }) {
  const { t } = useTranslation("feedback");
  const { values } = form;
  const scale = SCALES[values.kind];
  const standIn = values.words[values.language];
  const own = (field: keyof NonNullable<typeof standIn>) => ({
    placeholder: language === values.language ? undefined : standIn?.[field],
    lang: language,
    ...form.getInputProps(`words.${language}.${field}`),
  });
  return (
    <div className={classes.panel}>
      <TextInput label={t("editor.subject")} description={t("editor.subjectText")} {...own("subject")} />
      <Textarea label={t("editor.introduction")} autosize {...own("intro")} />
      <TextInput label={t("editor.question")} {...own("question")} />
      <TextInput label={t("editor.low")} {...own("low")} />
      <TextInput label={t("editor.high")} {...own("high")} />
      <TextInput
        label={t("editor.further")}
        description={t("editor.furtherText")}
        lang={language}
        {...form.getInputProps(`further.${language}`)}
        value={values.further[language] ?? ""}
      />
      <NumberInput
        label={t("editor.furtherAtMost")}
        min={scale[0] ?? 0}
        max={10}
        {...form.getInputProps("furtherAtMost")}
      />
      <Textarea label={t("editor.thanks")} autosize {...own("thanks")} />
      <Textarea label={t("editor.reminder")} autosize {...own("reminder")} />
    </div>
  );
}

/** Names of languages in the reader's language. */
function useLanguageNames(): (language: string) => string {
  const { locale } = useReading();
  const names = new Intl.DisplayNames([locale], { type: "language" });
  return (language) => names.of(language) ?? language;
}
