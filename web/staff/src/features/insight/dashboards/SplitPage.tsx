import { Skeleton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Empty } from "@/ui/Empty";
import { Failure } from "@/ui/Failure";
import { PageFrame } from "@/ui/PageFrame";
import { Fair } from "../explanations/Fair";
import { SplitTable } from "../figures/SplitTable";
import { useFigures } from "../figures/useFigures";
import { FilterBar } from "../filter/FilterBar";
import { useFilter } from "../filter/useFilter";
import classes from "./Dashboards.module.css";
import { COMPARED, type SplitPage as Page, SPLITS } from "./ready";

/** Teams, people, channels or topics beside each other. */
function SplitPage({ page }: { page: Page }) {
  const { t } = useTranslation("insight");
  const by = SPLITS[page];
  return (
    <PageFrame title={t(`${page}.title`)} intro={t(`${page}.intro`)} wide>
      <FilterBar without={["against"]} />
      <Comparison page={page} />
      {(by === "team" || by === "agent") && <Fair by={by} />}
    </PageFrame>
  );
}

function Comparison({ page }: { page: Page }) {
  const { t } = useTranslation("insight");
  const { filter } = useFilter();
  const by = SPLITS[page];
  const figures = useFigures(COMPARED, by);
  if (figures.isError && !figures.data) {
    return <Failure what={t("figure.failed")} error={figures.error} onRetry={() => void figures.refetch()} />;
  }
  if (!figures.data) return [0, 1, 2, 3, 4].map((each) => <Skeleton key={each} height={36} my={8} />);
  if ([...figures.data.metrics.values()].every((lines) => lines.length === 0)) {
    return <Empty title={t("split.none")}>{t("split.noneText")}</Empty>;
  }
  return (
    <div className={classes.questions} data-stale={figures.isPlaceholderData || undefined}>
      <SplitTable
        by={by}
        metrics={COMPARED}
        figures={figures.data.metrics}
        clock={filter.clock}
        people={by === "agent"}
      />
    </div>
  );
}

export const TeamsPage = () => <SplitPage page="teams" />;
export const AgentsPage = () => <SplitPage page="agents" />;
export const ChannelsPage = () => <SplitPage page="channels" />;
export const TopicsPage = () => <SplitPage page="topics" />;
