import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { paths } from "@/app/paths";
import { useReading } from "@/lib/session/reading";
import { count } from "@/lib/time/format";
import { DataTable } from "@/ui/DataTable";
import { onePage } from "@/ui/onePage";
import { usePartName } from "../filter/choices";
import { type FigureFilter, NARROWED, USUAL } from "../filter/search";
import { useFilter } from "../filter/useFilter";
import { ExportLink } from "../numbers/ExportLink";
import { ChangeMark } from "./ChangeMark";
import { Doubt } from "./Doubt";
import { shownOf, written } from "./figure";
import classes from "./SplitTable.module.css";
import { useChange } from "./useChange";
import type { Line } from "./useFigures";

interface Props {
  by: string;
  metric: string;
  lines: readonly Line[];
  filter: FigureFilter;
}

const DONE = { isPending: false, isError: false, error: null, refetch: () => undefined };

/** One figure of every part of a division, how sure it is and how it moved. */
export function PartsTable({ by, metric, lines, filter }: Props) {
  const { t } = useTranslation("insight");
  const { locale } = useReading();
  const { search } = useFilter();
  const nameOf = usePartName();
  const name = (line: Line) => nameOf(by, line.parts[0] ?? "");
  // Days of the week and hours have an order of their own, and so have people: none is ranked here.
  const inOrder = by === "weekday" || by === "hour";
  const rows = inOrder
    ? [...lines]
    : [...lines].sort(
        (a, b) => Number(!a.parts[0]) - Number(!b.parts[0]) || name(a).localeCompare(name(b), locale),
      );
  const unit = lines[0]?.figure.unit ?? "count";
  const write = (value: number | null) => (value === null ? "–" : written(value, unit, locale, filter.clock));
  const narrowed = NARROWED.find((field) => field === by);
  return (
    <>
      <DataTable
        label={t("parts.title")}
        query={onePage(DONE, rows)}
        keyOf={(line) => line.parts.join()}
        failure=""
        empty={null}
        columns={[
          {
            label: t(`by.${by}` as "by.team"),
            render: (line) =>
              narrowed && line.parts[0] ? (
                <Link
                  to={paths.figure}
                  params={{ metric }}
                  search={{ ...search, [narrowed]: line.parts }}
                  className={classes.value}
                >
                  {name(line)}
                </Link>
              ) : (
                name(line)
              ),
          },
          { label: t("parts.value"), number: true, render: (line) => write(shownOf(line.figure)) },
          ...(unit === "duration"
            ? [{ label: t("measure.p90"), number: true, render: (line: Line) => write(line.figure.p90) }]
            : []),
          ...(unit === "count"
            ? []
            : [
                {
                  label: t("figure.samples"),
                  number: true,
                  render: (line: Line) => count(line.figure.count, locale),
                },
                {
                  label: t("parts.doubt"),
                  render: (line: Line) => <Doubt figure={line.figure} clock={filter.clock} />,
                },
              ]),
          {
            label: t("parts.change"),
            render: (line) => <Moved metric={metric} line={line} />,
          },
        ]}
      />
      <div className={classes.foot}>
        <span>{t("split.small")}</span>
        <ExportLink
          table="figures"
          query={{ ...filter, against: search.against ?? USUAL.against, metric, by }}
        />
      </div>
    </>
  );
}

function Moved({ metric, line }: { metric: string; line: Line }) {
  const change = useChange(metric)(line.figure, line.before);
  return change ? <ChangeMark change={change} /> : <>–</>;
}
