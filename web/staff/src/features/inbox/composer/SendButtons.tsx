import { Button, Menu } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Status } from "@/lib/api/types";
import { StatusMark } from "../StatusMark";
import classes from "./Composer.module.css";

interface Props {
  note: boolean;
  busy: boolean;
  blocked: boolean;
  onSend: (status: Status | null) => void;
}

/** Send, and what is to become of the conversation with it. */
export function SendButtons({ note, busy, blocked, onSend }: Props) {
  const { t } = useTranslation("inbox");
  if (note) {
    return (
      <Button loading={busy} disabled={blocked} onClick={() => onSend(null)}>
        {t("composer.addNote")}
      </Button>
    );
  }
  return (
    <div className={classes.send}>
      <Button
        variant="default"
        className={classes.solve}
        disabled={blocked || busy}
        leftSection={<StatusMark status="solved" label={false} />}
        onClick={() => onSend("solved")}
      >
        {t("composer.sendSolved")}
      </Button>
      <Button.Group>
        <Button loading={busy} disabled={blocked} onClick={() => onSend(null)}>
          {t("composer.send")}
        </Button>
        <Menu position="top-end">
          <Menu.Target>
            <Button
              px={8}
              disabled={blocked || busy}
              aria-label={t("composer.moreSend")}
              className={classes.chevron}
            >
              <IconChevronDown size={16} />
            </Button>
          </Menu.Target>
          <Menu.Dropdown data-keys="own">
            <Menu.Item
              leftSection={<StatusMark status="solved" label={false} />}
              onClick={() => onSend("solved")}
            >
              {t("composer.sendSolved")}
            </Menu.Item>
            <Menu.Item
              leftSection={<StatusMark status="pending" label={false} />}
              onClick={() => onSend("pending")}
            >
              {t("composer.sendPending")}
            </Menu.Item>
            <Menu.Item
              leftSection={<StatusMark status="on_hold" label={false} />}
              onClick={() => onSend("on_hold")}
            >
              {t("composer.sendOnHold")}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </Button.Group>
    </div>
  );
}
