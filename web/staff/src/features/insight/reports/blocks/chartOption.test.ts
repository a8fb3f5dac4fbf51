import { describe, expect, it } from "vitest";
import type { Palette } from "../../charts/palette";
import { chartOption, stepOf } from "./chartOption";
import type { ReportChart } from "./model";

const palette = { series: "blue", accent: "brass", quiet: "grey" } as Palette;
const chart: ReportChart = {
  title: "First response time",
  shape: "line",
  unit: "duration",
  labels: ["2 Mar", "9 Mar"],
  series: [
    { name: "Median", values: [3_600_000_000, null] },
    { name: "9 of 10", values: [7_200_000_000, 9_000_000_000] },
  ],
  target: 3_600_000_000,
  note: "",
};

describe("a chart of a report", () => {
  it("has a line for each series, names at their ends, and the target as a thin line", () => {
    const option = chartOption(chart, "Target", "en-GB", palette) as {
      series: { name: string; endLabel?: { show: boolean }; markLine?: { data: { yAxis: number }[] } }[];
      yAxis: { min: number };
    };
    expect(option.series.map((each) => each.name)).toEqual(["Median", "9 of 10"]);
    expect(option.series.every((each) => each.endLabel?.show)).toBe(true);
    expect(option.series[0]?.markLine?.data[0]?.yAxis).toBe(3_600_000_000);
    expect(option.series[1]?.markLine).toBeUndefined();
    expect(option.yAxis.min).toBe(0);
  });

  it("puts names of lying bars at the left and values below", () => {
    const lying = chartOption({ ...chart, shape: "lying" }, "Target", "en-GB", palette) as {
      yAxis: { type: string; inverse: boolean };
      xAxis: { type: string };
    };
    expect(lying.yAxis).toMatchObject({ type: "category", inverse: true });
    expect(lying.xAxis.type).toBe("value");
  });

  it("divides its axis in round times, and leaves counts to the chart", () => {
    expect(stepOf(chart)).toBe(1_800_000_000);
    expect(stepOf({ ...chart, unit: "count" })).toBeUndefined();
  });
});
