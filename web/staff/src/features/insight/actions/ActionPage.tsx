import { Button, Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { paths } from "@/app/paths";
import { api, unwrap } from "@/lib/api/client";
import type { ActionEffect, FigureReading, InsightAction } from "@/lib/api/schema";
import { useReading } from "@/lib/session/reading";
import { useMay } from "@/lib/session/session";
import { count } from "@/lib/time/format";
import { Failure } from "@/ui/Failure";
import { PageFrame } from "@/ui/PageFrame";
import { useSave } from "@/ui/useSave";
import type { Days } from "../filter/period";
import { searchOf } from "../measures/measure";
import { useMeasureText } from "../measures/useMeasureText";
import { daysText, dayText } from "../numbers/format";
import { actionQuery, effectQuery } from "../queries";
import { ActionEdit } from "./ActionEdit";
import classes from "./Actions.module.css";
import { Standing } from "./ActionsPage";

const route = getRouteApi("/shell/insight/actions/$action");

/** One action: what was done, the figure before and after, and in plain words whether it worked. */
export function ActionPage() {
  const { t } = useTranslation("insight");
  const { action: id } = route.useParams();
  const query = useQuery(actionQuery(id));
  const effect = useQuery(effectQuery(id));
  if (query.isError && !query.data) {
    return <Failure what={t("actions.failed")} error={query.error} onRetry={() => void query.refetch()} />;
  }
  if (!query.data) return <Skeleton height={240} m="lg" />;
  const action = query.data;
  return (
    <PageFrame title={action.content.title} actions={<StateButtons action={action} />}>
      <Facts action={action} />
      {effect.isError && !effect.data && (
        <Failure what={t("action.effectFailed")} error={effect.error} onRetry={() => void effect.refetch()} />
      )}
      {effect.data && <Effect action={action} effect={effect.data} />}
      {action.content.text && <p className={classes.text}>{action.content.text}</p>}
    </PageFrame>
  );
}

function Facts({ action }: { action: InsightAction }) {
  const { t } = useTranslation("insight");
  const { locale } = useReading();
  const { nameOf, writeChange } = useMeasureText();
  const { content } = action;
  return (
    <dl className={classes.compare}>
      <div>
        <dt>{t("action.owner")}</dt>
        <dd>{action.owner_name}</dd>
      </div>
      <div>
        <dt>{t("action.shouldMove")}</dt>
        <dd>
          <Link
            to={paths.figure}
            params={{ metric: content.measure.metric }}
            search={searchOf(content.measure, content.before)}
          >
            {nameOf(content.measure)}
          </Link>{" "}
          {writeChange(content.measure, content.change)}
        </dd>
      </div>
      <div>
        <dt>{t("action.due")}</dt>
        <dd>{dayText(content.due_on, locale, "full")}</dd>
      </div>
      <div>
        <dt>{t("actions.standing")}</dt>
        <dd>
          <Standing action={action} />
        </dd>
      </div>
    </dl>
  );
}

const TONES = { worked: "good", did_not: "danger", too_early: "", cannot_tell: "" } as const;

function Effect({ action, effect }: { action: InsightAction; effect: ActionEffect }) {
  const { t } = useTranslation("insight");
  const { writeChange } = useMeasureText();
  const { measure, change } = action.content;
  const { comparison } = effect;
  const interval = comparison.interval;
  return (
    <section className={classes.verdict} data-tone={TONES[effect.verdict]} aria-labelledby="verdict">
      <h2 id="verdict">{t(`verdict.${effect.verdict}`)}</h2>
      <p>{t(`why.${effect.why}`)}</p>
      <dl className={classes.compare}>
        <Side label={t("action.before")} measure={measure} reading={comparison.before} days={effect.before} />
        <Side label={t("action.after")} measure={measure} reading={comparison.after} days={effect.after} />
        <div>
          <dt>{t("action.moved")}</dt>
          <dd>
            <span className={classes.big}>
              {comparison.difference == null ? "–" : writeChange(measure, comparison.difference)}
            </span>
            <span className={classes.small}>
              {interval &&
                t("figure.interval", {
                  low: writeChange(measure, interval.low),
                  high: writeChange(measure, interval.high),
                })}
            </span>
          </dd>
        </div>
        <div>
          <dt>{t("action.wanted")}</dt>
          <dd>
            <span className={classes.big}>{writeChange(measure, change)}</span>
          </dd>
        </div>
      </dl>
    </section>
  );
}

interface SideProps {
  label: string;
  measure: InsightAction["content"]["measure"];
  reading: FigureReading;
  days: Days;
}

function Side({ label, measure, reading, days }: SideProps) {
  const { t } = useTranslation("insight");
  const { locale } = useReading();
  const { write } = useMeasureText();
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        <Link
          to={paths.figure}
          params={{ metric: measure.metric }}
          search={searchOf(measure, days)}
          className={classes.value}
        >
          <span className={classes.big}>{write(measure, reading.value)}</span>
        </Link>
        <span className={classes.small}>
          {daysText(days, locale)} · {t("action.counted", { n: count(reading.count, locale) })}
        </span>
      </dd>
    </div>
  );
}

function StateButtons({ action }: { action: InsightAction }) {
  const { t } = useTranslation("insight");
  const may = useMay("insight.actions.manage");
  const [editing, setEditing] = useState(false);
  const save = useSave({
    save: (state: InsightAction["state"]) =>
      unwrap<InsightAction>(
        api.PUT("/api/v1/insight/actions/{id}", {
          params: { path: { id: action.id } },
          body: { owner_id: action.owner_id, state, content: action.content, version: action.version },
        }),
      ),
    refresh: [
      ["insight", "actions"],
      ["insight", "action", action.id],
    ],
    said: t("action.saved"),
    loud: true,
  });
  if (!may) return null;
  return (
    <>
      <Button variant="subtle" onClick={() => setEditing(true)}>
        {t("goal.edit")}
      </Button>
      {editing && <ActionEdit action={action} onClose={() => setEditing(false)} />}
      {action.state === "open" ? (
        <>
          <Button variant="default" loading={save.isPending} onClick={() => save.mutate("dropped")}>
            {t("action.drop")}
          </Button>
          <Button loading={save.isPending} onClick={() => save.mutate("done")}>
            {t("action.done")}
          </Button>
        </>
      ) : (
        <Button variant="default" loading={save.isPending} onClick={() => save.mutate("open")}>
          {t("action.reopen")}
        </Button>
      )}
    </>
  );
}
