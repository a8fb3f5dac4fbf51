import type { Pageful } from "./DataTable";

interface Whole {
  isPending: boolean;
  isError: boolean;
  error: unknown;
  refetch: () => unknown;
}

/** A list that comes whole, for a table that reads pages. */
export function onePage<T>(
  { isPending, isError, error, refetch }: Whole,
  items: T[] | undefined,
): Pageful<T> {
  return {
    data: items && { pages: [{ items }] },
    isPending,
    isError,
    error,
    refetch,
    hasNextPage: false,
    isFetchingNextPage: false,
    fetchNextPage: () => undefined,
  };
}
