import { describe, expect, it } from "vitest";
import { detailLines } from "./detailLines";

describe("detail of an audit entry", () => {
  it("is read as label and value, empty facts left out", () => {
    expect(
      detailLines({ name: "Returns", team_id: "team_1", fields: ["name", "role"], reason: null, to: [] }),
    ).toEqual([
      { label: "name", value: "Returns", fact: "name" },
      { label: "team", value: "team_1", fact: "team_id" },
      { label: "fields", value: "name, role", fact: "fields" },
    ]);
  });

  it("keeps false and zero, and opens what is nested", () => {
    expect(detailLines({ active: false, before: { count: 0 }, moved: [{ from: "a" }] })).toEqual([
      { label: "active", value: "false", fact: "active" },
      { label: "before › count", value: "0", fact: "count" },
      { label: "moved › 1 › from", value: "a", fact: "from" },
    ]);
  });

  it("names facts in the reader's words, also those that are listed as changed", () => {
    const words: Record<string, string> = { fields: "Felder", from_name: "Absender", before: "Vorher" };
    const nameOf = (fact: string) => words[fact] ?? fact;
    expect(detailLines({ fields: ["from_name"], before: { name: "A" } }, nameOf)).toEqual([
      { label: "Felder", value: "Absender", fact: "fields" },
      { label: "Vorher › name", value: "A", fact: "name" },
    ]);
  });

  it("of nothing is nothing", () => {
    expect(detailLines({})).toEqual([]);
    expect(detailLines(null)).toEqual([]);
  });
});
