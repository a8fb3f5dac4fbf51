import { describe, expect, it } from "vitest";
import {
  clock,
  copyMonday,
  lengthText,
  nextWindow,
  readClock,
  usualWeek,
  weekMinutes,
  wholeWeek,
  windowFaults,
  windowsText,
} from "./windows";

describe("a time of day", () => {
  it.each([
    ["9", 540],
    ["09:30", 570],
    ["9.30", 570],
    ["930", 570],
    ["1730", 1050],
    [" 24 ", 1440],
    ["24:00", 1440],
    ["0", 0],
    ["24:01", null],
    ["25", null],
    ["9:60", null],
    ["9:3", null],
    ["", null],
    ["noon", null],
    ["-1", null],
  ])("typed as «%s» is %s minutes", (typed, minutes) => {
    expect(readClock(typed)).toBe(minutes);
  });

  it("is shown as a clock shows it, the end of the day as 24:00", () => {
    expect([0, 570, 1440].map(clock)).toEqual(["00:00", "09:30", "24:00"]);
  });
});

describe("the windows of a day", () => {
  it("must end after they begin and must not overlap", () => {
    const windows = [
      { from: 540, to: 720 },
      { from: 700, to: 800 },
      { from: 800, to: 800 },
      { from: 900, to: 1440 },
    ];
    expect(windowFaults(windows)).toEqual([null, "overlap", "order", null]);
  });

  it("are offered one more as long as the day allows", () => {
    expect(nextWindow([])).toEqual({ from: 540, to: 1020 });
    expect(nextWindow([{ from: 540, to: 720 }])).toEqual({ from: 780, to: 1020 });
    expect(nextWindow([{ from: 540, to: 1350 }])).toEqual({ from: 1380, to: 1440 });
    expect(nextWindow([{ from: 540, to: 1440 }])).toBeNull();
  });

  it("are read in a line", () => {
    expect(
      windowsText([
        { from: 540, to: 720 },
        { from: 780, to: 1440 },
      ]),
    ).toBe("09:00–12:00, 13:00–24:00");
    expect(windowsText([])).toBe("");
  });
});

describe("the week", () => {
  it("has all its days, also those that were left out", () => {
    expect(wholeWeek({ sunday: [{ from: 0, to: 60 }] })).toMatchObject({
      monday: [],
      sunday: [{ from: 0, to: 60 }],
    });
  });

  it("takes Monday's windows from Tuesday to Friday and leaves the weekend", () => {
    const week = { ...usualWeek(), monday: [{ from: 480, to: 600 }], saturday: [{ from: 600, to: 660 }] };
    const copied = copyMonday(week);
    expect(copied.friday).toEqual([{ from: 480, to: 600 }]);
    expect(copied.friday[0]).not.toBe(copied.monday[0]);
    expect([copied.saturday, copied.sunday]).toEqual([[{ from: 600, to: 660 }], []]);
    expect(weekMinutes(copied)).toBe(5 * 120 + 60);
  });
});

describe("a length of time", () => {
  it("is told in hours and minutes", () => {
    expect([0, 30, 60, 90].map((minutes) => lengthText(minutes, "en"))).toEqual([
      "0 min",
      "30 min",
      "1 hr",
      "1 hr 30 min",
    ]);
    expect(lengthText(60, "de")).toBe("1 Std.");
  });
});
