import { expect, it } from "vitest";
import { ageOf } from "./age";

it("calls numbers old as soon as they cannot be renewed", () => {
  expect(ageOf(0, 5_000, true)).toBe("none");
  expect(ageOf(100_000, 105_000, false)).toBe("fresh");
  expect(ageOf(100_000, 105_000, true)).toBe("old");
  expect(ageOf(100_000, 131_000, false)).toBe("old");
});

it("says that not all is counted, unless the numbers are old besides", () => {
  expect(ageOf(100_000, 105_000, false, true)).toBe("counting");
  expect(ageOf(100_000, 105_000, true, true)).toBe("old");
  expect(ageOf(0, 5_000, false, true)).toBe("none");
});
