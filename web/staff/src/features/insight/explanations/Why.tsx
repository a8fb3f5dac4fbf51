import { Button, Select, Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { paths } from "@/app/paths";
import type { Explanation, ExplanationDivision, ExplanationSegment } from "@/lib/api/schema";
import { useReading } from "@/lib/session/reading";
import { DataTable } from "@/ui/DataTable";
import { Failure } from "@/ui/Failure";
import { Mark } from "@/ui/Mark";
import { onePage } from "@/ui/onePage";
import { Section } from "@/ui/Section";
import type { Unit } from "../figures/figure";
import { usePartName } from "../filter/choices";
import type { Days } from "../filter/period";
import { NARROWED } from "../filter/search";
import { useFilter } from "../filter/useFilter";
import { measureOf } from "../measures/measure";
import { useMeasureText } from "../measures/useMeasureText";
import { ExportLink } from "../numbers/ExportLink";
import { daysText, share } from "../numbers/format";
import { explanationQuery } from "../queries";
import classes from "./Why.module.css";

interface Props {
  metric: string;
  unit: Unit;
  /** The days it is compared with. */
  against: Days | null;
}

/** Why a figure moved: asked for, because it looks at everything twice. */
export function Why({ metric, unit, against }: Props) {
  const { t } = useTranslation("insight");
  const { filter } = useFilter();
  const [asked, setAsked] = useState(false);
  const query = useQuery({ ...explanationQuery({ ...filter, metric }, against), enabled: asked });
  return (
    <Section
      title={t("why.title")}
      intro={t("why.intro")}
      actions={
        asked ? (
          <ExportLink
            table="explanation"
            query={{ ...filter, metric, against_from: against?.from, against_to: against?.to }}
          />
        ) : (
          <Button variant="default" onClick={() => setAsked(true)}>
            {t("why.ask")}
          </Button>
        )
      }
    >
      {asked && query.isPending && <Skeleton height={120} />}
      {query.isError && !query.data && (
        <Failure what={t("why.failed")} error={query.error} onRetry={() => void query.refetch()} />
      )}
      {asked && query.data && <Answer explanation={query.data} unit={unit} />}
    </Section>
  );
}

function Answer({ explanation, unit }: { explanation: Explanation; unit: Unit }) {
  const { t } = useTranslation("insight");
  const first = explanation.because[0]?.by ?? explanation.divisions[0]?.by ?? "";
  const [by, setBy] = useState(first);
  const division = explanation.divisions.find((each) => each.by === by) ?? explanation.divisions[0];
  return (
    <>
      <Sentence explanation={explanation} unit={unit} />
      {division && (
        <>
          <Select
            mb="xs"
            w={220}
            label={t("parts.by")}
            data={explanation.divisions.map((each) => ({
              value: each.by,
              label: t(`by.${each.by}` as "by.team"),
            }))}
            value={division.by}
            onChange={(value) => value && setBy(value)}
          />
          <Contributions division={division} explanation={explanation} unit={unit} />
        </>
      )}
    </>
  );
}

/** What one would say: how it moved, whether that is more than chance, and what did most. */
function Sentence({ explanation, unit }: { explanation: Explanation; unit: Unit }) {
  const { t, i18n } = useTranslation("insight");
  const { locale } = useReading();
  const partName = usePartName();
  const { filter } = useFilter();
  const { write, writeChange } = useMeasureText();
  const measure = measureOf(explanation.metric, unit, filter);
  const { before, after, difference } = explanation.comparison;
  const reasons = explanation.because.map((reason) =>
    t(`why.reason.${reason.cause}`, {
      part: `${t(`by.${reason.by}` as "by.team")} ${partName(reason.by, reason.part)}`,
      change: writeChange(measure, reason.total),
    }),
  );
  const list = new Intl.ListFormat(i18n.language, { type: "conjunction" }).format(reasons);
  return (
    <div className={classes.sentence}>
      <p>
        {t("why.moved", {
          before: write(measure, before.value),
          after: write(measure, after.value),
          days: daysText(explanation.before, locale),
          change: difference == null ? "–" : writeChange(measure, difference),
        })}{" "}
        {reasons.length > 0 && explanation.kind !== "too_few" && t("why.because", { reasons: list })}
      </p>
      <Mark tone={explanation.kind === "signal" ? "info" : "quiet"}>{t(`why.kind.${explanation.kind}`)}</Mark>
    </div>
  );
}

const DONE = { isPending: false, isError: false, error: null, refetch: () => undefined };

interface ContributionsProps {
  division: ExplanationDivision;
  explanation: Explanation;
  unit: Unit;
}

function Contributions({ division, explanation, unit }: ContributionsProps) {
  const { t } = useTranslation("insight");
  const { locale } = useReading();
  const { search, filter } = useFilter();
  const partName = usePartName();
  const { write, writeChange } = useMeasureText();
  const measure = measureOf(explanation.metric, unit, filter);
  const most = Math.max(...division.segments.map((segment) => Math.abs(segment.total)), 0) || 1;
  const narrowed = NARROWED.find((field) => field === division.by);
  return (
    <>
      <DataTable
        label={t("why.title")}
        query={onePage(DONE, division.segments)}
        keyOf={(segment) => segment.part}
        failure=""
        empty={<p>{t("behind.none")}</p>}
        columns={[
          {
            label: t(`by.${division.by}` as "by.team"),
            render: (segment) =>
              narrowed && segment.part ? (
                <Link
                  to={paths.figure}
                  params={{ metric: explanation.metric }}
                  search={{ ...search, [narrowed]: [segment.part] }}
                >
                  {partName(division.by, segment.part)}
                </Link>
              ) : (
                partName(division.by, segment.part)
              ),
          },
          {
            label: t("why.total"),
            render: (segment) => (
              <Bar segment={segment} most={most} text={writeChange(measure, segment.total)} />
            ),
          },
          { label: t("why.rate"), number: true, render: (segment) => writeChange(measure, segment.rate) },
          { label: t("why.mix"), number: true, render: (segment) => writeChange(measure, segment.mix) },
          {
            label: t("why.own"),
            number: true,
            render: (segment) =>
              `${write(measure, segment.before.value)} → ${write(measure, segment.after.value)}`,
          },
          {
            label: t("why.weight"),
            number: true,
            render: (segment) =>
              `${share(segment.weight_before, locale)} → ${share(segment.weight_after, locale)}`,
          },
          {
            label: t("parts.doubt"),
            render: (segment) => (segment.changed ? <Mark tone="info">{t("why.changed")}</Mark> : null),
          },
        ]}
      />
      {division.others > 0 && (
        <p className={classes.others}>
          {t("why.others", { count: division.others, change: writeChange(measure, division.others_total) })}
        </p>
      )}
    </>
  );
}

function Bar({ segment, most, text }: { segment: ExplanationSegment; most: number; text: string }) {
  const width = `${(Math.abs(segment.total) / most) * 50}%`;
  const side = segment.total < 0 ? { insetInlineEnd: "50%" } : { insetInlineStart: "50%" };
  return (
    <span className={classes.bar}>
      <span className={classes.track} aria-hidden="true">
        <span style={{ width, ...side }} />
      </span>
      <span>{text}</span>
    </span>
  );
}
