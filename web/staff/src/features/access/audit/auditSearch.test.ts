import { describe, expect, it } from "vitest";
import { instants, readAuditSearch } from "./auditSearch";

describe("filters of the audit trail", () => {
  it("take only days from the address", () => {
    expect(readAuditSearch({ from: "yesterday", to: "2026-03-29", action: "", person: 4 })).toEqual({
      to: "2026-03-29",
      from: undefined,
      action: undefined,
      person: undefined,
      thing: undefined,
    });
  });

  it("cover the last day to its end", () => {
    const { from, to } = instants({ from: "2026-02-28", to: "2026-02-28" });
    expect(new Date(from ?? "").getHours()).toBe(0);
    expect(Date.parse(to ?? "") - Date.parse(from ?? "")).toBe(86_400_000);
    expect(new Date(to ?? "").getDate()).toBe(1);
  });
});
