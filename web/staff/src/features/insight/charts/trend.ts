import type { EChartsCoreOption } from "echarts/core";
import type { Palette } from "./palette";

export interface Point {
  /** The first day of the part. */
  day: string;
  label: string;
  value: number | null;
  /** Beyond its limits, or part of a run on one side. */
  signal?: boolean;
}

export interface Limits {
  centre: number;
  low: number;
  high: number;
}

export interface Pin {
  day: string;
  text: string;
}

export interface Trend {
  name: string;
  points: Point[];
  /** The same parts of the stretch it is compared with, in order. */
  before?: { name: string; values: (number | null)[] } | undefined;
  limits?: Limits | undefined;
  /** Words at the ends of the thin lines. */
  words: { high: string; low: string; centre: string; target: string };
  target?: number | undefined;
  pins: Pin[];
  format: (value: number) => string;
  /** How far apart the lines of the axis are; the chart's own idea when absent. */
  step?: number | undefined;
}

/** Where a note stands: at the last part that begins on its day or before. */
export function partOfPin(points: readonly Point[], pin: Pin): number {
  return points.findLastIndex((point) => point.day <= pin.day);
}

function thinLine(name: string, at: number, colour: string, dash: number[] | "solid", p: Palette) {
  return {
    name,
    yAxis: at,
    lineStyle: { color: colour, type: dash, width: 1 },
    label: { formatter: name, color: p.quiet, position: "end" as const, fontSize: 11 },
  };
}

function marks(trend: Trend, p: Palette) {
  const { limits, words, target } = trend;
  return [
    ...(limits
      ? [
          thinLine(words.high, limits.high, p.quiet, [2, 4], p),
          thinLine(words.centre, limits.centre, p.quiet, "solid", p),
          ...(limits.low > 0 ? [thinLine(words.low, limits.low, p.quiet, [2, 4], p)] : []),
        ]
      : []),
    ...(target === undefined ? [] : [thinLine(words.target, target, p.accent, "solid", p)]),
    ...trend.pins
      .map((pin) => ({ pin, at: partOfPin(trend.points, pin) }))
      .filter(({ at }) => at >= 0)
      .map(({ pin, at }) => ({
        name: pin.text,
        xAxis: at,
        lineStyle: { color: p.accent, type: [4, 3], width: 1 },
        label: {
          formatter: pin.text.length > 24 ? `${pin.text.slice(0, 23)}…` : pin.text,
          color: p.text,
          fontSize: 11,
          position: "end" as const,
        },
      })),
  ];
}

/** The end of the axis: everything on it has room, limits and target too. Without a step the chart rounds by itself. */
export function topOf({ points, before, limits, target, step }: Trend): number | undefined {
  const all = [...points.map((point) => point.value), ...(before?.values ?? []), limits?.high, target];
  const most = Math.max(0, ...all.filter((value) => typeof value === "number"));
  if (most === 0) return undefined;
  return step ? Math.ceil(most / step) * step : most * 1.05;
}

/** A line over time with its limits and notes; the axis begins at zero. */
export function trendOption(trend: Trend, p: Palette): EChartsCoreOption {
  const { points, before, format } = trend;
  return {
    animation: false,
    textStyle: { fontFamily: p.font },
    grid: {
      left: 8,
      right: trend.limits || trend.target !== undefined ? 84 : 16,
      top: 28,
      bottom: 4,
      containLabel: true,
    },
    tooltip: {
      trigger: "axis",
      backgroundColor: p.paper,
      borderColor: p.line,
      textStyle: { color: p.text, fontSize: 12, fontFamily: p.font },
      valueFormatter: (value: unknown) => (typeof value === "number" ? format(value) : "–"),
    },
    xAxis: {
      type: "category",
      data: points.map((point) => point.label),
      boundaryGap: false,
      axisLine: { lineStyle: { color: p.line } },
      axisTick: { show: false },
      axisLabel: { color: p.quiet, fontSize: 11, hideOverlap: true },
    },
    yAxis: {
      type: "value",
      min: 0,
      splitNumber: 4,
      interval: trend.step,
      max: topOf(trend),
      axisLabel: { color: p.quiet, fontSize: 11, formatter: format },
      splitLine: { lineStyle: { color: p.line } },
    },
    series: [
      ...(before
        ? [
            {
              type: "line",
              name: before.name,
              data: before.values,
              showSymbol: false,
              lineStyle: { color: p.before, width: 1.5 },
              itemStyle: { color: p.before },
              z: 1,
            },
          ]
        : []),
      {
        type: "line",
        name: trend.name,
        data: points.map((point) => ({
          value: point.value,
          symbol: point.signal ? "diamond" : "circle",
          symbolSize: point.signal ? 11 : 4,
          itemStyle: { color: point.signal ? p.danger : p.series },
        })),
        connectNulls: false,
        lineStyle: { color: p.series, width: 2 },
        itemStyle: { color: p.series },
        markLine: { symbol: "none", silent: true, data: marks(trend, p) },
        z: 2,
      },
    ],
  };
}
