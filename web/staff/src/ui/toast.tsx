import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { i18n } from "@/lib/i18n/i18n";
import classes from "./toast.module.css";

/** A short message that goes away by itself. */
export function toast(message: string): void {
  notifications.show({ message, autoClose: 4_000, withBorder: true, classNames: { root: classes.root } });
}

/** Something went wrong; stays until it is dismissed. */
export function toastError(title: string, message: string): void {
  notifications.show({
    title,
    message,
    color: "red",
    autoClose: 12_000,
    withBorder: true,
    role: "alert",
    classNames: { root: classes.root },
  });
}

interface Undo {
  message: string;
  onUndo: () => void;
  /** The word on the button; "Undo" unless told otherwise. */
  action?: string;
  seconds?: number;
  /** A toast with the same id replaces the older one. */
  id?: string;
}

/** What was done, with a way back for some seconds. */
export function toastUndo({ message, onUndo, action, seconds = 10, id = crypto.randomUUID() }: Undo): void {
  notifications.hide(id);
  notifications.show({
    id,
    autoClose: seconds * 1000,
    withBorder: true,
    classNames: { root: classes.root },
    message: (
      <span className={classes.undo}>
        <span>{message}</span>
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => {
            notifications.hide(id);
            onUndo();
          }}
        >
          {action ?? i18n.t("app:undo")}
        </Button>
        <span className={classes.clock} style={{ animationDuration: `${seconds}s` }} />
      </span>
    ),
  });
}
