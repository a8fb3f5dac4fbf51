import { useQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/lib/api/client";
import type { Message } from "@/lib/api/types";
import { useServerWords } from "@/lib/i18n/problemWords";
import { useWhyText } from "@/ui/whyText";

/** Why a message was not sent, in the reader's language. Who reads English reads what came with the message. */
export function useDeliveryText({ id, delivery }: Message, conversation: string): string | null {
  const { needed } = useServerWords();
  const whyText = useWhyText();
  const reason = delivery?.reason ?? null;
  const troubled = useQuery({
    queryKey: ["channels", "deliveries", conversation, reason],
    queryFn: () =>
      unwrap(
        api.GET("/api/v1/channels/conversations/{id}/deliveries", { params: { path: { id: conversation } } }),
      ),
    enabled: needed && reason !== null,
  });
  if (reason === null) return null;
  const why = troubled.data?.items.find((each) => each.message_id === id)?.why;
  return whyText(why, reason).sentence;
}
