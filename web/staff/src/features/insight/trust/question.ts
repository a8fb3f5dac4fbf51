/** What somebody asked of the figures, out of the address they asked at. */
export interface Asked {
  metrics: string[];
  by: string[];
  people: string[];
  teams: string[];
  days: { from: string; to: string } | null;
  /** Whether it was taken away as a file. */
  taken: boolean;
}

export function askedOf(question: string): Asked {
  const query = new URLSearchParams(question);
  const [from, to] = [query.get("from"), query.get("to")];
  return {
    metrics: query.getAll("metric"),
    by: query.getAll("by"),
    people: query.getAll("agent"),
    teams: query.getAll("team"),
    days: from && to ? { from, to } : null,
    taken: query.has("export"),
  };
}
