import { useTranslation } from "react-i18next";
import type { ReportElement } from "@/lib/api/schema";
import { type WordsOf, wordsFrom } from "@/ui/clash/fieldWords";
import { useElementName } from "./useElementName";

/** What the fields of a plan are called when two people changed it at once. */
export function useFieldWords(): WordsOf {
  const { t } = useTranslation("insight");
  const nameOf = useElementName();
  const list = (elements: unknown) =>
    Array.isArray(elements) ? elements.map((each: ReportElement) => nameOf(each)).join("; ") : "";
  return wordsFrom({
    name: { label: t("reports.name") },
    kind: { label: t("plans.kind"), text: (kind) => t(`plans.kindIs.${kind as "built"}`) },
    cadence: { label: t("plans.cadence"), text: (every) => t(`plans.cadenceIs.${every as "week"}`) },
    language: { label: t("plans.language"), text: (language) => t(`plans.languageIs.${language as "en"}`) },
    clock: { label: t("filter.clock"), text: (clock) => t(`filter.clockChoice.${clock as "calendar"}`) },
    "filter.teams": { label: t("by.team") },
    "filter.channels": { label: t("by.channel") },
    "filter.topics": { label: t("by.topic") },
    elements: { label: t("builder.title"), text: list },
    scheduled: { label: t("schedule.on") },
    "schedule.day": { label: t("schedule.day") },
    "schedule.hour": { label: t("schedule.hour") },
    "schedule.recipients": { label: t("schedule.recipients") },
    "schedule.formats": { label: t("schedule.formats") },
    "schedule.after_review": { label: t("schedule.review") },
  });
}
