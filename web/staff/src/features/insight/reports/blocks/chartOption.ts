import type { EChartsCoreOption } from "echarts/core";
import type { Palette } from "../../charts/palette";
import { durationStep, shareStep } from "../../charts/steps";
import { chartValue } from "./cells";
import type { ReportChart } from "./model";

const MICROSECONDS = 1_000_000;

/** How far apart the lines of the axis are, so that they have round names. */
export function stepOf({ unit, series, target }: ReportChart): number | undefined {
  const all = [...series.flatMap((each) => each.values), target ?? 0];
  const most = Math.max(0, ...all.filter((value) => value !== null));
  if (unit === "duration") return durationStep(most / MICROSECONDS) * MICROSECONDS;
  return unit === "share" ? shareStep(most) : undefined;
}

/** A chart of a report; values begin at zero, and a line's name stands at its end. */
export function chartOption(
  chart: ReportChart,
  target: string,
  locale: string,
  p: Palette,
): EChartsCoreOption {
  const format = (value: number) => chartValue(value, chart.unit, locale);
  const lying = chart.shape === "lying";
  const colours = [p.series, p.accent, p.quiet];
  const text = { color: p.quiet, fontSize: 11 };
  const names = {
    type: "category",
    data: chart.labels,
    inverse: lying,
    boundaryGap: chart.shape !== "line",
    axisLine: { lineStyle: { color: p.line } },
    axisTick: { show: false },
    axisLabel: { ...text, hideOverlap: true, ...(lying && { width: 140, overflow: "truncate" }) },
  };
  const values = {
    type: "value",
    min: 0,
    splitNumber: 4,
    interval: stepOf(chart),
    axisLabel: { ...text, formatter: format, hideOverlap: true },
    splitLine: { lineStyle: { color: p.line } },
  };
  const line = chart.target != null && {
    symbol: "none",
    silent: true,
    data: [
      {
        [lying ? "xAxis" : "yAxis"]: chart.target,
        lineStyle: { color: p.accent, type: "solid", width: 1 },
        label: { formatter: target, color: p.quiet, fontSize: 11, position: "end" },
      },
    ],
  };
  return {
    animation: false,
    textStyle: { fontFamily: p.font },
    grid: { left: 8, right: chart.shape === "line" ? 108 : 48, top: 28, bottom: 4, containLabel: true },
    tooltip: {
      trigger: "axis",
      axisPointer: chart.shape === "line" ? { type: "line" } : { type: "shadow" },
      backgroundColor: p.paper,
      borderColor: p.line,
      textStyle: { color: p.text, fontSize: 12, fontFamily: p.font },
      valueFormatter: (value: unknown) => (typeof value === "number" ? format(value) : "–"),
    },
    xAxis: lying ? values : names,
    yAxis: lying ? names : values,
    series: chart.series.map((each, index) => {
      const color = colours[index % colours.length];
      const common = {
        name: each.name,
        data: each.values,
        itemStyle: { color },
        ...(index === 0 && line && { markLine: line }),
      };
      return chart.shape === "line"
        ? {
            ...common,
            type: "line",
            connectNulls: false,
            symbol: "circle",
            symbolSize: 4,
            lineStyle: { color, width: 2 },
            endLabel: {
              show: true,
              formatter: each.name,
              color: p.text,
              fontSize: 11,
              width: 96,
              overflow: "break",
            },
          }
        : { ...common, type: "bar", barMaxWidth: 28 };
    }),
  };
}
