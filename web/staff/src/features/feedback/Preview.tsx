import { SegmentedControl } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { SurveyQuestion } from "@/lib/api/schema";
import classes from "./Feedback.module.css";
import { pageWords } from "./pageWords";
import { follows, nearest, type PlanValues } from "./planForm";
import { SCALES } from "./scores";

interface Props {
  values: PlanValues;
  language: string;
  questions: SurveyQuestion[];
}

/** Mail and page as customers who read a language get them, and what follows a score. */
export function Preview({ values, language, questions }: Props) {
  const { t } = useTranslation("feedback");
  const scale = SCALES[values.kind];
  const [chosen, setChosen] = useState<string>("");
  const score = scale.includes(Number(chosen)) && chosen !== "" ? Number(chosen) : (scale[0] ?? 0);
  const words = values.words[language];
  if (!words) return null;
  const fixed = pageWords(language);
  const filled = (text: string) => text.replaceAll("{number}", "1042").replaceAll("{name}", "Ann");
  const label = (each: number) =>
    values.kind === "happiness" ? (fixed.happiness[each - 1] ?? "") : String(each);
  const ends = values.kind !== "happiness" && (
    <p className={classes.quiet}>
      {scale[0]} = {words.low} · {scale.at(-1)} = {words.high}
    </p>
  );
  const asked = (
    <>
      <p className={classes.lines}>{filled(words.intro)}</p>
      <p>
        <strong>{filled(words.question)}</strong>
      </p>
    </>
  );
  return (
    <section className={classes.previews} aria-label={t("editor.preview")}>
      <p className={classes.quiet}>{t("editor.previewText")}</p>
      <figure className={classes.preview}>
        <figcaption>{t("editor.previewMail")}</figcaption>
        <div lang={language}>
          <p>
            <strong>{filled(words.subject)}</strong>
          </p>
          {asked}
          <div className={classes.choices}>
            {scale.map((each) => (
              <span key={each} className={classes.choice}>
                {label(each)}
              </span>
            ))}
          </div>
          {ends}
          <p className={classes.quiet}>{fixed.note}</p>
          <p className={classes.quiet}>
            <u>{fixed.leave}</u>
          </p>
        </div>
      </figure>
      <figure className={classes.preview}>
        <figcaption>{t("editor.previewPage")}</figcaption>
        <p className={classes.quiet}>{t("editor.previewScore")}</p>
        <SegmentedControl
          size="xs"
          aria-label={t("editor.previewScore")}
          data={scale.map((each) => ({ value: String(each), label: label(each) }))}
          value={String(score)}
          onChange={setChosen}
        />
        <div lang={language}>
          <h3>{fixed.title}</h3>
          {asked}
          {ends}
          <p>
            <span className={classes.confirm}>{fixed.confirm}</span>
          </p>
          <Further {...{ values, language, questions, score }} title={fixed.further} />
          <p className={classes.lines}>{words.thanks}</p>
        </div>
      </figure>
    </section>
  );
}

/** What is asked after a score. */
function Further({ values, language, questions, score, title }: Props & { score: number; title: string }) {
  const { t } = useTranslation("feedback");
  const asked = questions
    .map((question) => ({ question, when: follows(question, score, questions) }))
    .filter(({ when }) => when !== "no");
  if (asked.length === 0) {
    return <p className={classes.quiet}>{t("editor.previewNothing")}</p>;
  }
  return (
    <>
      <h3>{title}</h3>
      <ol className={classes.questions}>
        {asked.map(({ question, when }) => (
          <li key={question.key}>
            {nearest(question.words, language, values.language)}
            {question.choices?.length ? (
              <span className={classes.quiet}>
                {" "}
                {question.choices
                  .map((choice) => nearest(choice.words, language, values.language))
                  .join(" · ")}
              </span>
            ) : null}
            {when === "perhaps" && <span className={classes.quiet}> {t("editor.previewPerhaps")}</span>}
          </li>
        ))}
      </ol>
    </>
  );
}
