import { describe, expect, it } from "vitest";
import { detailLines } from "./detailLines";

describe("detail of an audit entry", () => {
  it("is read as label and value, empty facts left out", () => {
    expect(
      detailLines({ name: "Returns", team_id: "team_1", fields: ["name", "role"], reason: null, to: [] }),
    ).toEqual([
      { label: "name", value: "Returns" },
      { label: "team", value: "team_1" },
      { label: "fields", value: "name, role" },
    ]);
  });

  it("keeps false and zero, and opens what is nested", () => {
    expect(detailLines({ active: false, before: { count: 0 }, moved: [{ from: "a" }] })).toEqual([
      { label: "active", value: "false" },
      { label: "before › count", value: "0" },
      { label: "moved › 1 › from", value: "a" },
    ]);
  });

  it("of nothing is nothing", () => {
    expect(detailLines({})).toEqual([]);
    expect(detailLines(null)).toEqual([]);
  });
});
