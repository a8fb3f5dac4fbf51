import { useReading } from "@/lib/session/reading";
import { dayTime, exactTime, relativeTime } from "@/lib/time/format";
import { useNow } from "@/lib/time/now";

interface Props {
  at: string;
  /** "relative" in lists, "full" in records. */
  as?: "relative" | "full";
  className?: string | undefined;
}

/** A time as the reader understands it; the exact instant shows on hover. */
export function Time({ at, as = "relative", className }: Props) {
  const reading = useReading();
  const now = useNow();
  return (
    <time dateTime={at} title={exactTime(at, reading)} className={className}>
      {as === "relative" ? relativeTime(at, now, reading) : dayTime(at, reading)}
    </time>
  );
}
