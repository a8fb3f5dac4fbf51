import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { paths } from "@/app/paths";
import { useReading } from "@/lib/session/reading";
import { count } from "@/lib/time/format";
import { useDefinitions } from "../dictionary/useDefinitions";
import { usePartName } from "../filter/choices";
import { type Clock, NARROWED, USUAL } from "../filter/search";
import { useFilter } from "../filter/useFilter";
import { ExportLink } from "../numbers/ExportLink";
import { shownOf, written } from "./figure";
import classes from "./SplitTable.module.css";
import { type Row, rowsOf, type Sort, sorted } from "./splitRows";
import type { Line } from "./useFigures";

interface Props {
  by: string;
  metrics: readonly string[];
  figures: ReadonlyMap<string, readonly Line[]>;
  clock: Clock;
  /** People are not put in an order by how they do where there is too little to go by. */
  people?: boolean;
}

/** Rows of teams, people, channels or topics beside each other; every cell opens what is behind it. */
export function SplitTable({ by, metrics, figures, clock, people }: Props) {
  const { t } = useTranslation("insight");
  const { locale } = useReading();
  const nameOf = usePartName();
  const { search, filter } = useFilter();
  const { entry } = useDefinitions();
  const [sort, setSort] = useState<Sort>({ column: "name", down: false });
  const rows = useMemo(
    () => rowsOf(metrics, figures, (part) => nameOf(by, part)),
    [metrics, figures, nameOf, by],
  );
  const shown = sorted(rows, sort, locale, people ?? false);
  const nameFor = (metric: string) => entry(metric)?.name ?? metric;
  const unsure = people && shown.some((row) => [...row.figures.values()].some((figure) => figure.small));
  return (
    <>
      <div className={classes.scroller}>
        <table className={classes.table} aria-label={t("split.label", { by: t(`by.${by}` as "by.team") })}>
          <thead>
            <tr>
              <Head column="name" label={t(`by.${by}` as "by.team")} sort={sort} onSort={setSort} />
              {metrics.map((metric) => (
                <Head
                  key={metric}
                  column={metric}
                  label={nameFor(metric)}
                  sort={sort}
                  onSort={setSort}
                  number
                />
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={row.part}>
                <th scope="row">{row.name}</th>
                {metrics.map((metric) => (
                  <Cell key={metric} by={by} row={row} metric={metric} clock={clock} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className={classes.foot}>
        <span>{unsure ? t("split.unsure") : t("split.small")}</span>
        <ExportLink
          table="figures"
          query={{ ...filter, against: search.against ?? USUAL.against, metric: metrics, by: [by] }}
        />
      </div>
    </>
  );
}

interface HeadProps {
  column: string;
  label: string;
  sort: Sort;
  onSort: (sort: Sort) => void;
  number?: boolean;
}

function Head({ column, label, sort, onSort, number }: HeadProps) {
  const chosen = sort.column === column;
  const Icon = sort.down ? IconArrowDown : IconArrowUp;
  return (
    <th
      scope="col"
      data-number={number || undefined}
      aria-sort={chosen ? (sort.down ? "descending" : "ascending") : undefined}
    >
      <button
        type="button"
        className={classes.sort}
        onClick={() => onSort({ column, down: chosen ? !sort.down : Boolean(number) })}
      >
        {label}
        {chosen && <Icon size={12} aria-hidden="true" />}
      </button>
    </th>
  );
}

function Cell({ by, row, metric, clock }: { by: string; row: Row; metric: string; clock: Clock }) {
  const { t } = useTranslation("insight");
  const { locale } = useReading();
  const { search } = useFilter();
  const figure = row.figures.get(metric);
  const value = figure ? shownOf(figure) : null;
  if (!figure || value === null) return <td data-number>–</td>;
  const text = written(value, figure.unit, locale, clock);
  const narrowed = NARROWED.find((field) => field === by);
  return (
    <td data-number data-small={figure.small || undefined}>
      {row.part && narrowed ? (
        <Link
          to={paths.figure}
          params={{ metric }}
          search={{ ...search, [narrowed]: [row.part] }}
          className={classes.value}
        >
          {text}
        </Link>
      ) : (
        text
      )}
      {figure.small && (
        <span className={classes.small} title={t("figure.small", { n: count(figure.count, locale) })}>
          n={count(figure.count, locale)}
        </span>
      )}
    </td>
  );
}
