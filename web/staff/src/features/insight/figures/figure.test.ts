import { describe, expect, it } from "vitest";
import { changeOf, type Figure, type Good, shownOf, written } from "./figure";

const figure = (some: Partial<Figure>): Figure => ({
  unit: "count",
  value: null,
  count: 0,
  part: 0,
  mean: null,
  median: null,
  p90: null,
  interval: null,
  small: false,
  excluded: null,
  ...some,
});
const created = (part: number) => figure({ part, count: part });
const share = (part: number, count: number, more: Partial<Figure> = {}) =>
  figure({ unit: "share", part, count, ...more });
const time = (median: number | null) => figure({ unit: "duration", count: 50, median });
const change = (good: Good, now: Figure, before: Figure | null) =>
  changeOf(good, now, before, "en-GB", "pts");

describe("what is shown of a figure", () => {
  it("is nothing, not zero, when there was nothing to measure", () => {
    expect(shownOf(share(0, 0))).toBeNull();
    expect(shownOf(time(null))).toBeNull();
    expect(shownOf(created(0))).toBe(0);
  });

  it("is the part of the whole, the wanted measure, the number", () => {
    expect(shownOf(share(3, 4))).toBe(0.75);
    const times = figure({ unit: "duration", count: 3, median: 60, p90: 600, mean: 90 });
    expect([shownOf(times), shownOf(times, "p90"), shownOf(times, "mean")]).toEqual([60, 600, 90]);
  });

  it("is written in the words of its unit", () => {
    expect(written(0.5, "share", "en-GB")).toBe("50.0%");
    expect(written(7200, "duration", "en-GB")).toBe("2h");
    expect(written(1200, "count", "en-GB")).toBe("1,200");
    expect([written(-12.4, "points", "en-GB"), written(42, "points", "en-GB")]).toEqual(["−12.4", "+42"]);
    expect(written(5.418, "score", "en-GB")).toBe("5.42");
  });
});

describe("a change", () => {
  it("of a share is in points, of anything else in percent", () => {
    expect(change("down", share(12, 100), share(10, 100))?.text).toBe("+2 pts");
    expect(change("neither", created(120), created(100))?.text).toBe("+20%");
    expect(change("down", time(45), time(60))?.text).toBe("−25%");
  });

  it("of a balance or a mean of scores is their difference", () => {
    const points = (value: number) => figure({ unit: "points", count: 90, value });
    expect(change("up", points(-5), points(12.5))?.text).toBe("−17.5");
    const score = (value: number) => figure({ unit: "score", count: 90, value });
    expect(change("up", score(5.31), score(5))?.text).toBe("+0.31");
    expect(change("up", points(10), points(0))?.way).toBe("up");
  });

  it("is good or bad by what it means", () => {
    const sure = (part: number) => share(part, 1000, { interval: [part / 1000 - 0.01, part / 1000 + 0.01] });
    expect(change("down", sure(450), sure(600))).toMatchObject({ way: "down", verdict: "better" });
    expect(change("down", sure(120), sure(90))).toMatchObject({ way: "up", verdict: "worse" });
    expect(change("up", sure(500), sure(400))?.verdict).toBe("better");
    expect(change("neither", created(120), created(100))?.verdict).toBe("neither");
  });

  it("is called chance where it may be that", () => {
    const of = (low: number, high: number) => share(50, 100, { interval: [low, high] });
    const before = share(40, 100, { interval: [0.31, 0.5] });
    expect(change("up", of(0.4, 0.6), before)?.verdict).toBe("chance");
    expect(change("up", of(0.45, 0.55), before)?.verdict).toBe("chance");
    expect(change("up", share(5, 10, { small: true }), before)?.verdict).toBe("chance");
  });

  it("is sure by the interval of the difference, though both intervals meet", () => {
    // Newcombe 1998, example (a): 56 of 70 and 48 of 80 differ by 5.24 to 33.39 points.
    const [many, few] = [
      share(56, 70, { interval: [0.6922, 0.877] }),
      share(48, 80, { interval: [0.4904, 0.7004] }),
    ];
    expect(change("up", many, few)?.verdict).toBe("better");
    expect(change("up", few, many)?.verdict).toBe("worse");
    expect(change("up", many, { ...few, small: true })?.verdict).toBe("chance");
  });

  it("is not judged without an interval", () => {
    expect(change("up", share(959, 1000), share(958, 1000))).toMatchObject({ way: "up", verdict: "neither" });
    expect(change("up", created(120), created(100))?.verdict).toBe("neither");
  });

  it("cannot be told from nothing", () => {
    expect(change("neither", created(5), created(0))).toBeNull();
    expect(change("down", share(0, 0), share(1, 10))).toBeNull();
    expect(change("down", share(1, 10), null)).toBeNull();
    expect(change("down", share(1, 10), share(1, 10))).toMatchObject({ way: "same", verdict: "neither" });
  });
});
