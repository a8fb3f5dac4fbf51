import { useTranslation } from "react-i18next";
import { Mark } from "@/ui/Mark";
import { Chart } from "../../charts/Chart";
import { ChartTable } from "../../charts/ChartTable";
import classes from "./Blocks.module.css";
import { cellText, chartValue } from "./cells";
import { chartOption } from "./chartOption";
import type { Block, ReportCard, ReportChart, ReportTable } from "./model";

interface Props {
  /** As the server's document has them. */
  blocks: readonly unknown[];
  /** That of the report: what it says is in its language. */
  locale: string;
}

/** What stands below the words of a section. */
export function Blocks({ blocks, locale }: Props) {
  return (blocks as readonly Block[]).map((block, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: blocks have no other name and do not move
    <BlockView key={index} block={block} locale={locale} />
  ));
}

function BlockView({ block, locale }: { block: Block; locale: string }) {
  switch (block.block) {
    case "heading":
      return <h4 className={classes.heading}>{block.text}</h4>;
    case "paragraph":
      return <p className={classes.paragraph}>{block.text}</p>;
    case "lead":
      return <p className={classes.lead}>{block.text}</p>;
    case "points":
      return (
        <ul className={classes.points}>
          {block.points.map((point) => (
            <li key={point.text}>
              <Linked link={point.link}>{point.text}</Linked>
            </li>
          ))}
        </ul>
      );
    case "cards":
      return (
        <ul className={classes.cards}>
          {block.cards.map((card) => (
            <CardView key={card.name} card={card} locale={locale} />
          ))}
        </ul>
      );
    case "chart":
      return <ChartView chart={block} locale={locale} />;
    case "table":
      return <TableView table={block} locale={locale} />;
    case "quotes":
      return (
        <ul className={classes.quotes}>
          {block.quotes.map((quote) => (
            <li key={`${quote.source}${quote.text}`}>
              <blockquote>{quote.text}</blockquote>
              <Linked link={quote.link}>{quote.source}</Linked>
            </li>
          ))}
        </ul>
      );
  }
}

function Linked({ link, children }: { link: string | null | undefined; children: string }) {
  return link ? <a href={link}>{children}</a> : <span>{children}</span>;
}

const TONES = { good: "good", bad: "danger" } as const;

function CardView({ card, locale }: { card: ReportCard; locale: string }) {
  const { t } = useTranslation("insight");
  return (
    <li className={classes.card}>
      <span className={classes.name}>{card.name}</span>
      <span className={classes.value}>
        <Linked link={card.link}>{cellText(card.value, locale)}</Linked>
      </span>
      <span className={classes.small}>
        {card.before.cell !== "nothing" && t("reports.before", { value: cellText(card.before, locale) })}
      </span>
      <span className={classes.small}>
        {card.target.cell !== "nothing" && t("reports.target", { value: cellText(card.target, locale) })}
      </span>
      {card.mark !== "neutral" && <Mark tone={TONES[card.mark]}>{t(`reports.mark.${card.mark}`)}</Mark>}
      {card.note && <span className={classes.small}>{card.note}</span>}
    </li>
  );
}

function ChartView({ chart, locale }: { chart: ReportChart; locale: string }) {
  const { t } = useTranslation("insight");
  const height = chart.shape === "lying" ? Math.max(140, chart.labels.length * 30 + 48) : 240;
  const write = (value: number | null | undefined) =>
    value == null ? "–" : chartValue(value, chart.unit, locale);
  return (
    <figure className={classes.figure}>
      <figcaption>{chart.title}</figcaption>
      <Chart
        label={chart.title}
        height={height}
        option={(palette) => chartOption(chart, t("trend.target"), locale, palette)}
        table={
          <ChartTable
            label={chart.title}
            head={[t("reports.part"), ...chart.series.map((each) => each.name)]}
            rows={chart.labels.map((label, index) => [
              label,
              ...chart.series.map((each) => write(each.values[index])),
            ])}
          />
        }
      />
      {chart.note && <p className={classes.small}>{chart.note}</p>}
    </figure>
  );
}

function TableView({ table, locale }: { table: ReportTable; locale: string }) {
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what is wider than the page is scrolled by keys too */}
      <div className={classes.scroller} tabIndex={0} role="group" aria-label={table.caption}>
        <table className={classes.table}>
          <caption>{table.caption}</caption>
          <thead>
            <tr>
              {table.columns.map((column) => (
                <th key={column.name} scope="col" data-number={column.align === "right" || undefined}>
                  {column.name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {table.rows.map((row, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other name and do not move
              <tr key={index}>
                {row.map((cell, column) => (
                  <td
                    // biome-ignore lint/suspicious/noArrayIndexKey: columns do not move
                    key={column}
                    data-number={table.columns[column]?.align === "right" || undefined}
                  >
                    {cellText(cell, locale)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {table.note && <p className={classes.small}>{table.note}</p>}
    </>
  );
}
