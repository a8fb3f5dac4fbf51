import { useTranslation } from "react-i18next";
import classes from "./Feedback.module.css";
import type { PlanValues } from "./planForm";
import { SCALES } from "./scores";

/** The question as customers will read it. */
export function Preview({ values }: { values: PlanValues }) {
  const { t } = useTranslation("feedback");
  const { words, kind } = values;
  return (
    <section className={classes.preview} aria-label={t("editor.preview")}>
      <h3>{t("editor.preview")}</h3>
      <p className={classes.quiet}>{t("editor.previewText")}</p>
      <div lang={values.language}>
        <p>
          <strong>{words.subject.replaceAll("{number}", "1042").replaceAll("{name}", "Ann")}</strong>
        </p>
        <p>{words.intro}</p>
        <p>
          <strong>{words.question}</strong>
        </p>
        <div className={classes.choices}>
          {SCALES[kind].map((score) => (
            <span key={score} className={classes.choice}>
              {kind === "happiness" ? t(`happiness.${score as 1 | 2 | 3}`) : score}
            </span>
          ))}
        </div>
        {kind !== "happiness" && (
          <p className={classes.quiet}>
            {SCALES[kind][0]} = {words.low} · {SCALES[kind].at(-1)} = {words.high}
          </p>
        )}
        {values.further.trim() && <p>{values.further}</p>}
      </div>
    </section>
  );
}
