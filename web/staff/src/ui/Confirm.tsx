import { Button, Group, Modal } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Refusal } from "./Refusal";

interface Props {
  title: string;
  text: string;
  action: string;
  busy: boolean;
  error: unknown;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks once before something that cannot be taken back. */
export function Confirm({ title, text, action, busy, error, onConfirm, onClose }: Props) {
  const { t } = useTranslation("app");
  return (
    <Modal opened onClose={onClose} title={title} size={440} closeButtonProps={{ "aria-label": t("close") }}>
      <p>{text}</p>
      <Refusal error={error} />
      <Group justify="flex-end" gap="xs" mt="md">
        <Button variant="default" onClick={onClose} data-autofocus>
          {t("cancel")}
        </Button>
        <Button color="red" loading={busy} onClick={onConfirm}>
          {action}
        </Button>
      </Group>
    </Modal>
  );
}
