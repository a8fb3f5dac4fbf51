import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { LANGUAGES, switchLanguage } from "@/lib/i18n/i18n";
import classes from "./PublicPage.module.css";

interface Props {
  title: string;
  intro?: ReactNode;
  children: ReactNode;
}

/** The frame of the pages before signing in: the house at the left, the one thing to do at the right. */
export function PublicPage({ title, intro, children }: Props) {
  const { t, i18n } = useTranslation("access");
  return (
    <div className={classes.page}>
      <aside className={classes.side}>
        <div className={classes.brand}>
          <img src="/mark.svg" alt="" width={40} height={40} />
          <span>Quarterdeck</span>
        </div>
        <p className={classes.motto}>{t("public.motto")}</p>
        <ChartRose />
      </aside>
      <main className={classes.main}>
        <div className={classes.form}>
          <h1 className={classes.title}>{title}</h1>
          {intro && <p className={classes.intro}>{intro}</p>}
          {children}
        </div>
        <div className={classes.languages}>
          {LANGUAGES.map((language) => (
            <button
              key={language}
              type="button"
              lang={language}
              aria-pressed={i18n.language === language}
              className={classes.language}
              onClick={() => void switchLanguage(language)}
            >
              {language === "en" ? "English" : "Deutsch"}
            </button>
          ))}
        </div>
      </main>
    </div>
  );
}

/** A compass rose as on a sea chart: 32 points, the cardinal ones long. */
function ChartRose() {
  const points = Array.from({ length: 32 }, (_, index) => index);
  return (
    <svg viewBox="-100 -100 200 200" className={classes.rose} aria-hidden="true">
      <circle r="96" />
      <circle r="72" />
      <circle r="40" />
      {points.map((index) => (
        <path
          key={index}
          d={
            index % 8 === 0
              ? "M0 -96 L7 -24 L0 0 L-7 -24 Z"
              : index % 4 === 0
                ? "M0 -72 L4 -22 L0 0 L-4 -22 Z"
                : "M0 -96 L0 -88"
          }
          transform={`rotate(${index * 11.25})`}
        />
      ))}
    </svg>
  );
}
