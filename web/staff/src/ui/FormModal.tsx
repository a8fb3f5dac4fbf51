import { Button, Group, Modal, Stack } from "@mantine/core";
import type { FormEvent, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { SaveTrouble } from "./clash/SaveTrouble";
import type { Editing } from "./clash/useClash";

interface Props {
  title: string;
  onClose: () => void;
  onSubmit: (event?: FormEvent<HTMLFormElement>) => void;
  busy: boolean;
  error: unknown;
  submit?: string;
  size?: string | number;
  /** What others did to the same thing meanwhile. */
  editing?: Pick<Editing<never>, "notice" | "undecided">;
  children: ReactNode;
}

/** A dialog with one form: fields, the reason of a refusal, and two ways out. */
export function FormModal({
  title,
  onClose,
  onSubmit,
  busy,
  error,
  submit,
  size = 480,
  editing,
  children,
}: Props) {
  const { t } = useTranslation("app");
  return (
    <Modal opened onClose={onClose} title={title} size={size} closeButtonProps={{ "aria-label": t("close") }}>
      <form onSubmit={onSubmit} noValidate>
        <Stack gap="md">
          {children}
          <SaveTrouble error={error} editing={editing} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t("cancel")}
            </Button>
            <Button type="submit" loading={busy} disabled={editing?.undecided ?? false}>
              {submit ?? t("save")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
