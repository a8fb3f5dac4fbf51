import { describe, expect, it } from "vitest";
import { amount, daysText, duration, share, signed } from "./format";

const HOUR = 3600;

describe("durations", () => {
  it.each([
    [0, "0s"],
    [44.6, "45s"],
    [90, "2m"],
    [59.4 * 60, "59m"],
    [59.6 * 60, "1h"],
    [HOUR + 12 * 60, "1h 12m"],
    [47 * HOUR + 59.7 * 60, "2d"],
    [52 * HOUR, "2d 4h"],
    [200 * 24 * HOUR + 5 * HOUR, "200d"],
    [-90, "−2m"],
  ])("%d s", (seconds, text) => {
    expect(duration(seconds, "en-GB")).toBe(text);
  });

  it("of business time stay in hours", () => {
    expect(duration(52 * HOUR + 30 * 60, "en-GB", "business")).toBe("52h 30m");
    expect(duration(300 * HOUR + 30 * 60, "en-GB", "business")).toBe("300h");
  });

  it("are written in the reader's language", () => {
    expect(duration(3 * HOUR + 12 * 60, "de-DE").replaceAll("\u00a0", " ")).toBe("3 h 12 min");
    expect(duration(52 * HOUR, "de-DE").replaceAll("\u00a0", " ")).toBe("2 Tg. 4 h");
  });
});

describe("numbers", () => {
  it("have the reader's marks", () => {
    expect(share(0.8421, "en-GB")).toBe("84.2%");
    expect(share(0.8421, "de-DE").replaceAll("\u00a0", " ")).toBe("84,2 %");
    expect(amount(1234.56, "de-DE")).toBe("1.234,6");
    expect(amount(-18.8, "en-GB")).toBe("−18.8");
  });

  it("show which way they went", () => {
    expect(signed(12.34, "en-GB")).toBe("+12.3");
    expect(signed(-3, "en-GB")).toBe("−3");
    expect(signed(0, "en-GB")).toBe("0");
  });
});

it("writes a stretch of days once", () => {
  expect(daysText({ from: "2026-02-13", to: "2026-03-12" }, "en-GB")).toMatch(/^13 Feb\s–\s12 Mar 2026$/);
});
