import { useQuery } from "@tanstack/react-query";
import { useMay } from "@/lib/session/session";
import { dataHealthQuery } from "../queries";

/** So few are counted before anybody has read of them. */
const FEW = 1000;
const SOON = 5_000;
const LATER = 60_000;

/** How many events are not in the figures yet: after an import, or while all is counted anew. None when they are few. */
export function useUncounted(): number {
  const query = useQuery({
    ...dataHealthQuery,
    enabled: useMay("insight.people.read"),
    refetchInterval: ({ state }) => ((state.data?.behind ?? 0) > FEW ? SOON : LATER),
  });
  const behind = query.data?.behind ?? 0;
  return behind > FEW ? behind : 0;
}
