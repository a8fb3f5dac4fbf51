import { Button, MultiSelect, Select, Switch, Textarea, TextInput } from "@mantine/core";
import { IconFilter } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ReportElement } from "@/lib/api/schema";
import { useDefinitions } from "../../dictionary/useDefinitions";
import classes from "./Builder.module.css";
import { NO_FILTER, narrowedBy, SPLITS, STEPS, turned, WHATS, type What } from "./elements";
import { FilterFields } from "./FilterFields";
import { useElementName } from "./useElementName";

interface Props {
  element: ReportElement;
  onChange: (element: ReportElement) => void;
}

/** An element as one sentence: what is shown, of which figures, how divided, of what. */
export function Sentence({ element, onChange }: Props) {
  const { t } = useTranslation("insight");
  const name = useElementName()(element);
  return (
    <fieldset className={classes.sentence}>
      <legend className={classes.hidden}>{name}</legend>
      <span>{t("builder.show")}</span>
      <Select
        aria-label={t("builder.what")}
        data={WHATS.map((value) => ({ value, label: t(`builder.whatIs.${value}`) }))}
        value={element.what}
        allowDeselect={false}
        w={190}
        onChange={(what) => what && onChange(turned(element, what as What))}
      />
      <Subject element={element} onChange={onChange} />
      {"filter" in element && <Narrowing of={name} element={element} onChange={onChange} />}
    </fieldset>
  );
}

function Subject({ element, onChange }: Props) {
  const { t } = useTranslation("insight");
  switch (element.what) {
    case "figures":
      return <Metrics chosen={element.metrics} onChange={(metrics) => onChange({ ...element, metrics })} />;
    case "parts":
      return (
        <>
          <Metrics chosen={element.metrics} onChange={(metrics) => onChange({ ...element, metrics })} />
          <Word label={t("builder.by")}>
            <Select
              aria-label={t("parts.by")}
              data={SPLITS.map((value) => ({ value, label: t(`by.${value}`) }))}
              value={element.by}
              allowDeselect={false}
              w={140}
              onChange={(by) => by && onChange({ ...element, by: by as typeof element.by })}
            />
          </Word>
        </>
      );
    case "trend":
      return (
        <>
          <Metric chosen={element.metric} onChange={(metric) => onChange({ ...element, metric })} />
          <Word label={t("builder.every")}>
            <Select
              aria-label={t("builder.step")}
              data={STEPS.map((value) => ({ value, label: t(`builder.stepIs.${value}`) }))}
              value={element.by}
              allowDeselect={false}
              w={120}
              onChange={(by) => by && onChange({ ...element, by: by as typeof element.by })}
            />
          </Word>
          <Switch
            size="sm"
            label={t("builder.target")}
            checked={element.target ?? false}
            onChange={(event) => onChange({ ...element, target: event.currentTarget.checked })}
          />
        </>
      );
    case "why":
      return <Metric chosen={element.metric} onChange={(metric) => onChange({ ...element, metric })} />;
    case "text":
      return <OwnWords element={element} onChange={onChange} />;
    case "actions":
    case "quotes":
      return null;
  }
}

function Word({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <span>{label}</span>
      {children}
    </>
  );
}

function Metric({ chosen, onChange }: { chosen: string; onChange: (metric: string) => void }) {
  const { t } = useTranslation("insight");
  const { entries } = useDefinitions();
  return (
    <Select
      aria-label={t("measure.figure")}
      data={entries.map(({ code, name }) => ({ value: code, label: name }))}
      value={chosen}
      searchable
      allowDeselect={false}
      w={240}
      onChange={(metric) => metric && onChange(metric)}
    />
  );
}

function Metrics({ chosen, onChange }: { chosen: string[]; onChange: (metrics: string[]) => void }) {
  const { t } = useTranslation("insight");
  const { entries } = useDefinitions();
  return (
    <MultiSelect
      aria-label={t("builder.figures")}
      data={entries.map(({ code, name }) => ({ value: code, label: name }))}
      value={chosen}
      searchable
      hidePickedOptions
      maxValues={12}
      error={chosen.length === 0 ? t("builder.figureMissing") : undefined}
      className={classes.metrics}
      onChange={onChange}
    />
  );
}

function OwnWords({ element, onChange }: Props) {
  const { t } = useTranslation("insight");
  if (element.what !== "text") return null;
  return (
    <div className={classes.text}>
      <TextInput
        aria-label={t("builder.heading")}
        placeholder={t("builder.heading")}
        value={element.heading}
        onChange={(event) => onChange({ ...element, heading: event.currentTarget.value })}
      />
      <Textarea
        aria-label={t("builder.text")}
        placeholder={t("builder.text")}
        autosize
        minRows={2}
        value={element.text}
        onChange={(event) => onChange({ ...element, text: event.currentTarget.value })}
      />
    </div>
  );
}

type Narrowable = Extract<ReportElement, { filter?: unknown }>;

function Narrowing({
  of,
  element,
  onChange,
}: {
  of: string;
  element: Narrowable;
  onChange: Props["onChange"];
}) {
  const { t } = useTranslation("insight");
  const filter = element.filter ?? NO_FILTER;
  const [opened, setOpened] = useState(narrowedBy(filter) > 0);
  if (!opened) {
    return (
      <Button
        variant="subtle"
        color="gray"
        leftSection={<IconFilter size={14} aria-hidden="true" />}
        aria-label={`${of}: ${t("builder.only")}`}
        onClick={() => setOpened(true)}
      >
        {t("builder.only")}
      </Button>
    );
  }
  return (
    <Word label={t("builder.of")}>
      <FilterFields of={of} filter={filter} onChange={(next) => onChange({ ...element, filter: next })} />
    </Word>
  );
}
