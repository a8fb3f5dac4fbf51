import { ActionIcon, Button, Fieldset, Group, Switch, Textarea, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/api/client";
import type { MailboxRules as Rules, VersionedMailboxRules } from "@/lib/api/schema";
import { useSave } from "@/ui/useSave";
import { channelsKeys, mailboxRulesQuery } from "../queries";

/** What a mailbox does by itself: its automatic answer, and whether what comes back finds its message. */
export function MailboxRules({ mailbox }: { mailbox: string }) {
  const known = useQuery(mailboxRulesQuery(mailbox)).data;
  return known ? <RulesForm key={known.version} mailbox={mailbox} known={known} /> : null;
}

function RulesForm({ mailbox, known }: { mailbox: string; known: VersionedMailboxRules }) {
  const { t } = useTranslation("channels");
  const form = useForm<Rules>({
    initialValues: known.rules,
  });
  const save = useSave({
    save: (rules: Rules) =>
      unwrap(
        api.PUT("/api/v1/channels/mailboxes/{id}/rules", {
          params: { path: { id: mailbox } },
          body: { rules, version: known.version },
        }),
      ),
    refresh: [channelsKeys.rules],
    form,
    said: t("rules.saved"),
    loud: true,
  });
  const add = () =>
    form.insertListItem("texts", {
      language: form.values.texts.length === 0 ? "en" : "de",
      subject: t("answer.usualSubject"),
      text: t("answer.usualText"),
    });
  return (
    <form onSubmit={form.onSubmit((values) => save.mutate(values))} style={{ maxWidth: 640, marginTop: 32 }}>
      <Fieldset legend={t("answer.title")}>
        <Switch
          label={t("answer.signedReturn")}
          description={t("answer.signedReturnText")}
          mb="md"
          {...form.getInputProps("signed_return", { type: "checkbox" })}
        />
        <Switch
          label={t("answer.on")}
          description={t("answer.onText")}
          mb="md"
          {...form.getInputProps("answer", { type: "checkbox" })}
        />
        {form.values.texts.map((text, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the order of the texts is what they are
          <Fieldset key={index} variant="filled" mb="sm">
            <Group align="end" wrap="nowrap">
              <TextInput
                label={t("answer.language")}
                w={90}
                {...form.getInputProps(`texts.${index}.language`)}
              />
              <TextInput
                label={t("answer.subject")}
                style={{ flex: 1 }}
                {...form.getInputProps(`texts.${index}.subject`)}
              />
              <ActionIcon
                aria-label={t("answer.remove", { language: text.language })}
                onClick={() => form.removeListItem("texts", index)}
                mb={6}
              >
                <IconX size={16} />
              </ActionIcon>
            </Group>
            <Textarea
              label={t("answer.text")}
              description={t("answer.places")}
              autosize
              minRows={4}
              mt="xs"
              {...form.getInputProps(`texts.${index}.text`)}
            />
          </Fieldset>
        ))}
        <Group>
          <Button variant="default" onClick={add}>
            {t("answer.add")}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {t("rules.save")}
          </Button>
        </Group>
      </Fieldset>
    </form>
  );
}
