/** How far a zone's clock is ahead of UTC at an instant, in milliseconds. */
function offsetAt(instant: number, zone: string): number {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  }).formatToParts(instant);
  const part = (type: Intl.DateTimeFormatPartTypes) =>
    Number(parts.find((each) => each.type === type)?.value);
  const local = Date.UTC(
    part("year"),
    part("month") - 1,
    part("day"),
    part("hour"),
    part("minute"),
    part("second"),
  );
  return local - Math.floor(instant / 1000) * 1000;
}

/**
 * The instant at which a zone's clock shows `2026-03-06T16:30`, in RFC 3339; null when it is no such reading. Of a reading that
 * comes twice it is the first; one that is skipped becomes the instant as far after the jump.
 */
export function instantOf(local: string, zone: string): string | null {
  const asUtc = Date.parse(`${local}Z`);
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(local) || Number.isNaN(asUtc)) return null;
  const DAY = 24 * 60 * 60_000;
  const [before, after] = [offsetAt(asUtc - DAY, zone), offsetAt(asUtc + DAY, zone)];
  const candidates = [asUtc - before, asUtc - after].filter((at) => at + offsetAt(at, zone) === asUtc);
  const at = candidates.length > 0 ? Math.min(...candidates) : asUtc - before;
  return new Date(at).toISOString();
}

/** What a zone's clock shows at an instant, as `2026-03-06T16:30`. */
export function localOf(instant: number, zone: string): string {
  return new Date(instant + offsetAt(instant, zone)).toISOString().slice(0, 16);
}
