import { infiniteQueryOptions, type QueryKey } from "@tanstack/react-query";
import type { ListOf } from "@/lib/api/types";

/** A list of the API that is read page by page. */
export function endless<T>(queryKey: QueryKey, page: (cursor: string | undefined) => Promise<ListOf<T>>) {
  return infiniteQueryOptions({
    queryKey,
    queryFn: ({ pageParam }) => page(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
  });
}
