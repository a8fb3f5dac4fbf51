import { describe, expect, it } from "vitest";
import { meetingTime } from "./meetingTime";

const berlin = { locale: "en-GB", zone: "Europe/Berlin" };
const time = (local: string, zone = "", at: string | null = null) => ({ local, zone, at });
// Which kind of space stands around a dash differs between versions of the language data.
const plain = (text: string | null | undefined) => text?.replace(/[\u2009\u202f\u00a0]/g, " ");

describe("the time of a meeting", () => {
  it("is told in the reader's zone, and in the other when clocks differ there", () => {
    const starts = time("2026-07-14T10:00:00", "Europe/Berlin", "2026-07-14T08:00:00Z");
    const ends = time("2026-07-14T11:30:00", "Europe/Berlin", "2026-07-14T09:30:00Z");
    const here = meetingTime(starts, ends, berlin);
    expect(plain(here?.words)).toMatch(/14 Jul.* 2026.*10:00.*11:30.*CEST/);
    expect(here?.there).toBeNull();
    const away = meetingTime(starts, ends, { locale: "en-GB", zone: "America/New_York" });
    expect(plain(away?.words)).toMatch(/04:00.*05:30/);
    expect(plain(away?.there)).toMatch(/10:00.*11:30.*\(Europe\/Berlin\)/);
  });

  it("is told as it is when nobody knows the zone", () => {
    const odd = meetingTime(time("2026-07-14T10:00:00", "My own zone"), null, berlin);
    expect(plain(odd?.words)).toMatch(/14 Jul.* 2026.*10:00 \(My own zone\)/);
    expect(odd?.there).toBeNull();
  });

  it("is told in days for whole days, the last one included", () => {
    expect(plain(meetingTime(time("2026-07-14"), time("2026-07-15"), berlin)?.words)).toMatch(
      /^Tue,? 14 Jul 2026$/,
    );
    expect(plain(meetingTime(time("2026-07-14"), time("2026-07-17"), berlin)?.words)).toMatch(
      /14.*16 Jul 2026/,
    );
    expect(meetingTime(null, null, berlin)).toBeNull();
  });
});
