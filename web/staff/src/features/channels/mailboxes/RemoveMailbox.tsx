import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { paths } from "@/app/paths";
import { api, unwrap } from "@/lib/api/client";
import type { Mailbox } from "@/lib/api/schema";
import { Confirm } from "@/ui/Confirm";
import { useSave } from "@/ui/useSave";
import { channelsKeys } from "../queries";

/** Asks before a mailbox is removed: what was in it stays, but nothing comes or goes any more. */
export function RemoveMailbox({ mailbox, onClose }: { mailbox: Mailbox; onClose: () => void }) {
  const { t } = useTranslation("channels");
  const navigate = useNavigate();
  const remove = useSave({
    save: () =>
      unwrap(api.DELETE("/api/v1/channels/mailboxes/{id}", { params: { path: { id: mailbox.id } } })),
    refresh: [channelsKeys.mailboxes],
    said: t("form.removed", { name: mailbox.name }),
    onDone: () => void navigate({ to: paths.mailboxes }),
  });
  return (
    <Confirm
      title={t("form.removeTitle", { name: mailbox.name })}
      text={t("form.removeText", { address: mailbox.address })}
      action={t("form.remove")}
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    />
  );
}
