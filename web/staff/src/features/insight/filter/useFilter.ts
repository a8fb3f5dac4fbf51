import { useNavigate, useSearch } from "@tanstack/react-router";
import { useMe } from "@/lib/session/session";
import { civilDay } from "@/lib/time/format";
import { useNow } from "@/lib/time/now";
import { type FigureFilter, filterOf, type InsightSearch } from "./search";

/** Today in the company's calendar: figures count its days, wherever the reader is. */
export function useToday(): string {
  const { company } = useMe();
  return civilDay(useNow(), { locale: "en", zone: company.time_zone });
}

interface Filtered {
  search: InsightSearch;
  filter: FigureFilter;
  change: (change: Partial<InsightSearch>) => void;
}

/** The filter bar: how it stands in the address, what the server is asked, and how it is changed. */
export function useFilter(): Filtered {
  const search = useSearch({ from: "/shell/insight" });
  const navigate = useNavigate();
  const today = useToday();
  return {
    search,
    filter: filterOf(search, today),
    change: (change) => void navigate({ to: ".", search: { ...search, ...change } as never, replace: true }),
  };
}
