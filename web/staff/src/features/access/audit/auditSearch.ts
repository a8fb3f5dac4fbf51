import type { AuditFilters } from "../queries";

/** The filters of the audit trail as they stand in the address; days are civil days on this device. */
export interface AuditSearch {
  person?: string | undefined;
  action?: string | undefined;
  thing?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

export function readAuditSearch(search: Record<string, unknown>): AuditSearch {
  const text = (value: unknown) => (typeof value === "string" && value ? value : undefined);
  const day = (value: unknown) => (typeof value === "string" && DAY.test(value) ? value : undefined);
  return {
    person: text(search.person),
    action: text(search.action),
    thing: text(search.thing),
    from: day(search.from),
    to: day(search.to),
  };
}

/** What the server is asked: from the beginning of the first day to the end of the last one. */
export function instants({ person, action, thing, from, to }: AuditSearch): AuditFilters {
  return {
    person_id: person,
    action,
    thing,
    from: from ? midnight(from, 0) : undefined,
    to: to ? midnight(to, 1) : undefined,
  };
}

function midnight(day: string, later: number): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  return new Date(year, month - 1, date + later).toISOString();
}
