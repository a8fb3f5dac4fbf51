import { useQuery } from "@tanstack/react-query";
import { useLocation } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Problem } from "@/lib/api/problem";
import type { WallboardFigure, WallboardShown } from "@/lib/api/schema";
import { useReading } from "@/lib/session/reading";
import { count } from "@/lib/time/format";
import { useNow } from "@/lib/time/now";
import { useProblemText } from "@/ui/problemText";
import { useDocumentTitle } from "@/ui/useDocumentTitle";
import { Wall, type WallFigure } from "../live/Wall";
import classes from "../live/Wallboard.module.css";
import { wallQuery } from "../queries";
import { secretOf, waited, wallNumber } from "./wall";

/** A wallboard for a screen that has its link and nobody to sign in. It asks again by itself, whatever happens. */
export function WallPage() {
  const { t } = useTranslation("insight");
  const query = useQuery(wallQuery(secretOf(useLocation().hash)));
  const { locale, zone } = useReading();
  const board = query.data;
  const figures = useFigures(board);
  const refused = query.error ? Problem.from(query.error).status === 404 : false;
  if (refused) return <Ended error={query.error} />;
  return (
    <Wall
      name={board?.name ?? t("wallboard.title")}
      locale={locale}
      zone={board?.zone ?? zone}
      readAt={query.dataUpdatedAt}
      failing={query.isError}
      counting={board?.current === false}
      figures={figures}
      below={board && <Below board={board} />}
    />
  );
}

/** What was shown is shown no more: whoever revoked the link wanted that. */
function Ended({ error }: { error: unknown }) {
  const { t } = useTranslation("insight");
  const text = useProblemText();
  useDocumentTitle(t("wallboard.title"));
  return (
    <main id="main" className={classes.wall}>
      <header className={classes.head}>
        <h1>{t("wallboard.ended")}</h1>
      </header>
      <p>{text(error)}</p>
    </main>
  );
}

function useFigures(board: WallboardShown | undefined): WallFigure[] {
  const { t } = useTranslation("insight");
  const { locale } = useReading();
  const now = useNow();
  const target = (figure: WallboardFigure) =>
    figure.aim && figure.target != null
      ? t(`wallboard.aim.${figure.aim}`, { value: wallNumber(figure.target, figure, locale) })
      : undefined;
  return (board?.figures ?? []).map((figure, place) => ({
    key: `${place}${figure.now}${figure.name}`,
    label: figure.now ? t(`wallboard.now.${figure.now}`) : figure.name,
    value:
      figure.now === "longest"
        ? waited(board?.oldest, now, locale)
        : wallNumber(figure.value, figure, locale),
    target: target(figure),
    standing: figure.standing ?? undefined,
    small: figure.small,
  }));
}

function Below({ board }: { board: WallboardShown }) {
  const { t } = useTranslation("insight");
  const { locale } = useReading();
  const now = useNow();
  const { owing, clear } = board.people;
  return (
    <>
      <span>
        {board.oldest
          ? t("wallboard.oldest", { time: waited(board.oldest, now, locale) })
          : t("live.nobodyWaits")}
      </span>
      <span>{t("wallboard.owing", { count: owing, shown: count(owing, locale) })}</span>
      <span>{t("wallboard.clear", { count: clear, shown: count(clear, locale) })}</span>
    </>
  );
}
