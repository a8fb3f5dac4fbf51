import { describe, expect, it } from "vitest";
import { cellText, chartValue } from "./cells";

describe("cells of a report", () => {
  it("are written in the report's language", () => {
    expect(cellText({ cell: "share", value: 0.842 }, "de-DE")).toBe("84,2\u00a0%");
    expect(cellText({ cell: "count", value: 1234 }, "de-DE")).toBe("1.234");
    expect(cellText({ cell: "number", value: [4.256, 2] }, "en-GB")).toBe("4.26");
    expect(cellText({ cell: "money", value: [123456, "EUR"] }, "en-GB")).toBe("€1,234.56");
    expect(cellText({ cell: "day", value: "2026-03-02" }, "en-GB")).toBe("2 Mar 2026");
    expect(cellText({ cell: "nothing" }, "en-GB")).toBe("–");
  });

  it("count durations in microseconds", () => {
    expect(cellText({ cell: "duration", value: 5_400_000_000 }, "en-GB")).toBe("1h 30m");
    expect(chartValue(5_400_000_000, "duration", "en-GB")).toBe("1h 30m");
    expect(chartValue(0.5, "share", "en-GB")).toBe("50.0%");
  });
});
