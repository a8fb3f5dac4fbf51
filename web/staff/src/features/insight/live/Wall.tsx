import { type ReactNode, useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { GoalProgress } from "@/lib/api/schema";
import { useNow } from "@/lib/time/now";
import { useDocumentTitle } from "@/ui/useDocumentTitle";
import { ageOf } from "./age";
import classes from "./Wallboard.module.css";

/** A figure in words, as it is read across the room. */
export interface WallFigure {
  key: string;
  label: string;
  value: string;
  /** What it should be, in words. */
  target?: string;
  standing?: GoalProgress["standing"];
  small?: boolean;
}

interface Props {
  name: string;
  locale: string;
  zone: string;
  /** When the numbers were read; 0 before the first time. */
  readAt: number;
  failing: boolean;
  /** Not all that happened is in the numbers yet. */
  counting?: boolean;
  figures: readonly WallFigure[];
  /** What stands in small type under the figures. */
  below?: ReactNode;
  /** What leads away from the wall. */
  away?: ReactNode;
}

/** Figures in huge type with where they stand, and whether they are still true. */
export function Wall({ name, locale, zone, readAt, failing, counting, figures, below, away }: Props) {
  const { t } = useTranslation("insight");
  const now = useNow();
  useDocumentTitle(t("wallboard.title"));
  useAwake();
  const age = ageOf(readAt, now, failing, counting);
  const clock = (at: number) =>
    new Intl.DateTimeFormat(locale, { timeStyle: "short", timeZone: zone }).format(at);
  return (
    <main id="main" className={classes.wall} data-night={isNight(now, zone) || undefined}>
      <header className={classes.head}>
        <h1>{name}</h1>
        <span className={classes.state} data-age={age} role="status">
          {t(`wallboard.age.${age}`, { at: clock(readAt) })}
        </span>
        <time className={classes.clock}>{clock(now)}</time>
      </header>
      <dl className={classes.figures}>
        {figures.map(({ key, label, value, target, standing, small }) => (
          <div key={key}>
            <dt>{label}</dt>
            <dd>{value}</dd>
            {standing && (
              <dd className={classes.standing}>
                <span data-standing={standing}>{t(`goals.standing.${standing}`)}</span> {target}
                {small && ` · ${t("wallboard.small")}`}
              </dd>
            )}
          </div>
        ))}
      </dl>
      {below && <div className={classes.below}>{below}</div>}
      <footer className={classes.foot}>
        <button type="button" onClick={() => void document.documentElement.requestFullscreen?.()}>
          {t("wallboard.fullScreen")}
        </button>
        {away}
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
