import { describe, expect, it } from "vitest";
import { civilDay, dayName, exactTime, fileSize, relativeTime, waitingTime } from "./format";

const berlin = { locale: "en-GB", zone: "Europe/Berlin" };
const german = { locale: "de-DE", zone: "Europe/Berlin" };
const now = Date.parse("2026-11-21T22:30:00Z");

describe("relative times", () => {
  it.each([
    ["2026-11-21T22:29:40Z", "now"],
    ["2026-11-21T22:15:00Z", "15 min ago"],
    ["2026-11-21T08:05:00Z", "09:05"],
    ["2026-11-20T12:00:00Z", "yesterday"],
    ["2026-11-17T12:00:00Z", "Tue"],
    ["2026-03-02T12:00:00Z", "2 Mar"],
    ["2025-03-02T12:00:00Z", "2 Mar 2025"],
  ])("%s reads %s", (at, text) => {
    expect(relativeTime(at, now, berlin)).toBe(text);
  });

  it("counts days in the reader's zone, not in UTC", () => {
    // 23:30 on the 21st in Berlin; 00:10 the same night is still "today" there.
    const lateNow = Date.parse("2026-11-21T00:30:00Z");
    expect(relativeTime("2026-11-20T23:10:00Z", lateNow, berlin)).toBe("00:10");
    expect(relativeTime("2026-11-20T22:50:00Z", lateNow, berlin)).toBe("yesterday");
  });

  it("speaks German", () => {
    expect(relativeTime("2026-11-20T12:00:00Z", now, german)).toBe("gestern");
  });
});

describe("exact times", () => {
  it("name the day, the second and the zone", () => {
    const text = exactTime("2026-07-01T10:00:05Z", berlin);
    expect(text).toContain("Wednesday");
    expect(text).toContain("12:00:05");
    expect(text).toMatch(/CEST|GMT\+2/);
  });

  it("survive a zone the browser does not know", () => {
    expect(exactTime("2026-07-01T10:00:05Z", { locale: "en-GB", zone: "Mars/Olympus" })).toContain("2026");
  });
});

describe("days", () => {
  it("differ by zone", () => {
    expect(civilDay("2026-11-21T23:30:00Z", berlin)).toBe("2026-11-22");
    expect(civilDay("2026-11-21T23:30:00Z", { locale: "en-GB", zone: "America/New_York" })).toBe(
      "2026-11-21",
    );
  });

  it("carry the year only when it is another one", () => {
    expect(dayName("2026-11-20T12:00:00Z", now, berlin)).not.toContain("2026");
    expect(dayName("2025-11-20T12:00:00Z", now, berlin)).toContain("2025");
  });
});

describe("waiting", () => {
  it.each([
    [10_000, "1 min"],
    [59 * 60_000, "59 mins"],
    [5 * 3_600_000, "5 hrs"],
    [47 * 3_600_000, "47 hrs"],
    [72 * 3_600_000, "3 days"],
    [-5_000, "1 min"],
  ])("%d ms is %s", (age, text) => {
    expect(waitingTime(now - age, now, "en-GB")).toBe(text);
  });
});

describe("file sizes", () => {
  it("use the reader's notation", () => {
    expect(fileSize(284_000, "en-GB")).toBe("284 kB");
    expect(fileSize(3_450_000, "de-DE")).toBe("3,5 MB");
  });
});
