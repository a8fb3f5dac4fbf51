import { expect, it } from "vitest";
import { weekOf } from "../dashboards/Arrivals";
import { figuresOf } from "../queries";
import { trendsOf } from "./useFigures";

const answer = (lines: { part: string[]; count: number }[]) =>
  figuresOf({
    period: { from: "2026-03-02", to: "2026-03-04" },
    against: null,
    zone: "Europe/Berlin",
    clock: "calendar",
    lacking: [],
    by: ["day"],
    lines: lines.map(({ part, count }) => ({
      part,
      figures: [{ metric: "created", unit: "count", value: count, count, small: false, before: null }],
    })),
  });

it("gives a point to every day, also to those in which nothing happened", () => {
  const figures = answer([
    { part: ["2026-03-02"], count: 4 },
    { part: ["2026-03-04"], count: 2 },
  ]);
  const days = ["2026-03-02", "2026-03-03", "2026-03-04"];
  const points = trendsOf(figures, ["created", "solved"], days);
  expect(points.get("created")?.map((point) => point.figure?.part ?? null)).toEqual([4, null, 2]);
  expect(points.get("solved")?.map((point) => point.figure)).toEqual([null, null, null]);
});

it("lays arrivals out as a week from Monday", () => {
  const figures = answer([
    { part: ["1", "00"], count: 3 },
    { part: ["7", "23"], count: 5 },
  ]);
  const week = weekOf(figures.metrics.get("created") ?? []);
  expect(week).toHaveLength(7);
  expect(week[0]?.[0]).toBe(3);
  expect(week[6]?.[23]).toBe(5);
  expect(week.flat().reduce((sum, value) => sum + value)).toBe(8);
});

it("takes the whole of a share as what it rests on", () => {
  const figures = figuresOf({
    period: { from: "2026-03-02", to: "2026-03-04" },
    against: { from: "2026-02-27", to: "2026-03-01" },
    zone: "Europe/Berlin",
    clock: "calendar",
    lacking: [],
    by: [],
    lines: [
      {
        part: [],
        figures: [
          {
            metric: "reopen_rate",
            unit: "share",
            value: 0.1,
            count: 4,
            of: 40,
            low: 0.04,
            high: 0.23,
            small: false,
            before: { value: null, count: 0, of: 0, small: true },
          },
        ],
      },
    ],
  });
  const line = figures.metrics.get("reopen_rate")?.[0];
  expect(line?.figure).toMatchObject({ part: 4, count: 40, interval: [0.04, 0.23], small: false });
  expect(line?.before).toMatchObject({ part: 0, count: 0, interval: null, small: true });
});
