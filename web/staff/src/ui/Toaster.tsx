import { Button, CloseButton } from "@mantine/core";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import classes from "./Toaster.module.css";
import { hideToast, type Toast, useToasts } from "./toast";

/** The corner where messages appear. Mounted once. */
export function Toaster() {
  const { t } = useTranslation("app");
  const toasts = useToasts();
  return (
    <section className={classes.corner} aria-label={t("toasts")} aria-live="polite">
      {toasts.map((toast) => (
        <Message key={toast.id} toast={toast} />
      ))}
    </section>
  );
}

function Message({ toast }: { toast: Toast }) {
  const { t } = useTranslation("app");
  const [held, setHeld] = useState(false);
  // Whoever points at a message or has the focus in it is reading: the clock stands still.
  useEffect(() => {
    if (held) return;
    const timer = window.setTimeout(() => hideToast(toast.id), toast.seconds * 1000);
    return () => window.clearTimeout(timer);
  }, [held, toast]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: pointing at it only holds the clock, nothing can be done with it
    <div
      role={toast.kind === "failed" ? "alert" : "status"}
      className={classes.toast}
      data-kind={toast.kind}
      data-held={held || undefined}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <div className={classes.text}>
        {toast.title && <strong>{toast.title}</strong>}
        <span>{toast.message}</span>
      </div>
      {toast.action && (
        <Button size="compact-sm" variant="default" onClick={toast.action.run}>
          {toast.action.label ?? t("undo")}
        </Button>
      )}
      <CloseButton size="sm" aria-label={t("close")} onClick={() => hideToast(toast.id)} />
      {toast.action && <span className={classes.clock} style={{ animationDuration: `${toast.seconds}s` }} />}
    </div>
  );
}
