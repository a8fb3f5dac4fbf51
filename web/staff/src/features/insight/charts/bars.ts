import type { EChartsCoreOption } from "echarts/core";
import type { Palette } from "./palette";

export interface Bars {
  name: string;
  bars: { label: string; value: number }[];
  /** Thin upright lines: the median, nine of ten. `at` counts bars from zero, with fractions. */
  lines: { at: number; label: string }[];
  format: (value: number) => string;
}

/** How something spreads, as bars from zero. */
export function barsOption({ name, bars, lines, format }: Bars, p: Palette): EChartsCoreOption {
  return {
    animation: false,
    textStyle: { fontFamily: p.font },
    grid: { left: 8, right: 8, top: 28, bottom: 4, containLabel: true },
    tooltip: {
      trigger: "axis",
      axisPointer: { type: "shadow", shadowStyle: { color: p.line, opacity: 0.4 } },
      backgroundColor: p.paper,
      borderColor: p.line,
      textStyle: { color: p.text, fontSize: 12, fontFamily: p.font },
      valueFormatter: (value: unknown) => (typeof value === "number" ? format(value) : "–"),
    },
    xAxis: {
      type: "category",
      data: bars.map((bar) => bar.label),
      axisLine: { lineStyle: { color: p.line } },
      axisTick: { show: false },
      axisLabel: { color: p.quiet, fontSize: 11, hideOverlap: true },
    },
    yAxis: {
      type: "value",
      min: 0,
      splitNumber: 3,
      axisLabel: { color: p.quiet, fontSize: 11, formatter: format },
      splitLine: { lineStyle: { color: p.line } },
    },
    series: [
      {
        type: "bar",
        name,
        data: bars.map((bar) => bar.value),
        barCategoryGap: "12%",
        itemStyle: { color: p.series },
        markLine: {
          symbol: "none",
          silent: true,
          data: lines.map((line) => ({
            xAxis: line.at,
            lineStyle: { color: p.accent, type: "solid", width: 1 },
            label: { formatter: line.label, color: p.text, fontSize: 11, position: "end" as const },
          })),
        },
      },
    ],
  };
}
