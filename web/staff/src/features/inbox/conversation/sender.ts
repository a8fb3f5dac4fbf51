import { queryOptions, useQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/lib/api/client";
import type { SenderCheck } from "@/lib/api/types";
import { inboxKeys } from "../keys";

/** What was found out about the senders of a conversation's mails. */
function sendersQuery(conversation: string) {
  return queryOptions({
    queryKey: inboxKeys.senders(conversation),
    queryFn: () =>
      unwrap(
        api.GET("/api/v1/channels/conversations/{id}/senders", { params: { path: { id: conversation } } }),
      ),
  });
}

/** What was found out about the sender of one message; nothing for notes, replies and old mail. */
export function useSender(message: string, conversation: string): SenderCheck | null {
  const { data } = useQuery(sendersQuery(conversation));
  return data?.items.find((each) => each.message_id === message) ?? null;
}

/** Whether the sender of any message of the conversation is in doubt. */
export function useDoubt(conversation: string): boolean {
  const { data } = useQuery(sendersQuery(conversation));
  return data?.items.some(isDoubtful) ?? false;
}

/** A warning is due: the check failed, or the mail was kept out of the conversation it points at. */
export function isDoubtful(sender: SenderCheck): boolean {
  return sender.verdict === "failed" || sender.kept_out_of !== null;
}

/** The domain of an address. */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf("@") + 1);
}
