import { Button, Textarea } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { paths } from "@/app/paths";
import { api, unwrap } from "@/lib/api/client";
import type { SurveyAnswer } from "@/lib/api/schema";
import { useMay } from "@/lib/session/session";
import { DataTable } from "@/ui/DataTable";
import { Empty } from "@/ui/Empty";
import { FormModal } from "@/ui/FormModal";
import { Section } from "@/ui/Section";
import { Time } from "@/ui/Time";
import { useSave } from "@/ui/useSave";
import { ExportLink } from "./ExportLink";
import classes from "./Feedback.module.css";
import { type AnswersOf, answersQuery, feedbackKeys } from "./queries";
import { ScoreMark } from "./ScoreMark";

/** The answers behind a figure; each opens its conversation. */
export function Answers({ of }: { of: AnswersOf }) {
  const { t } = useTranslation("feedback");
  const query = useInfiniteQuery(answersQuery(of));
  const mayExclude = useMay("feedback.answer.exclude");
  const [excluded, setExcluded] = useState<SurveyAnswer | null>(null);
  const restore = useSave({
    save: ({ id }: SurveyAnswer) =>
      unwrap(api.DELETE("/api/v1/feedback/answers/{id}/exclusion", { params: { path: { id } } })),
    refresh: [feedbackKeys.answers, feedbackKeys.results],
    said: t("answers.restored"),
    loud: true,
  });
  return (
    <Section title={t("answers.title")} actions={<ExportLink table="answers" query={of} />}>
      <DataTable
        label={t("answers.title")}
        query={query}
        keyOf={(row) => row.id}
        failure={t("answers.failed")}
        empty={<Empty title={t("answers.none")}>{t("answers.noneText")}</Empty>}
        columns={[
          { label: t("answers.score"), render: (row) => <ScoreMark of={row} /> },
          {
            label: t("answers.comment"),
            render: (row) => (
              <>
                {row.comment && <span className={classes.comment}>{row.comment}</span>}
                {row.exclusion && (
                  <span className={classes.quiet}>
                    {" "}
                    {t("answers.excluded", { reason: row.exclusion.reason })}
                  </span>
                )}
              </>
            ),
          },
          {
            label: t("answers.conversation"),
            render: (row) => (
              <Link
                to={paths.conversation}
                params={{ view: "all", conversation: row.about.conversation }}
                className={classes.strong}
              >
                #{row.about.number}
              </Link>
            ),
          },
          {
            label: t("answers.given"),
            render: (row) => (
              <>
                <Time at={row.given_at} />
                {row.changed_at && ` (${t("answers.changed")})`}
              </>
            ),
          },
          ...(mayExclude
            ? [
                {
                  label: t("actions"),
                  actions: true,
                  render: (row: SurveyAnswer) =>
                    row.exclusion ? (
                      <Button variant="subtle" size="compact-sm" onClick={() => restore.mutate(row)}>
                        {t("answers.restore")}
                      </Button>
                    ) : (
                      <Button
                        variant="subtle"
                        size="compact-sm"
                        aria-label={t("answers.excludeOf", { number: row.about.number })}
                        onClick={() => setExcluded(row)}
                      >
                        {t("answers.exclude")}
                      </Button>
                    ),
                },
              ]
            : []),
        ]}
      />
      {excluded && <Exclusion answer={excluded} onClose={() => setExcluded(null)} />}
    </Section>
  );
}

function Exclusion({ answer, onClose }: { answer: SurveyAnswer; onClose: () => void }) {
  const { t } = useTranslation("feedback");
  const form = useForm({ initialValues: { reason: "" } });
  const save = useSave({
    save: (body: typeof form.values) =>
      unwrap(
        api.PUT("/api/v1/feedback/answers/{id}/exclusion", { params: { path: { id: answer.id } }, body }),
      ),
    refresh: [feedbackKeys.answers, feedbackKeys.results],
    form,
    said: t("answers.left"),
    onDone: onClose,
  });
  return (
    <FormModal
      title={t("answers.excludeTitle")}
      onClose={onClose}
      onSubmit={form.onSubmit((values) => save.mutate(values))}
      busy={save.isPending}
      error={save.error}
      submit={t("answers.exclude")}
    >
      <p>{t("answers.excludeText")}</p>
      <Textarea label={t("answers.reason")} data-autofocus autosize {...form.getInputProps("reason")} />
    </FormModal>
  );
}
