import { Button, Group, Select } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { paths } from "@/app/paths";
import { api, unwrap } from "@/lib/api/client";
import type { CommentCorrection, CommentSentiment, CommentTheme } from "@/lib/api/schema";
import { useMay } from "@/lib/session/session";
import { DataTable } from "@/ui/DataTable";
import { Empty } from "@/ui/Empty";
import { Section } from "@/ui/Section";
import { useSave } from "@/ui/useSave";
import { ExportLink } from "./ExportLink";
import classes from "./Feedback.module.css";
import { type CommentsOf, commentsQuery, feedbackKeys, type ThemedComment } from "./queries";
import { ScoreMark } from "./ScoreMark";

const FEELINGS: CommentSentiment[] = ["negative", "neutral", "positive"];

interface Props {
  of: CommentsOf;
  themes: CommentTheme[];
  onAll: () => void;
}

/** Comments with what was made of them, to be corrected where a person knows better. */
export function Comments({ of, themes, onAll }: Props) {
  const { t } = useTranslation("feedback");
  const query = useInfiniteQuery(commentsQuery(of));
  return (
    <Section
      title={t("themes.comments")}
      actions={
        <Group gap="xs">
          {of.theme && (
            <Button variant="subtle" size="compact-sm" onClick={onAll}>
              {t("themes.all")}
            </Button>
          )}
          <ExportLink table="comments" query={of} />
        </Group>
      }
    >
      <DataTable
        label={t("themes.comments")}
        query={query}
        keyOf={(row) => row.answer.id}
        failure={t("themes.commentsFailed")}
        empty={<Empty title={t("themes.none")}>{t("themes.noneText")}</Empty>}
        columns={[
          {
            label: t("answers.comment"),
            render: (row) => (
              <>
                <span className={classes.comment}>{row.answer.comment}</span>
                {row.words.length > 0 && (
                  <span className={classes.quiet}>
                    {" "}
                    {t("themes.byWords", { words: row.words.join(", ") })}
                  </span>
                )}
              </>
            ),
          },
          { label: t("answers.score"), render: (row) => <ScoreMark of={row.answer} /> },
          {
            label: `${t("themes.feeling")}, ${t("themes.theme")}`,
            render: (row) => <Corrections comment={row} themes={themes} />,
          },
          {
            label: t("answers.conversation"),
            render: ({ answer }) => (
              <Link
                to={paths.conversation}
                params={{ view: "all", conversation: answer.about.conversation }}
                className={classes.strong}
              >
                #{answer.about.number}
              </Link>
            ),
          },
        ]}
      />
    </Section>
  );
}

function Corrections({ comment, themes }: { comment: ThemedComment; themes: CommentTheme[] }) {
  const { t } = useTranslation("feedback");
  const mayManage = useMay("feedback.theme.manage");
  const { number } = comment.answer.about;
  const save = useSave({
    save: (body: CommentCorrection) =>
      unwrap(
        api.PATCH("/api/v1/feedback/comments/{answer}", {
          params: { path: { answer: comment.answer.id } },
          body,
        }),
      ),
    refresh: [feedbackKeys.comments, feedbackKeys.themes],
    said: t("themes.corrected"),
    loud: true,
  });
  const byHand = comment.sentiment_by_hand || comment.theme_by_hand;
  if (!mayManage) return t(`themes.${comment.sentiment}`);
  return (
    <div className={classes.panel}>
      <Select
        size="xs"
        aria-label={t("themes.feelingOf", { number })}
        allowDeselect={false}
        data={FEELINGS.map((each) => ({ value: each, label: t(`themes.${each}`) }))}
        value={comment.sentiment}
        onChange={(value) => {
          const sentiment = FEELINGS.find((each) => each === value);
          if (sentiment) save.mutate({ sentiment });
        }}
      />
      <Select
        size="xs"
        aria-label={t("themes.themeOf", { number })}
        placeholder={t("themes.noTheme")}
        clearable
        searchable
        data={themes.map((each) => ({ value: each.id, label: each.name }))}
        value={comment.theme ?? null}
        onChange={(theme) => save.mutate({ theme })}
      />
      {byHand && <span className={classes.quiet}>{t("themes.byHand")}</span>}
    </div>
  );
}
