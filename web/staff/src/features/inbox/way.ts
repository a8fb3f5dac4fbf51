import { createContext, useContext } from "react";
import type { Filters } from "./list/filters";

export interface Way {
  view: string;
  filters: Filters;
  back: () => void;
  show: (conversation: string) => void;
  go: (step: 1 | -1) => void;
  open: () => void;
  onward: () => void;
}

const context = createContext<Way | null>(null);

export const InboxWay = context.Provider;

/** Where the open conversation stands in its list. */
export function useInboxWay(): Way {
  const way = useContext(context);
  if (!way) throw new Error("only inside the inbox");
  return way;
}
