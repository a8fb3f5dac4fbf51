import { QueryClient } from "@tanstack/react-query";
import { Problem } from "@/lib/api/problem";

/** Refusals are final; a server that could not be reached is asked again. */
function worthRetrying(failures: number, error: Error): boolean {
  const problem = Problem.from(error);
  return failures < 2 && (problem.offline || problem.status >= 500);
}

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // Live updates say when something changed; refetching on focus would only repeat it.
      staleTime: 60_000,
      gcTime: 15 * 60_000,
      refetchOnWindowFocus: false,
      retry: worthRetrying,
      networkMode: "always",
    },
    mutations: { retry: false, networkMode: "always" },
  },
});
