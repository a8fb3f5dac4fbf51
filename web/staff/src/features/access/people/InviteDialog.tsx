import { Button, Group, Modal, MultiSelect, Select, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/api/client";
import type { InvitationSent } from "@/lib/api/schema";
import { CopyField } from "@/ui/CopyField";
import { FormModal } from "@/ui/FormModal";
import { toast } from "@/ui/toast";
import { useSave } from "@/ui/useSave";
import { accessKeys } from "../queries";
import { useRoleAndTeamChoices } from "./useChoices";

/** Makes a place for a colleague. When no mailbox can send, the link is shown to be handed over by oneself. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("access");
  const choices = useRoleAndTeamChoices();
  const [sent, setSent] = useState<InvitationSent | null>(null);
  const form = useForm({ initialValues: { email: "", name: "", role_id: "", team_ids: [] as string[] } });
  const { agent } = choices;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when the roles arrive; the form itself is stable.
  useEffect(() => {
    if (agent && !form.values.role_id) form.setFieldValue("role_id", agent);
  }, [agent]);
  const invite = useSave({
    save: (values: typeof form.values, key) =>
      unwrap(
        api.POST("/api/v1/access/invitations", {
          headers: { "Idempotency-Key": key },
          body: values,
        }),
      ),
    refresh: [accessKeys.invitations],
    form,
    onDone: (result) => {
      if (result.link) setSent(result);
      else {
        toast(t("people.invited", { email: result.invitation.email }));
        onClose();
      }
    },
  });
  if (sent?.link) return <InvitationLink email={sent.invitation.email} link={sent.link} onClose={onClose} />;
  return (
    <FormModal
      title={t("people.inviteTitle")}
      submit={t("people.inviteSend")}
      onClose={onClose}
      onSubmit={form.onSubmit((values) => invite.mutate(values))}
      busy={invite.isPending}
      error={invite.error}
    >
      <TextInput
        label={t("field.email")}
        type="email"
        autoComplete="off"
        data-autofocus
        {...form.getInputProps("email")}
      />
      <TextInput label={t("people.name")} autoComplete="off" {...form.getInputProps("name")} />
      <Select label={t("people.role")} data={choices.roles} {...form.getInputProps("role_id")} />
      <MultiSelect
        label={t("people.teams")}
        data={choices.teams}
        searchable
        {...form.getInputProps("team_ids")}
      />
    </FormModal>
  );
}

interface LinkProps {
  email: string;
  link: string;
  onClose: () => void;
}

/** The way into the house for somebody whom no mail can reach yet. */
export function InvitationLink({ email, link, onClose }: LinkProps) {
  const { t } = useTranslation("access");
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("people.linkTitle")}
      size={520}
      closeButtonProps={{ "aria-label": t("people.close") }}
    >
      <Stack gap="md">
        <div>{t("people.linkText", { email })}</div>
        <CopyField label={t("people.link")} value={link} />
        <Group justify="flex-end">
          <Button onClick={onClose}>{t("people.done")}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
