import { queryOptions, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/lib/api/client";
import type { Me } from "@/lib/api/types";

/** Who is signed in. Everything that depends on the person hangs on this one query. */
export const meQuery = queryOptions({
  queryKey: ["access", "me"],
  queryFn: () => unwrap<Me>(api.GET("/api/v1/access/me", {})),
  staleTime: Number.POSITIVE_INFINITY,
});

/** The signed-in person; only used below the shell, which has loaded it. */
export function useMe(): Me {
  return useSuspenseQuery(meQuery).data;
}

/** Whether the person holds a permission, by its name ("inbox.conversation.reply"). */
export function useMay(permission: string): boolean {
  return useMe().permissions.includes(permission);
}

/** Ends this browser's session; nothing of the person stays in memory. */
export function useSignOut(): () => Promise<void> {
  const queries = useQueryClient();
  return async () => {
    await unwrap(api.DELETE("/api/v1/access/sessions/current", {}));
    queries.clear();
    window.location.assign("/sign-in");
  };
}
