import type { MentionNodeAttrs } from "@tiptap/extension-mention";
import type { SuggestionOptions, SuggestionProps } from "@tiptap/suggestion";
import type { PersonRef } from "@/lib/api/types";
import { fitness } from "@/lib/keys/fitness";
import classes from "./mentionList.module.css";

const MOST = 6;

/** The colleagues that fit what was typed after `@`. */
export function fittingPeople(people: PersonRef[], query: string): PersonRef[] {
  return people
    .map((person) => ({ person, fit: fitness(person.name, query) }))
    .filter(({ fit }) => fit > 10)
    .sort((a, b) => b.fit - a.fit)
    .slice(0, MOST)
    .map(({ person }) => person);
}

type Chosen = MentionNodeAttrs;

/** A list below the cursor. Plain DOM: it lives inside the editor's own event handling, outside of React. */
export function mentionSuggestion(
  people: () => PersonRef[],
): Omit<SuggestionOptions<PersonRef, Chosen>, "editor"> {
  return {
    char: "@",
    items: ({ query }) => fittingPeople(people(), query),
    render: () => {
      const list = document.createElement("div");
      list.className = classes.list ?? "";
      list.setAttribute("role", "listbox");
      list.dataset.keys = "own";
      let props: SuggestionProps<PersonRef, Chosen> | null = null;
      let active = 0;
      const choose = (index: number) => {
        const person = props?.items[index];
        if (person) props?.command({ id: person.id, label: person.name });
      };
      const draw = () => {
        list.hidden = !props || props.items.length === 0;
        list.replaceChildren(
          ...(props?.items ?? []).map((person, index) =>
            option(person.name, index === active, () => choose(index)),
          ),
        );
        const at = props?.clientRect?.();
        if (!at) return;
        list.style.left = `${Math.min(at.left, window.innerWidth - 232)}px`;
        const above = at.bottom + 220 > window.innerHeight;
        list.style.top = above ? "" : `${at.bottom + 4}px`;
        list.style.bottom = above ? `${window.innerHeight - at.top + 4}px` : "";
      };
      return {
        onStart: (next) => {
          props = next;
          active = 0;
          document.body.append(list);
          draw();
        },
        onUpdate: (next) => {
          props = next;
          active = 0;
          draw();
        },
        onKeyDown: ({ event }) => {
          const count = props?.items.length ?? 0;
          if (count === 0) return false;
          if (event.key === "ArrowDown" || event.key === "ArrowUp") {
            active = (active + (event.key === "ArrowDown" ? 1 : -1) + count) % count;
            draw();
            return true;
          }
          if (event.key === "Enter" || event.key === "Tab") {
            choose(active);
            return true;
          }
          return false;
        },
        onExit: () => {
          props = null;
          list.remove();
        },
      };
    },
  };
}

function option(name: string, active: boolean, choose: () => void): HTMLElement {
  const element = document.createElement("div");
  element.setAttribute("role", "option");
  element.setAttribute("aria-selected", String(active));
  element.className = classes.option ?? "";
  element.textContent = name;
  element.addEventListener("mousedown", (event) => {
    event.preventDefault();
    choose();
  });
  return element;
}
