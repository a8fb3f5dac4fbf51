import { Button, Group, Modal, Stack } from "@mantine/core";
import type { FormEvent, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Refusal } from "./Refusal";

interface Props {
  title: string;
  onClose: () => void;
  onSubmit: (event?: FormEvent<HTMLFormElement>) => void;
  busy: boolean;
  error: unknown;
  submit?: string;
  size?: string | number;
  children: ReactNode;
}

/** A dialog with one form: fields, the reason of a refusal, and two ways out. */
export function FormModal({ title, onClose, onSubmit, busy, error, submit, size = 480, children }: Props) {
  const { t } = useTranslation("app");
  return (
    <Modal opened onClose={onClose} title={title} size={size} closeButtonProps={{ "aria-label": t("close") }}>
      <form onSubmit={onSubmit} noValidate>
        <Stack gap="md">
          {children}
          <Refusal error={error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t("cancel")}
            </Button>
            <Button type="submit" loading={busy}>
              {submit ?? t("save")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
