import type { Message } from "@/lib/api/types";
import { useServerWords } from "@/lib/i18n/problemWords";
import { useWhyText } from "@/ui/whyText";
import { useDelivery } from "./deliveries";

/** Why a message was not sent, in the reader's language. Who reads English reads what came with the message. */
export function useDeliveryText({ id, delivery }: Message, conversation: string): string | null {
  const { needed } = useServerWords();
  const whyText = useWhyText();
  const reason = delivery?.reason ?? null;
  const changes = `${delivery?.state ?? ""} ${delivery?.attempts ?? 0}`;
  const told = useDelivery(id, conversation, changes, needed && reason !== null);
  if (reason === null) return null;
  return whyText(told?.mail.why, reason).sentence;
}
