import { Button } from "@mantine/core";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { retryLive, useLiveStatus } from "@/lib/live/live";
import classes from "./ConnectionBanner.module.css";

const PATIENCE = 4_000;

/** Says that news do not arrive at the moment. A hiccup of a few seconds is not worth a word. */
export function ConnectionBanner() {
  const { t } = useTranslation("app");
  const status = useLiveStatus();
  const [shown, setShown] = useState(false);
  const lost = status !== "online";
  useEffect(() => {
    if (!lost) {
      setShown(false);
      return;
    }
    const timer = window.setTimeout(() => setShown(true), PATIENCE);
    return () => window.clearTimeout(timer);
  }, [lost]);
  if (!shown) return null;
  return (
    <div role="status" className={classes.banner}>
      <span>{t("connection.lost")}</span>
      <Button size="compact-sm" variant="default" onClick={retryLive}>
        {t("connection.retry")}
      </Button>
    </div>
  );
}
