import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useMay } from "@/lib/session/session";
import { Time } from "@/ui/Time";
import classes from "./Feedback.module.css";
import { answersQuery, followUpsQuery } from "./queries";
import { ScoreMark } from "./ScoreMark";

/** What the customer thought of a conversation; nothing when they were not asked or did not answer. */
export function ConversationRating({ conversation }: { conversation: string }) {
  const { t } = useTranslation("feedback");
  const maySee = useMay("feedback.answer.see");
  const mayFollowUp = useMay("feedback.follow_up.work");
  const answers = useInfiniteQuery({ ...answersQuery({ conversation }), enabled: maySee }).data?.pages[0]
    ?.items;
  const asked = { conversation };
  const isRated = Boolean(answers?.length);
  const followUp = useInfiniteQuery({ ...followUpsQuery(asked), enabled: isRated && mayFollowUp }).data
    ?.pages[0]?.items[0];
  if (!answers || answers.length === 0) return null;
  return (
    <section>
      <h2 className={classes.heading}>{t("panel.title")}</h2>
      {answers.map((answer) => (
        <div key={answer.id} className={classes.panel}>
          <span>
            <ScoreMark of={answer} /> <Time at={answer.given_at} className={classes.quiet} />
          </span>
          {answer.comment && <p className={classes.comment}>{answer.comment}</p>}
          {answer.exclusion && (
            <span className={classes.quiet}>
              {t("answers.excluded", { reason: answer.exclusion.reason })}
            </span>
          )}
        </div>
      ))}
      {followUp && <span className={classes.quiet}>{t("panel.followUp", { state: t("panel.isOpen") })}</span>}
    </section>
  );
}
