import { IconSearch, IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { peopleQuery, tagsQuery, teamsQuery, topicsQuery } from "../queries";
import classes from "./SearchField.module.css";
import { accept, filterWords, type Suggestion, suggest } from "./suggest";

interface Props {
  value: string;
  onSearch: (query: string) => void;
}

/** The search language with suggestions for its filters. Searches at Enter and when the typing pauses. */
export function SearchField({ value, onSearch }: Props) {
  const { t } = useTranslation("inbox");
  const [text, setText] = useState(value);
  const [cursor, setCursor] = useState(value.length);
  const [focused, setFocused] = useState(false);
  const [active, setActive] = useState(-1);
  const input = useRef<HTMLInputElement>(null);
  const words = useFilterWords();
  const suggestions = focused ? suggest(text, cursor, words) : [];
  useSearchAfterPause(text, value, onSearch);
  useEffect(() => {
    setText((before) => (before.trim() === value ? before : value));
  }, [value]);
  const take = (suggestion: Suggestion) => {
    const next = accept(text, cursor, suggestion);
    setText(next.query);
    setCursor(next.cursor);
    setActive(-1);
    requestAnimationFrame(() => input.current?.setSelectionRange(next.cursor, next.cursor));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      setActive(Math.max(-1, Math.min(suggestions.length - 1, active + step)));
    }
    const chosen = suggestions[active] ?? (event.key === "Tab" && text !== "" ? suggestions[0] : undefined);
    if ((event.key === "Tab" || event.key === "Enter") && chosen) {
      event.preventDefault();
      take(chosen);
    } else if (event.key === "Enter") {
      onSearch(text.trim());
      input.current?.blur();
    }
    if (event.key === "Escape") input.current?.blur();
  };
  return (
    <div className={classes.field}>
      <IconSearch size={20} stroke={1.6} aria-hidden="true" />
      <input
        ref={input}
        className={classes.input}
        value={text}
        // biome-ignore lint/a11y/noAutofocus: one comes to this page to type
        autoFocus={value === ""}
        role="combobox"
        aria-label={t("search.label")}
        aria-expanded={suggestions.length > 0}
        aria-controls="search-suggestions"
        aria-activedescendant={active >= 0 ? `search-suggestion-${active}` : undefined}
        placeholder={t("search.placeholder")}
        spellCheck={false}
        autoComplete="off"
        onFocus={() => setFocused(true)}
        onBlur={() => setFocused(false)}
        onKeyDown={onKeyDown}
        onSelect={(event) => setCursor(event.currentTarget.selectionStart ?? 0)}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setCursor(event.currentTarget.selectionStart ?? 0);
          setActive(-1);
        }}
        data-search
      />
      {text && (
        <button
          type="button"
          className={classes.clear}
          aria-label={t("search.clear")}
          onClick={() => {
            setText("");
            onSearch("");
            input.current?.focus();
          }}
        >
          <IconX size={16} />
        </button>
      )}
      {suggestions.length > 0 && (
        <div
          id="search-suggestions"
          role="listbox"
          aria-label={t("search.suggestions")}
          className={classes.suggestions}
        >
          {suggestions.map((each, index) => (
            <div
              key={each.insert}
              id={`search-suggestion-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === active}
              className={classes.suggestion}
              onMouseDown={(event) => {
                event.preventDefault();
                take(each);
              }}
            >
              {each.insert}
            </div>
          ))}
        </div>
      )}
    </div>
  );
}

function useFilterWords() {
  const tags = useQuery(tagsQuery).data?.items ?? [];
  const teams = useQuery(teamsQuery).data?.items ?? [];
  const topics = useQuery(topicsQuery).data?.items ?? [];
  const people = useQuery(peopleQuery).data?.items ?? [];
  return filterWords({
    tags: tags.map((each) => each.name),
    teams: teams.map((each) => each.name),
    topics: topics.map((each) => each.name),
    people: people.map((each) => each.name),
  });
}

function useSearchAfterPause(text: string, value: string, onSearch: (query: string) => void): void {
  const latest = useRef(onSearch);
  latest.current = onSearch;
  useEffect(() => {
    // A filter without its value is not a question yet.
    if (text.trim() === value || /[:<>]$/.test(text)) return;
    const timer = window.setTimeout(() => latest.current(text.trim()), 250);
    return () => window.clearTimeout(timer);
  }, [text, value]);
}
