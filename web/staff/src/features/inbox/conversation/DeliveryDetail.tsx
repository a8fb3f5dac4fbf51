import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/api/client";
import type { Message } from "@/lib/api/types";
import { Time } from "@/ui/Time";
import { useSave } from "@/ui/useSave";
import { useWhyText } from "@/ui/whyText";
import { inboxKeys } from "../keys";
import classes from "./DeliveryDetail.module.css";
import { useDelivery } from "./deliveries";

interface Props {
  message: Message;
  conversation: string;
}

const FATES = ["waiting", "sending", "sent", "failed", "bounced"] as const;

/** How often a mail was tried, when it is tried next, and who has it and who has not. */
export function DeliveryDetail({ message, conversation }: Props) {
  const { t } = useTranslation("inbox");
  const state = message.delivery?.state;
  const attempts = message.delivery?.attempts ?? 0;
  const troubled = state === "failed" || (state === "waiting" && attempts > 0);
  const told = useDelivery(message.id, conversation, `${state} ${attempts}`, troubled);
  const whyText = useWhyText();
  if (!troubled || !told) return null;
  return (
    <div className={classes.detail}>
      {state === "waiting" && (
        <p>
          {t("delivery.tried", { count: told.mail.attempts })}
          {told.mail.next_at && (
            <>
              {" "}
              {t("delivery.next")} <Time at={told.mail.next_at} />
            </>
          )}
        </p>
      )}
      <ul>
        {told.recipients.map((each) => {
          const fate = FATES.find((known) => known === each.state) ?? "waiting";
          return (
            <li key={each.address} data-fate={fate}>
              <span>{each.address}</span> <strong>{t(`delivery.fate.${fate}`)}</strong>
              {each.reason && <span>{whyText(each.why, each.reason).sentence}</span>}
            </li>
          );
        })}
      </ul>
      {state === "waiting" && <Steering message={message.id} conversation={conversation} />}
    </div>
  );
}

/** Nobody has to wait for the next try, or for the last one. */
function Steering({ message, conversation }: { message: string; conversation: string }) {
  const { t } = useTranslation("inbox");
  const refresh = [inboxKeys.messages(conversation), inboxKeys.lists, ["channels"]];
  const path = { params: { path: { id: message } } };
  const now = useSave({
    save: () => unwrap(api.POST("/api/v1/channels/messages/{id}/try-now", path)),
    refresh,
    said: t("delivery.tryingNow"),
    loud: true,
  });
  const end = useSave({
    save: () => unwrap(api.POST("/api/v1/channels/messages/{id}/give-up", path)),
    refresh,
    said: t("delivery.givenUp"),
    loud: true,
  });
  return (
    <div className={classes.actions}>
      <Button size="compact-sm" variant="default" loading={now.isPending} onClick={() => now.mutate()}>
        {t("delivery.tryNow")}
      </Button>
      <Button size="compact-sm" variant="subtle" loading={end.isPending} onClick={() => end.mutate()}>
        {t("delivery.giveUp")}
      </Button>
    </div>
  );
}
