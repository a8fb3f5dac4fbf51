import { Button, SegmentedControl, Select, TextInput } from "@mantine/core";
import { IconChevronDown, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useReading } from "@/lib/session/reading";
import { PickMenu } from "@/ui/PickMenu";
import { daysText } from "../numbers/format";
import { useChoices } from "./choices";
import classes from "./FilterBar.module.css";
import { isDay, PRESETS } from "./period";
import { AGAINST, CLOCKS, type InsightSearch, NARROWED, type Narrowed, narrowedBy, USUAL } from "./search";
import { useFilter } from "./useFilter";

interface Props {
  /** What this page is about already cannot be narrowed. */
  without?: readonly (Narrowed | "against" | "clock")[];
}

/** One bar for the whole page: which days, compared with what, of whom, in which time. It stands in the address. */
export function FilterBar({ without = [] }: Props) {
  const { t } = useTranslation("insight");
  const { search, change } = useFilter();
  const shown = <T extends Narrowed | "against" | "clock">(field: T) => !without.includes(field);
  return (
    <div role="group" className={classes.bar} aria-label={t("filter.label")}>
      <PeriodFields search={search} onChange={change} />
      {shown("against") && (
        <Select
          aria-label={t("filter.against")}
          data={AGAINST.map((value) => ({ value, label: t(`filter.againstChoice.${value}`) }))}
          value={search.against ?? USUAL.against}
          onChange={(value) => change({ against: value === USUAL.against ? undefined : (value as never) })}
          w={162}
        />
      )}
      {NARROWED.filter(shown).map((field) => (
        <Narrow key={field} field={field} chosen={search[field] ?? []} onChange={change} />
      ))}
      {shown("clock") && (
        <SegmentedControl
          size="xs"
          aria-label={t("filter.clock")}
          data={CLOCKS.map((value) => ({ value, label: t(`filter.clockChoice.${value}`) }))}
          value={search.clock ?? USUAL.clock}
          onChange={(value) => change({ clock: value === USUAL.clock ? undefined : (value as never) })}
        />
      )}
      {narrowedBy(search) > 0 && (
        <Button
          variant="subtle"
          color="gray"
          leftSection={<IconX size={14} />}
          onClick={() => change(Object.fromEntries(NARROWED.map((field) => [field, undefined])))}
        >
          {t("filter.clear")}
        </Button>
      )}
    </div>
  );
}

interface FieldProps {
  onChange: (change: Partial<InsightSearch>) => void;
}

const OWN = "own";

function PeriodFields({ search, onChange }: FieldProps & { search: InsightSearch }) {
  const { t } = useTranslation("insight");
  const { locale } = useReading();
  const { filter } = useFilter();
  const own = Boolean(search.from);
  return (
    <>
      <Select
        aria-label={t("filter.period")}
        data={[
          ...PRESETS.map((value) => ({ value: value as string, label: t(`filter.preset.${value}`) })),
          { value: OWN, label: t("filter.own") },
        ]}
        value={own ? OWN : (search.period ?? USUAL.period)}
        onChange={(value) =>
          value === OWN
            ? onChange({ period: undefined, from: filter.from, to: filter.to })
            : onChange({
                period: value === USUAL.period ? undefined : (value as never),
                from: undefined,
                to: undefined,
              })
        }
        w={138}
      />
      {own ? (
        <OwnDays key={`${filter.from}${filter.to}`} from={filter.from} to={filter.to} onChange={onChange} />
      ) : (
        <span className={classes.days}>{daysText(filter, locale)}</span>
      )}
    </>
  );
}

function OwnDays({ from, to, onChange }: FieldProps & { from: string; to: string }) {
  const { t } = useTranslation("insight");
  const [typed, setTyped] = useState({ from, to });
  const backwards = isDay(typed.from) && isDay(typed.to) && typed.from > typed.to;
  const type = (change: Partial<typeof typed>) => {
    const next = { ...typed, ...change };
    setTyped(next);
    if (isDay(next.from) && isDay(next.to) && next.from <= next.to) onChange({ period: undefined, ...next });
  };
  return (
    <>
      <TextInput
        type="date"
        aria-label={t("filter.from")}
        value={typed.from}
        max={to}
        onChange={(event) => type({ from: event.currentTarget.value })}
      />
      <TextInput
        type="date"
        aria-label={t("filter.to")}
        value={typed.to}
        error={backwards ? t("filter.backwards") : undefined}
        onChange={(event) => type({ to: event.currentTarget.value })}
      />
    </>
  );
}

function Narrow({ field, chosen, onChange }: FieldProps & { field: Narrowed; chosen: string[] }) {
  const { t } = useTranslation("insight");
  const [opened, setOpened] = useState(false);
  const choices = useChoices()[field];
  const names = chosen.map((value) => choices.find((choice) => choice.value === value)?.label ?? "…");
  const pick = (value: string) => {
    const next = chosen.includes(value) ? chosen.filter((each) => each !== value) : [...chosen, value];
    onChange({ [field]: next.length > 0 ? next : undefined });
  };
  return (
    <PickMenu
      choices={choices}
      chosen={chosen}
      onPick={pick}
      opened={opened}
      onOpenedChange={setOpened}
      several
      searchLabel={t(`filter.find.${field}`)}
      emptyLabel={t("filter.nothing")}
    >
      <Button
        variant={chosen.length > 0 ? "light" : "default"}
        fw={400}
        px={10}
        rightSection={<IconChevronDown size={14} aria-hidden="true" />}
        aria-expanded={opened}
        onClick={() => setOpened(!opened)}
      >
        {names.length === 0
          ? t(`filter.all.${field}`)
          : names.length === 1
            ? names[0]
            : t(`filter.several.${field}`, { count: names.length })}
      </Button>
    </PickMenu>
  );
}
