import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Failure } from "@/ui/Failure";
import { blankPlan } from "../packs";
import { planQuery } from "../queries";
import { blank } from "./elements";
import { PlanForm } from "./PlanForm";

const route = getRouteApi("/shell/insight/report-plans/$plan");

/** The page on which a report is put together, in plain words. */
export function PlanPage() {
  const { plan: id } = route.useParams();
  return id === "new" ? <NewPlan /> : <KnownPlan id={id} />;
}

function NewPlan() {
  const { i18n } = useTranslation("insight");
  const content = {
    ...blankPlan("", "built", "month", i18n.language === "de" ? "de" : "en"),
    elements: [blank("figures"), blank("trend")],
  };
  return <PlanForm plan={null} content={content} />;
}

function KnownPlan({ id }: { id: string }) {
  const { t } = useTranslation("insight");
  const query = useQuery(planQuery(id));
  if (query.isError && !query.data) {
    return <Failure what={t("plans.failed")} error={query.error} onRetry={() => void query.refetch()} />;
  }
  if (!query.data) return <Skeleton height={320} m="lg" />;
  return <PlanForm key={id} plan={query.data} content={query.data.content} />;
}
