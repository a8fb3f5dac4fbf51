import { Combobox } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { useLayoutEffect, useRef, useState } from "react";
import { fitness } from "@/lib/keys/fitness";
import type { PickProps } from "./PickMenu";
import classes from "./PickMenu.module.css";
import { usePickStore } from "./pickStore";

/** The list itself; fetched when one is opened for the first time. */
export function PickList(props: PickProps) {
  const { choices, chosen, onPick, onCreate, createLabel, onOpenedChange, several, searchLabel, emptyLabel } =
    props;
  const [query, setQuery] = useState("");
  const combobox = usePickStore();
  const field = useRef<HTMLInputElement>(null);
  // The popover gave the focus away before this list was there to take it.
  useLayoutEffect(() => field.current?.focus({ preventScroll: true }), []);
  const fitting = choices
    .map((choice) => ({ choice, fit: fitness(choice.label, query) }))
    .filter(({ fit }) => fit > 10)
    .sort((a, b) => (query ? b.fit - a.fit : 0))
    .slice(0, 60)
    .map(({ choice }) => choice);
  const typed = query.trim();
  const creatable =
    onCreate && typed && !choices.some((choice) => choice.label.toLowerCase() === typed.toLowerCase());
  const pick = (value: string) => {
    if (value === "\u0000new") onCreate?.(typed);
    else onPick(value);
    setQuery("");
    if (!several) onOpenedChange(false);
  };
  return (
    <Combobox store={combobox} onOptionSubmit={pick} size="sm">
      <Combobox.EventsTarget>
        <input
          ref={field}
          className={classes.search}
          value={query}
          placeholder={searchLabel}
          aria-label={searchLabel}
          data-autofocus
          onChange={(event) => {
            setQuery(event.currentTarget.value);
            combobox.selectFirstOption();
          }}
        />
      </Combobox.EventsTarget>
      {fitting.length === 0 && !creatable ? (
        <p role="status" className={classes.empty}>
          {emptyLabel}
        </p>
      ) : (
        <Combobox.Options className={classes.options} aria-label={searchLabel}>
          {fitting.map((choice) => (
            <Combobox.Option
              key={choice.value}
              value={choice.value}
              active={chosen.includes(choice.value)}
              aria-checked={several ? chosen.includes(choice.value) : undefined}
              className={classes.option}
            >
              {choice.mark}
              <span className={classes.label}>{choice.label}</span>
              {choice.hint && <span className={classes.hint}>{choice.hint}</span>}
              {chosen.includes(choice.value) && <IconCheck size={16} aria-hidden="true" />}
            </Combobox.Option>
          ))}
          {creatable && (
            <Combobox.Option value={"\u0000new"} className={classes.option}>
              <span className={classes.label}>{createLabel?.(typed)}</span>
            </Combobox.Option>
          )}
        </Combobox.Options>
      )}
    </Combobox>
  );
}
