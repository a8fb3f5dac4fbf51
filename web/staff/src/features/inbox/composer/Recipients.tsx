import { IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type ClipboardEvent, type KeyboardEvent, useDeferredValue, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/api/client";
import type { Address, Contact, ListOf } from "@/lib/api/types";
import { addAddresses, readAddresses } from "./addresses";
import classes from "./Recipients.module.css";

interface Props {
  label: string;
  value: Address[];
  onChange: (value: Address[]) => void;
  error?: string | null;
  autoFocus?: boolean;
}

const suggestionsQuery = (q: string) => ({
  queryKey: ["customers", "suggest", q],
  queryFn: () =>
    unwrap<ListOf<Contact>>(api.GET("/api/v1/customers/contacts", { params: { query: { q, limit: 6 } } })),
  enabled: q.length >= 2,
});

/** Addresses as chips; what is typed becomes a chip at Enter, comma or when the field is left. */
export function Recipients({ label, value, onChange, error, autoFocus }: Props) {
  const { t } = useTranslation("inbox");
  const [text, setText] = useState("");
  const [active, setActive] = useState(0);
  const id = useId();
  const suggestions = useSuggestions(useDeferredValue(text.trim()), value);
  const open = text.trim().length >= 2 && suggestions.length > 0;
  const add = (more: Address[], rest = "") => {
    onChange(addAddresses(value, more));
    setText(rest);
    setActive(0);
  };
  const take = () => {
    const { found, rest } = readAddresses(text);
    if (found.length > 0 || rest !== text) add(found, rest);
    return found.length > 0;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Backspace" && text === "" && value.length > 0) onChange(value.slice(0, -1));
    if (open && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      setActive((active + step + suggestions.length) % suggestions.length);
    }
    if (event.key === "Escape" && text) {
      event.stopPropagation();
      setText("");
    }
    if (!["Enter", ",", ";", "Tab"].includes(event.key) || !text.trim()) return;
    if (event.metaKey || event.ctrlKey) return;
    const suggestion = suggestions[active];
    if (event.key !== "Tab") event.preventDefault();
    if (!take() && open && suggestion) add([suggestion]);
  };
  const onPaste = (event: ClipboardEvent) => {
    const { found, rest } = readAddresses(event.clipboardData.getData("text"));
    if (found.length === 0) return;
    event.preventDefault();
    add(found, rest);
  };
  return (
    <div className={classes.field} data-error={error ? true : undefined}>
      <label htmlFor={id} className={classes.label}>
        {label}
      </label>
      <div className={classes.chips}>
        {value.map((each) => (
          <span key={each.address} className={classes.chip} title={each.address}>
            <span className={classes.chipText}>
              {each.name ? `${each.name} · ${each.address}` : each.address}
            </span>
            <button
              type="button"
              className={classes.remove}
              aria-label={t("composer.removeRecipient", { address: each.address })}
              onClick={() => onChange(value.filter((other) => other !== each))}
            >
              <IconX size={12} />
            </button>
          </span>
        ))}
        <input
          id={id}
          className={classes.input}
          value={text}
          data-autofocus={autoFocus || undefined}
          autoComplete="off"
          spellCheck={false}
          role="combobox"
          aria-expanded={open}
          aria-controls={`${id}-list`}
          aria-activedescendant={open ? `${id}-${active}` : undefined}
          aria-invalid={error ? true : undefined}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
          onBlur={take}
        />
        {open && (
          <div id={`${id}-list`} role="listbox" aria-label={label} className={classes.suggestions}>
            {suggestions.map((each, index) => (
              <div
                key={each.address}
                id={`${id}-${index}`}
                role="option"
                tabIndex={-1}
                aria-selected={index === active}
                className={classes.suggestion}
                onMouseDown={(event) => {
                  event.preventDefault();
                  add([each]);
                }}
              >
                <span>{each.name}</span> <span className={classes.address}>{each.address}</span>
              </div>
            ))}
          </div>
        )}
      </div>
      {error && <div className={classes.error}>{error}</div>}
    </div>
  );
}

function useSuggestions(q: string, taken: Address[]): Address[] {
  const contacts = useQuery(suggestionsQuery(q)).data?.items ?? [];
  const used = new Set(taken.map((each) => each.address.toLowerCase()));
  return contacts
    .flatMap((contact) =>
      contact.identities
        .filter((identity) => identity.kind === "email")
        .map((identity) => ({ address: identity.value, name: contact.name })),
    )
    .filter((each) => !used.has(each.address.toLowerCase()))
    .slice(0, 6);
}
