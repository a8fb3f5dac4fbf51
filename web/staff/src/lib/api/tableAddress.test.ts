import { expect, it } from "vitest";
import { tableAddress } from "./tableAddress";

it("asks for a table as the screen does", () => {
  const query = { from: "2026-03-01", metric: ["solved", "created"], team: undefined, agent: [] };
  expect(tableAddress("insight", "figures", query)).toBe(
    "/api/v1/insight/exports/figures?from=2026-03-01&metric=solved&metric=created",
  );
  expect(tableAddress("insight", "goals", {})).toBe("/api/v1/insight/exports/goals");
  expect(tableAddress("feedback", "answers", { score: 0, commented: false })).toBe(
    "/api/v1/feedback/exports/answers?score=0&commented=false",
  );
});
