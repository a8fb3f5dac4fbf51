import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { paths } from "@/app/paths";
import { ReadingProvider, useReading } from "@/lib/session/reading";
import { useMe } from "@/lib/session/session";
import { count } from "@/lib/time/format";
import { useNow } from "@/lib/time/now";
import { duration } from "../numbers/format";
import { liveQuery } from "../queries";
import { useUncounted } from "../trust/uncounted";
import { Wall } from "./Wall";

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
  const live = query.data;
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
    <Wall
      name={company.name}
      locale={locale}
      zone={zone}
      readAt={query.dataUpdatedAt}
      failing={query.isError}
      counting={useUncounted() > 0}
      figures={figures.map(([key, value]) => ({ key, value, label: t(`wallboard.now.${key}`) }))}
      away={<Link to={paths.live}>{t("wallboard.back")}</Link>}
    />
  );
}
