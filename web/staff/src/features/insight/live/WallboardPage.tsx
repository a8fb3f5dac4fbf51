import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { paths } from "@/app/paths";
import { ReadingProvider, useReading } from "@/lib/session/reading";
import { useMe } from "@/lib/session/session";
import { count } from "@/lib/time/format";
import { useNow } from "@/lib/time/now";
import { useDocumentTitle } from "@/ui/useDocumentTitle";
import { duration } from "../numbers/format";
import { liveQuery } from "../queries";
import { ageOf } from "./age";
import classes from "./Wallboard.module.css";

/** How things stand, in type that is read across the room. It asks again by itself, also after the server was away. */
export function WallboardPage() {
  return (
    <ReadingProvider>
      <Wallboard />
    </ReadingProvider>
  );
}

function Wallboard() {
  const { t } = useTranslation("insight");
  const { company } = useMe();
  const { locale, zone } = useReading();
  const now = useNow();
  const query = useQuery({ ...liveQuery, refetchIntervalInBackground: true });
  useDocumentTitle(t("wallboard.title"));
  useAwake();
  const live = query.data;
  const age = ageOf(query.dataUpdatedAt, now, query.isError);
  const clock = (at: number) =>
    new Intl.DateTimeFormat(locale, { timeStyle: "short", timeZone: zone }).format(at);
  const oldest = live?.longest[0];
  const figures = live
    ? ([
        ["waiting", count(live.waiting, locale)],
        ["longest", oldest ? duration((now - Date.parse(oldest.since)) / 1000, locale) : "–"],
        ["unassigned", count(live.unassigned, locale)],
        ["open", count(live.open, locale)],
        ["created_today", count(live.created_today, locale)],
        ["solved_today", count(live.solved_today, locale)],
      ] as const)
    : [];
  return (
    <main id="main" className={classes.wall} data-night={isNight(now, zone) || undefined}>
      <header className={classes.head}>
        <h1>{company.name}</h1>
        <span className={classes.state} data-old={age === "old" || undefined} role="status">
          {age === "none"
            ? t("wallboard.waiting")
            : age === "old"
              ? t("wallboard.old", { at: clock(query.dataUpdatedAt) })
              : t("wallboard.live")}
        </span>
        <time className={classes.clock}>{clock(now)}</time>
      </header>
      <dl className={classes.figures}>
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt>{t(name === "longest" ? "wallboard.longest" : `live.${name}`)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <footer className={classes.foot}>
        <button type="button" onClick={() => void document.documentElement.requestFullscreen?.()}>
          {t("wallboard.fullScreen")}
        </button>
        <Link to={paths.live}>{t("wallboard.back")}</Link>
      </footer>
    </main>
  );
}

/** From eight in the evening to six in the morning nobody should be dazzled. */
function isNight(now: number, zone: string): boolean {
  const hour = Number(
    new Intl.DateTimeFormat("en-GB", { hour: "2-digit", hourCycle: "h23", timeZone: zone }).format(now),
  );
  return hour >= 20 || hour < 6;
}

/** Keeps the screen on where the browser can; a screen on a wall has nobody to wake it. */
function useAwake(): void {
  useEffect(() => {
    let lock: WakeLockSentinel | undefined;
    const keep = () => {
      if (document.visibilityState !== "visible") return;
      navigator.wakeLock?.request("screen").then(
        (got) => {
          lock = got;
        },
        () => undefined,
      );
    };
    keep();
    document.addEventListener("visibilitychange", keep);
    return () => {
      document.removeEventListener("visibilitychange", keep);
      void lock?.release();
    };
  }, []);
}
