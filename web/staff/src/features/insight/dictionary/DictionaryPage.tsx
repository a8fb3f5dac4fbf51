import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { paths } from "@/app/paths";
import { Failure } from "@/ui/Failure";
import { PageFrame } from "@/ui/PageFrame";
import { metricsQuery } from "../queries";
import classes from "./DictionaryPage.module.css";
import { useDefinitions } from "./useDefinitions";

/** Every figure with its one definition. */
export function DictionaryPage() {
  const { t } = useTranslation("insight");
  const query = useQuery(metricsQuery);
  const { entries } = useDefinitions();
  const there = entries.length > 0;
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
            <dt>{t("dictionary.versionLabel")}</dt>
            <dd>{entry.version}</dd>
          </dl>
          <Link to={paths.figure} params={{ metric: entry.code }} search={true}>
            {t("dictionary.see")}
          </Link>
        </section>
      ))}
    </PageFrame>
  );
}
