import { expect, it } from "vitest";
import { exportAddress } from "./export";

it("asks for a table as the screen does", () => {
  const query = { from: "2026-03-01", metric: ["solved", "created"], team: undefined, agent: [] };
  expect(exportAddress("figures", query)).toBe(
    "/api/v1/insight/exports/figures?from=2026-03-01&metric=solved&metric=created",
  );
  expect(exportAddress("goals", {})).toBe("/api/v1/insight/exports/goals");
});
