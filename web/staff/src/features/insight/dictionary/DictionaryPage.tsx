import { Button, Group, Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { paths } from "@/app/paths";
import { useReading } from "@/lib/session/reading";
import { useMay } from "@/lib/session/session";
import { Failure } from "@/ui/Failure";
import { PageFrame } from "@/ui/PageFrame";
import { dayText } from "../numbers/format";
import { metricsQuery } from "../queries";
import classes from "./DictionaryPage.module.css";
import { OwnerChanges } from "./OwnerChanges";
import { OwnerDialog } from "./OwnerDialog";
import { type Entry, useDefinitions } from "./useDefinitions";

/** Every figure with its one definition. */
export function DictionaryPage() {
  const { t } = useTranslation("insight");
  const query = useQuery(metricsQuery);
  const { entries } = useDefinitions();
  const there = entries.length > 0;
  const may = useMay("insight.settings.manage");
  const [changed, setChanged] = useState<Entry | null>(null);
  const [shown, setShown] = useState<Entry | null>(null);
  // The browser looked for the place in the address before the entries were there.
  useEffect(() => {
    if (there) document.getElementById(window.location.hash.slice(1))?.scrollIntoView({ block: "start" });
  }, [there]);
  return (
    <PageFrame title={t("dictionary.title")} intro={t("dictionary.intro")}>
      {query.isPending && <Skeleton height={240} />}
      {query.isError && !query.data && (
        <Failure what={t("dictionary.failed")} error={query.error} onRetry={() => void query.refetch()} />
      )}
      {entries.map((entry) => (
        <section
          key={entry.code}
          id={entry.code}
          className={classes.entry}
          aria-labelledby={`of-${entry.code}`}
        >
          <div className={classes.head}>
            <h2 id={`of-${entry.code}`}>{entry.name}</h2>
            <code>{entry.code}</code>
          </div>
          <dl>
            <dt>{t("definition.formula")}</dt>
            <dd>{entry.formula}</dd>
            <dt>{t("definition.excluded")}</dt>
            <dd>{entry.excluded || t("dictionary.nothingExcluded")}</dd>
            <dt>{t("dictionary.unit")}</dt>
            <dd>{t(`dictionary.unitOf.${entry.unit}`)}</dd>
            <dt>{t("dictionary.owner")}</dt>
            <dd>{entry.owner.owner_name || t("dictionary.nobody")}</dd>
            {entry.owner.note && (
              <>
                <dt>{t("dictionary.note")}</dt>
                <dd className={classes.note}>{entry.owner.note}</dd>
              </>
            )}
            <dt>{t("dictionary.versionLabel")}</dt>
            <dd>
              {entry.version} <Editions entry={entry} />
            </dd>
          </dl>
          <Group gap="md">
            <Link to={paths.figure} params={{ metric: entry.code }} search={true}>
              {t("dictionary.see")}
            </Link>
            {may && (
              <Button
                variant="subtle"
                size="compact-sm"
                aria-label={t("dictionary.changeOwnerOf", { name: entry.name })}
                onClick={() => setChanged(entry)}
              >
                {t("dictionary.changeOwner")}
              </Button>
            )}
            {entry.owner.version > 0 && (
              <Button
                variant="subtle"
                size="compact-sm"
                aria-label={t("dictionary.changesOf", { name: entry.name })}
                onClick={() => setShown(entry)}
              >
                {t("dictionary.changes")}
              </Button>
            )}
          </Group>
        </section>
      ))}
      {changed && <OwnerDialog entry={changed} onClose={() => setChanged(null)} />}
      {shown && <OwnerChanges entry={shown} onClose={() => setShown(null)} />}
    </PageFrame>
  );
}

/** What the definition meant from when on. */
function Editions({ entry }: { entry: Entry }) {
  const { locale } = useReading();
  return (
    <ul className={classes.editions}>
      {entry.history.map((edition, place) => (
        <li key={`${edition.since}${edition.change}`}>
          {place + 1}. {dayText(edition.since, locale, "full")}: {edition.change}
        </li>
      ))}
    </ul>
  );
}
