import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { CommentThemeCount } from "@/lib/api/schema";
import { DataTable } from "@/ui/DataTable";
import { onePage } from "@/ui/onePage";
import { Section } from "@/ui/Section";
import { Comments } from "./Comments";
import classes from "./Feedback.module.css";
import { type CommentsOf, NO_THEME, type Period, themesQuery } from "./queries";

const FEELINGS = ["negative", "neutral", "positive"] as const;

/** What customers said between two instants, by theme, and the comments themselves. */
export function Voices({ period }: { period: Period }) {
  const { t } = useTranslation("feedback");
  const query = useQuery(themesQuery(period));
  const [shown, setShown] = useState<CommentsOf>({});
  const themes = query.data?.items.flatMap((each) => each.theme ?? []) ?? [];
  const nameOf = ({ theme }: CommentThemeCount) => theme?.name ?? t("themes.noTheme");
  const show = (row: CommentThemeCount, sentiment?: (typeof FEELINGS)[number]) =>
    setShown({ theme: row.theme?.id ?? NO_THEME, ...(sentiment && { sentiment }) });
  return (
    <>
      <Section title={t("themes.voices")} intro={t("themes.voicesText")}>
        <DataTable
          label={t("themes.theme")}
          query={onePage(query, query.data?.items)}
          keyOf={(row) => row.theme?.id ?? NO_THEME}
          failure={t("themes.failed")}
          empty={<p>{t("themes.none")}</p>}
          columns={[
            {
              label: t("themes.theme"),
              render: (row) => (
                <button type="button" className={classes.link} onClick={() => show(row)}>
                  {nameOf(row)}
                </button>
              ),
            },
            { label: t("themes.comments"), number: true, render: (row) => row.comments },
            ...FEELINGS.map((sentiment) => ({
              label: t(`themes.${sentiment}`),
              number: true,
              render: (row: CommentThemeCount) => (
                <button
                  type="button"
                  className={classes.link}
                  aria-label={`${nameOf(row)}, ${t(`themes.${sentiment}`)}: ${row[sentiment]}`}
                  onClick={() => show(row, sentiment)}
                >
                  {row[sentiment]}
                </button>
              ),
            })),
          ]}
        />
      </Section>
      <Comments of={{ ...period, ...shown }} themes={themes} onAll={() => setShown({})} />
    </>
  );
}
