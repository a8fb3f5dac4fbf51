import { Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { SurveyResults } from "@/lib/api/schema";
import { useReading } from "@/lib/session/reading";
import { useNow } from "@/lib/time/now";
import { DataTable } from "@/ui/DataTable";
import { Empty } from "@/ui/Empty";
import { Failure } from "@/ui/Failure";
import { Mark } from "@/ui/Mark";
import { onePage } from "@/ui/onePage";
import { PageFrame } from "@/ui/PageFrame";
import { Section } from "@/ui/Section";
import { Answers } from "./Answers";
import classes from "./Feedback.module.css";
import { usePartNames } from "./partNames";
import { type AnswersOf, type Division, type Period, programmeQuery, resultsQuery } from "./queries";
import { ends, figureText, percentText } from "./scores";
import { Tabs } from "./Tabs";

const route = getRouteApi("/shell/surveys/programmes/$programme");
const SPANS = ["30", "90", "365"] as const;
const DIVISIONS = ["none", "team", "agent", "channel", "topic", "week"] as const;
const DAY = 86_400_000;

/** What came of a programme: the figure with its interval, its parts, and the answers behind it. */
export function ProgrammePage() {
  const { t } = useTranslation("feedback");
  const { programme: id } = route.useParams();
  const programme = useQuery(programmeQuery(id)).data;
  const [span, setSpan] = useState<(typeof SPANS)[number]>("90");
  const [by, setBy] = useState<(typeof DIVISIONS)[number]>("none");
  const period = usePeriod(Number(span));
  const { zone } = useReading();
  const division = by === "none" ? undefined : by;
  const query = useQuery(resultsQuery(id, period, division, zone));
  const [shown, setShown] = useState<AnswersOf>({});
  return (
    <PageFrame title={programme?.name ?? t("results.title")} intro={programme && t(`kind.${programme.kind}`)}>
      <Tabs />
      <div className={classes.bar}>
        <Select
          label={t("results.period")}
          allowDeselect={false}
          data={SPANS.map((each) => ({ value: each, label: t(`results.days.${each}`) }))}
          value={span}
          onChange={(value) => setSpan(SPANS.find((each) => each === value) ?? "90")}
        />
        <Select
          label={t("results.by")}
          allowDeselect={false}
          data={DIVISIONS.map((each) => ({ value: each, label: t(`results.division.${each}`) }))}
          value={by}
          onChange={(value) => {
            setBy(DIVISIONS.find((each) => each === value) ?? "none");
            setShown({});
          }}
        />
      </div>
      {query.isError && (
        <Failure what={t("results.failed")} error={query.error} onRetry={() => void query.refetch()} />
      )}
      {query.data && <Whole results={query.data} shown={shown} onShow={setShown} />}
      {query.data && division && (
        <Parts results={query.data} division={division} query={query} onShow={setShown} />
      )}
      <Answers of={{ programme: id, ...period, ...shown }} />
    </PageFrame>
  );
}

/** The last days up to the end of this hour: it does not change while somebody reads. */
function usePeriod(days: number): Period {
  const hour = Math.ceil(useNow() / 3_600_000) * 3_600_000;
  return useMemo(
    () => ({ from: new Date(hour - days * DAY).toISOString(), to: new Date(hour).toISOString() }),
    [hour, days],
  );
}

interface WholeProps {
  results: SurveyResults;
  shown: AnswersOf;
  onShow: (of: AnswersOf) => void;
}

function Whole({ results: { kind, result }, shown, onShow }: WholeProps) {
  const { t } = useTranslation("feedback");
  const { locale } = useReading();
  const write = (value: number) => figureText(kind, value, locale);
  if (!result.figure) {
    return <Empty title={t("results.none")}>{t("results.noneText")}</Empty>;
  }
  const most = Math.max(...result.scores.map((each) => each.count), 1);
  return (
    <Section title={t("results.title")} intro={t(`results.definition.${kind}`)}>
      <div className={classes.head}>
        <span className={classes.figure}>{write(result.figure.value)}</span>
        <span>
          {t("results.interval")}: {t("results.from", ends(result.figure, write))}
        </span>
        {result.is_few && <Mark tone="warn">{t("results.few")}</Mark>}
      </div>
      <p className={classes.quiet}>
        {t("results.answers")}: {result.answers} · {t("results.response")}:{" "}
        {result.response_rate ? percentText(result.response_rate.value, locale) : "–"} ({result.answered} /{" "}
        {result.sent})
        {result.share_easy && ` · ${t("results.easy")}: ${percentText(result.share_easy.value, locale)}`}
      </p>
      {result.excluded > 0 && (
        <p className={classes.quiet}>{t("results.excludedText", { count: result.excluded })}</p>
      )}
      <ul className={classes.scores} aria-label={t("results.scores")}>
        {result.scores.map(({ score, count }) => (
          <li key={score}>
            <button
              type="button"
              className={classes.score}
              aria-pressed={shown.score === score}
              onClick={() => onShow(shown.score === score ? {} : { score })}
            >
              <span>{kind === "happiness" ? t(`happiness.${score as 1 | 2 | 3}`) : score}</span>
              <span className={classes.track}>
                <span
                  className={classes.fill}
                  style={{ display: "block", width: `${(100 * count) / most}%` }}
                />
              </span>
              <span className={classes.count}>{count}</span>
            </button>
          </li>
        ))}
      </ul>
    </Section>
  );
}

interface PartsProps {
  results: SurveyResults;
  division: Division;
  query: { isPending: boolean; isError: boolean; error: unknown; refetch: () => unknown };
  onShow: (of: AnswersOf) => void;
}

function Parts({ results: { kind, parts }, division, query, onShow }: PartsProps) {
  const { t } = useTranslation("feedback");
  const { locale } = useReading();
  const names = usePartNames(division);
  const write = (value: number) => figureText(kind, value, locale);
  return (
    <DataTable
      label={t("results.by")}
      query={onePage(query, parts)}
      keyOf={(row) => row.key}
      failure={t("results.failed")}
      empty={<Empty title={t("results.none")}>{t("results.noneText")}</Empty>}
      columns={[
        {
          label: t(`results.division.${division}`),
          render: (row) => (
            <button type="button" className={classes.link} onClick={() => onShow(names.answersOf(row.key))}>
              {names.nameOf(row.key)}
            </button>
          ),
        },
        {
          label: t("results.value"),
          number: true,
          render: ({ result }) => (result.figure ? write(result.figure.value) : "–"),
        },
        {
          label: t("results.interval"),
          number: true,
          render: ({ result }) => (result.figure ? t("results.from", ends(result.figure, write)) : "–"),
        },
        {
          label: t("results.answers"),
          number: true,
          render: ({ result }) =>
            result.is_few ? (
              <Mark tone="warn">{`${result.answers}: ${t("results.few")}`}</Mark>
            ) : (
              result.answers
            ),
        },
        {
          label: t("results.response"),
          number: true,
          render: ({ result }) =>
            result.response_rate ? percentText(result.response_rate.value, locale) : "–",
        },
      ]}
    />
  );
}
