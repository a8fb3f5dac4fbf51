import { useTranslation } from "react-i18next";
import type { Report } from "@/lib/api/schema";
import { Section } from "@/ui/Section";
import { Blocks } from "../blocks/BlockView";
import { localeOf } from "../locale";
import classes from "./Editor.module.css";

/** A report that is only read: what is left out of the files is left out here too. */
export function Record({ report }: { report: Report }) {
  const { t } = useTranslation("insight");
  const shown = report.sections.filter((section) => !section.hidden);
  if (shown.length === 0) return <p>{t("reports.allHidden")}</p>;
  return (
    <div lang={report.language}>
      {shown.map((section) => (
        <Section key={section.key} title={section.heading}>
          <Paragraphs text={section.text} />
          <Blocks blocks={section.blocks} locale={localeOf(report.language)} />
        </Section>
      ))}
    </div>
  );
}

/** Words whose paragraphs are divided by an empty line. */
export function Paragraphs({ text }: { text: string }) {
  const paragraphs = text.split(/\n\s*\n/).filter((each) => each.trim() !== "");
  return paragraphs.map((paragraph) => (
    <p key={paragraph} className={classes.words}>
      {paragraph}
    </p>
  ));
}
