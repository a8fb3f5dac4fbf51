import { Select, Skeleton } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Voices } from "@/features/feedback/public";
import { useMay, useMe } from "@/lib/session/session";
import { Failure } from "@/ui/Failure";
import { PageFrame } from "@/ui/PageFrame";
import { Section } from "@/ui/Section";
import { Why } from "../explanations/Why";
import { Behind } from "../figures/Behind";
import { SplitTable } from "../figures/SplitTable";
import { useFigures } from "../figures/useFigures";
import { FilterBar } from "../filter/FilterBar";
import { midnight, shifted } from "../filter/period";
import { NARROWED } from "../filter/search";
import { useFilter } from "../filter/useFilter";
import { Cards } from "./Cards";
import { RATED, SATISFACTION } from "./ready";

/** What customers think of us, by what one asks of it. */
export function SatisfactionPage() {
  const { t } = useTranslation("insight");
  const against = useFigures(["csat"]).data?.against;
  return (
    <PageFrame title={t("satisfaction.title")} intro={t("satisfaction.intro")} wide>
      <FilterBar />
      <Cards questions={SATISFACTION} />
      {against && <Why key={against.from} metric="csat" unit="share" against={against} />}
      <Where />
      <Section title={t("satisfaction.low")} intro={t("satisfaction.lowText")}>
        <Behind metric="csat" unit="share" rated first="rest" />
      </Section>
      <Words />
    </PageFrame>
  );
}

/** By team, channel, topic or person, whatever is compared. */
function Where() {
  const { t } = useTranslation("insight");
  const { filter } = useFilter();
  const people = useMay("insight.people.read");
  const ways = NARROWED.filter((way) => way !== "agent" || people);
  const [by, setBy] = useState<(typeof NARROWED)[number]>("topic");
  const figures = useFigures(RATED, by);
  return (
    <Section
      title={t("satisfaction.where")}
      actions={
        <Select
          aria-label={t("satisfaction.by")}
          data={ways.map((way) => ({ value: way, label: t(`by.${way}`) }))}
          value={by}
          onChange={(value) => setBy(ways.find((way) => way === value) ?? by)}
          w={180}
        />
      }
    >
      {figures.isError && !figures.data && (
        <Failure what={t("figure.failed")} error={figures.error} onRetry={() => void figures.refetch()} />
      )}
      {!figures.data || figures.isPlaceholderData ? (
        <Skeleton height={160} />
      ) : (
        <SplitTable
          by={by}
          metrics={RATED}
          figures={figures.data.metrics}
          clock={filter.clock}
          people={by === "agent"}
        />
      )}
    </Section>
  );
}

/** Comments and what they are about, for whoever may read them. */
function Words() {
  const { filter } = useFilter();
  const zone = useMe().company.time_zone;
  if (!useMay("feedback.answer.see")) return null;
  const period = { from: midnight(filter.from, zone), to: midnight(shifted(filter.to, 1), zone) };
  return <Voices key={period.from + period.to} period={period} />;
}
