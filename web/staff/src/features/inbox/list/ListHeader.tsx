import { ActionIcon, Menu } from "@mantine/core";
import { IconArrowsSort, IconCheck, IconFilter, IconMenu2, IconX } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { paths } from "@/app/paths";
import type { Priority, Status } from "@/lib/api/types";
import { type Choice, PickMenu } from "@/ui/PickMenu";
import { usePeople, usePriorityChoices, useTagChoices, useTopics } from "../properties/choices";
import { StatusMark } from "../StatusMark";
import { type Filters, filterCount, SORTS, STATUSES } from "./filters";
import classes from "./ListHeader.module.css";
import { ViewMenu } from "./ViewMenu";

interface Props {
  title: string;
  view: string;
  filters: Filters;
  onRail: () => void;
}

/** The name of the view, what narrows it, and its order. */
export function ListHeader({ title, view, filters, onRail }: Props) {
  const { t } = useTranslation("inbox");
  const navigate = useNavigate();
  const set = (change: Partial<Filters>) =>
    void navigate({ to: paths.inbox, params: { view }, search: { ...filters, ...change } });
  const sort = filters.sort ?? "newest";
  // A saved view is a search, and a search puts the best first.
  const isSearch = view.startsWith("view_");
  return (
    <>
      <header className={classes.header}>
        <ActionIcon className={classes.rail} onClick={onRail} aria-label={t("rail.open")}>
          <IconMenu2 size={18} />
        </ActionIcon>
        <h1 className={classes.title}>{title}</h1>
        {isSearch && <ViewMenu view={view} />}
        <FilterMenu filters={filters} onChange={set} />
        {!isSearch && (
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon aria-label={t("sort.label")}>
                <IconArrowsSort size={18} stroke={1.6} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown data-keys="own">
              <Menu.Label>{t("sort.label")}</Menu.Label>
              {SORTS.map((each) => (
                <Menu.Item
                  key={each}
                  role="menuitemradio"
                  aria-checked={each === sort}
                  rightSection={each === sort ? <IconCheck size={16} /> : null}
                  onClick={() => set({ sort: each === "newest" ? undefined : each })}
                >
                  {t(`sort.${each}`)}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        )}
      </header>
      {filterCount(filters) > 0 && <FilterChips filters={filters} onChange={set} />}
    </>
  );
}

type Field = "status" | "priority" | "tag" | "topic" | "assignee";
const FIELDS = ["status", "priority", "assignee", "topic", "tag"] as const satisfies Field[];

interface FilterProps {
  filters: Filters;
  onChange: (change: Partial<Filters>) => void;
}

function useFilterChoices(): Record<Field, Choice[]> {
  const { t } = useTranslation("inbox");
  return {
    status: STATUSES.map((status: Status) => ({
      value: status,
      label: t(`status.${status}`),
      mark: <StatusMark status={status} label={false} />,
    })),
    priority: usePriorityChoices(),
    assignee: usePeople().choices.slice(0, -1),
    topic: useTopics().choices.slice(0, -1),
    tag: useTagChoices(),
  };
}

/** One list for all filters: "Status: Pending" is found by typing "pend". */
function FilterMenu({ filters, onChange }: FilterProps) {
  const { t } = useTranslation("inbox");
  const [opened, setOpened] = useState(false);
  const byField = useFilterChoices();
  const choices = FIELDS.flatMap((field) =>
    byField[field].map((choice) => ({
      ...choice,
      value: `${field}:${choice.value}`,
      hint: t(`filter.${field}`),
    })),
  );
  const chosen = FIELDS.flatMap((field) => (filters[field] ? [`${field}:${filters[field]}`] : []));
  const pick = (value: string) => {
    const [field, ...rest] = value.split(":");
    const known = FIELDS.find((each) => each === field);
    if (!known) return;
    const wanted = rest.join(":") as Status & Priority;
    onChange({ [known]: filters[known] === wanted ? undefined : wanted });
  };
  return (
    <PickMenu
      choices={choices}
      chosen={chosen}
      onPick={pick}
      opened={opened}
      onOpenedChange={setOpened}
      searchLabel={t("filter.search")}
      emptyLabel={t("pick.nothing")}
    >
      <ActionIcon
        aria-label={t("filter.label")}
        data-active={chosen.length > 0 || undefined}
        className={classes.filter}
        onClick={() => setOpened(!opened)}
      >
        <IconFilter size={18} stroke={1.6} />
      </ActionIcon>
    </PickMenu>
  );
}

function FilterChips({ filters, onChange }: FilterProps) {
  const { t } = useTranslation("inbox");
  const byField = useFilterChoices();
  return (
    <ul className={classes.chips} aria-label={t("filter.label")}>
      {FIELDS.filter((field) => filters[field]).map((field) => {
        const label =
          byField[field].find((choice) => choice.value === filters[field])?.label ?? filters[field];
        return (
          <li key={field}>
            <button
              type="button"
              className={classes.chip}
              onClick={() => onChange({ [field]: undefined })}
              aria-label={t("filter.remove", { filter: `${t(`filter.${field}`)}: ${label}` })}
            >
              <span className={classes.chipField}>{t(`filter.${field}`)}</span> {label}
              <IconX size={12} />
            </button>
          </li>
        );
      })}
    </ul>
  );
}
