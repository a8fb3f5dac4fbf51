import { useQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/lib/api/client";
import type { MailDelivery } from "@/lib/api/schema";

/** What became of the mail of a message, for each recipient. `changes` is whatever makes the answer stale. */
export function useDelivery(message: string, conversation: string, changes: string, enabled: boolean) {
  const deliveries = useQuery({
    queryKey: ["channels", "deliveries", conversation, changes],
    queryFn: () =>
      unwrap(
        api.GET("/api/v1/channels/conversations/{id}/deliveries", { params: { path: { id: conversation } } }),
      ),
    enabled,
  });
  return deliveries.data?.items.find((each: MailDelivery) => each.mail.message_id === message);
}
