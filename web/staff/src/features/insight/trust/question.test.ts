import { expect, it } from "vitest";
import { askedOf } from "./question";

it("reads what was asked", () => {
  const asked = askedOf("metric=solved&metric=created&from=2026-03-01&to=2026-03-31&by=agent&agent=pers_1");
  expect(asked).toEqual({
    metrics: ["solved", "created"],
    by: ["agent"],
    people: ["pers_1"],
    teams: [],
    days: { from: "2026-03-01", to: "2026-03-31" },
    taken: false,
  });
  expect(askedOf("").days).toBeNull();
  expect(askedOf("metric=solved&export=csv").taken).toBe(true);
});
