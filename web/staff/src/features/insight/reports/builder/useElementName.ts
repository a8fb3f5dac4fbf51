import { useTranslation } from "react-i18next";
import type { ReportElement } from "@/lib/api/schema";
import { useDefinitions } from "../../dictionary/useDefinitions";
import { metricsOf } from "./elements";

/** An element in a few words: "Trend: First response time". */
export function useElementName(): (element: ReportElement) => string {
  const { t, i18n } = useTranslation("insight");
  const { entry } = useDefinitions();
  return (element) => {
    const what = t(`builder.whatIs.${element.what}`);
    const metrics = metricsOf(element).map((metric) => entry(metric)?.name ?? metric);
    const subject =
      element.what === "text" ? element.heading : new Intl.ListFormat(i18n.language).format(metrics);
    return subject ? `${what}: ${subject}` : what;
  };
}
