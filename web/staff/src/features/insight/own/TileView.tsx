import { Skeleton } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { paths } from "@/app/paths";
import { useReading } from "@/lib/session/reading";
import { Failure } from "@/ui/Failure";
import { Spark } from "../charts/Spark";
import { DefinitionButton } from "../dictionary/DefinitionButton";
import { useDefinitions } from "../dictionary/useDefinitions";
import { ChangeMark } from "../figures/ChangeMark";
import { Doubt } from "../figures/Doubt";
import { shownOf, written } from "../figures/figure";
import { Trend } from "../figures/TrendSection";
import { useChange } from "../figures/useChange";
import { useFigures, useTrends } from "../figures/useFigures";
import { usePartName } from "../filter/choices";
import { useFilter } from "../filter/useFilter";
import { Aim } from "../goals/Aim";
import classes from "./Own.module.css";
import type { Tile } from "./tiles";

/** What a tile shows, in the days of the filter bar. */
export function TileView({ tile }: { tile: Tile }) {
  const { entry } = useDefinitions();
  const definition = entry(tile.metric);
  if (!definition) return <Skeleton height={80} />;
  return (
    <>
      <DefinitionButton metric={tile.metric} />
      {tile.kind === "figure" && <OneNumber metric={tile.metric} />}
      {tile.kind === "trend" && <Trend metric={tile.metric} name={definition.name} unit={definition.unit} />}
      {tile.kind === "bars" && <TileParts metric={tile.metric} by={tile.by} />}
    </>
  );
}

function OneNumber({ metric }: { metric: string }) {
  const { t } = useTranslation("insight");
  const { locale } = useReading();
  const { filter } = useFilter();
  const changed = useChange(metric);
  const query = useFigures([metric]);
  const trend = useTrends([metric])?.get(metric) ?? [];
  const line = query.data?.metrics.get(metric)?.[0];
  if (query.isError && !query.data) {
    return <Failure what={t("figure.failed")} error={query.error} onRetry={() => void query.refetch()} />;
  }
  if (!line) return <Skeleton height={64} />;
  const value = shownOf(line.figure);
  const change = changed(line.figure, line.before);
  return (
    <>
      <div className={classes.number}>
        <Link to={paths.figure} params={{ metric }} search={true} className={classes.value}>
          {value === null ? t("figure.nothing") : written(value, line.figure.unit, locale, filter.clock)}
        </Link>
        <Spark values={trend.map((point) => point.figure && shownOf(point.figure))} />
      </div>
      <Doubt figure={line.figure} clock={filter.clock} />
      <Aim metric={metric} figure={line.figure} />
      {change && <ChangeMark change={change} />}
    </>
  );
}

const SHOWN = 8;

/** The parts as bars from zero, the largest first when they are counted, by name when they are not. */
function TileParts({ metric, by }: { metric: string; by: string }) {
  const { t } = useTranslation("insight");
  const { locale } = useReading();
  const { filter } = useFilter();
  const nameOf = usePartName();
  const query = useFigures([metric], by);
  if (!query.data) return <Skeleton height={160} />;
  const rows = (query.data.metrics.get(metric) ?? [])
    .map(({ parts, figure }) => ({ name: nameOf(by, parts[0] ?? ""), figure, value: shownOf(figure) ?? 0 }))
    .sort((a, b) => (a.figure.unit === "count" ? b.value - a.value : a.name.localeCompare(b.name, locale)));
  const most = Math.max(...rows.map((row) => row.value), 0) || 1;
  if (rows.length === 0) return <p>{t("split.none")}</p>;
  return (
    <ul className={classes.bars}>
      {rows.slice(0, SHOWN).map((row) => (
        <li key={row.name} data-small={row.figure.small || undefined}>
          <span>{row.name}</span>
          <span className={classes.track} aria-hidden="true">
            <span style={{ width: `${(row.value / most) * 100}%` }} />
          </span>
          <span>{written(row.value, row.figure.unit, locale, filter.clock)}</span>
        </li>
      ))}
    </ul>
  );
}
