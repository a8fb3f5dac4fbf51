import { Button, Group, Modal, MultiSelect, NumberInput, Select, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/api/client";
import type { Wallboard } from "@/lib/api/schema";
import { CopyField } from "@/ui/CopyField";
import { FormModal } from "@/ui/FormModal";
import { useSave } from "@/ui/useSave";
import { useChoices } from "../filter/choices";
import { goalsQuery } from "../queries";
import { type Chosen, chosenOf, contentFrom, LIFETIMES, LIMITED, NUMBERS } from "./chosen";
import { linkOf } from "./wall";

/** Makes a wallboard or changes it; the link is shown once, when it is made. */
export function WallboardDialog({ board, onClose }: { board: Wallboard | null; onClose: () => void }) {
  const { t } = useTranslation("insight");
  const [secret, setSecret] = useState<string | null>(null);
  const form = useForm<Chosen>({ initialValues: chosenOf(board) });
  const save = useSave({
    save: async (values: Chosen, key) => {
      const content = contentFrom(values, board?.content.expires_at ?? null, Date.now());
      if (board) {
        const { id, version } = board;
        await unwrap(
          api.PUT("/api/v1/insight/wallboards/{id}", {
            params: { path: { id } },
            body: { content, version },
          }),
        );
        return null;
      }
      const headers = { "Idempotency-Key": key };
      return (
        (await unwrap(api.POST("/api/v1/insight/wallboards", { headers, body: content }))).secret ?? null
      );
    },
    refresh: [["insight", "wallboards"]],
    form: { setErrors: (errors) => form.setErrors(fieldsOf(errors)) },
    said: t("wallboards.saved"),
    onDone: (made) => (made ? setSecret(made) : onClose()),
  });
  if (secret) return <NewLink secret={secret} onClose={onClose} />;
  return (
    <FormModal
      title={t(board ? "wallboards.change" : "wallboards.new")}
      onClose={onClose}
      onSubmit={form.onSubmit((values) => save.mutate(values))}
      busy={save.isPending}
      error={save.error}
      size={560}
    >
      <Fields form={form} isNew={!board} />
    </FormModal>
  );
}

function Fields({ form, isNew }: { form: ReturnType<typeof useForm<Chosen>>; isNew: boolean }) {
  const { t } = useTranslation("insight");
  const { team } = useChoices();
  const goals = useInfiniteQuery(goalsQuery).data?.pages.flatMap((page) => page.items) ?? [];
  const limited = Object.keys(LIMITED) as (keyof typeof LIMITED)[];
  const lifetimes = isNew ? LIFETIMES : (["kept", ...LIFETIMES] as const);
  return (
    <>
      <TextInput label={t("wallboards.name")} data-autofocus {...form.getInputProps("name")} />
      <MultiSelect
        label={t("wallboards.numbers")}
        description={t("wallboards.numbersText")}
        data={NUMBERS.map((value) => ({ value, label: t(`wallboard.now.${value}`) }))}
        {...form.getInputProps("numbers")}
      />
      <MultiSelect
        label={t("wallboards.goalsChosen")}
        description={t("wallboards.goalsText")}
        data={goals
          .filter((goal) => goal.scope !== "agent")
          .map((goal) => ({ value: goal.id, label: goal.content.name }))}
        {...form.getInputProps("goals")}
      />
      <Group grow align="end">
        {limited
          .filter((what) => form.values.numbers.includes(what))
          .map((what) => (
            <NumberInput
              key={what}
              label={t(`wallboards.atMost.${what}`)}
              min={0}
              {...form.getInputProps(`limits.${what}`)}
            />
          ))}
      </Group>
      <MultiSelect
        label={t("wallboards.teams")}
        description={t("wallboards.teamsText")}
        data={team}
        {...form.getInputProps("teams")}
      />
      <Select
        label={t("wallboards.lifetime")}
        data={lifetimes.map((value) => ({ value, label: t(`wallboards.days.${value}`) }))}
        allowDeselect={false}
        {...form.getInputProps("lifetime")}
      />
    </>
  );
}

function NewLink({ secret, onClose }: { secret: string; onClose: () => void }) {
  const { t } = useTranslation("insight");
  return (
    <Modal opened onClose={onClose} title={t("wallboards.made")} size={620} withCloseButton={false}>
      <Stack gap="md">
        <div>{t("wallboards.madeText")}</div>
        <CopyField label={t("wallboards.link")} value={linkOf(window.location.origin, secret)} />
        <Group justify="flex-end">
          <Button onClick={onClose}>{t("wallboards.kept")}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}

/** The server names faults by its tiles; the form has numbers and goals apart. */
function fieldsOf(errors: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(errors).map(([field, text]) => {
      const name = field.replace(/^content\./, "");
      return [name.startsWith("tiles") ? "numbers" : name === "expires_at" ? "lifetime" : name, text];
    }),
  );
}
