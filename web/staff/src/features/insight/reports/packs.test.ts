import { describe, expect, it } from "vitest";
import type { ReportPlan } from "@/lib/api/schema";
import { blankPlan, lastWhole, packOf } from "./packs";

describe("the last whole stretch", () => {
  it.each([
    ["week", "2026-03-12", "2026-03-02", "2026-03-08"],
    ["month", "2026-03-12", "2026-02-01", "2026-02-28"],
    ["month", "2026-01-01", "2025-12-01", "2025-12-31"],
    ["quarter", "2026-03-31", "2025-10-01", "2025-12-31"],
    ["quarter", "2026-11-22", "2026-07-01", "2026-09-30"],
  ] as const)("of a %s on %s", (cadence, today, from, to) => {
    expect(lastWhole(cadence, today)).toEqual({ from, to });
  });
});

it("the pack of everybody is found by its stretch, never one that is narrowed", () => {
  const plan = (content: object) =>
    ({
      id: "",
      content: { ...blankPlan("", "executive", "month", "en"), ...content },
    }) as unknown as ReportPlan;
  const whole = plan({});
  const narrowed = plan({ filter: { teams: ["team_1"], channels: [], topics: [] } });
  const quarterly = plan({ cadence: "quarter" });
  expect(packOf([narrowed, quarterly, whole], "month")).toBe(whole);
  expect(packOf([narrowed, plan({ kind: "built" })], "month")).toBeUndefined();
});
