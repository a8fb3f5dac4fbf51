import { useComputedColorScheme } from "@mantine/core";
import type { EChartsCoreOption, EChartsType } from "echarts/core";
import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import classes from "./Chart.module.css";
import { type Palette, paletteOf } from "./palette";

interface Props {
  /** What it shows, in a sentence. */
  label: string;
  option: (palette: Palette) => EChartsCoreOption;
  height?: number;
  /** The same as rows, for whoever reads instead of looks. */
  table: ReactNode;
}

/** A picture of numbers, and the numbers themselves behind a button. */
export function Chart({ label, option, height = 260, table }: Props) {
  const { t } = useTranslation("insight");
  const [asTable, setAsTable] = useState(false);
  const id = useId();
  return (
    <div className={classes.chart}>
      {asTable ? (
        <div id={id} className={classes.table}>
          {table}
        </div>
      ) : (
        <Picture id={id} label={label} option={option} height={height} />
      )}
      <button
        type="button"
        className={classes.toggle}
        aria-expanded={asTable}
        aria-controls={id}
        onClick={() => setAsTable(!asTable)}
      >
        {t(asTable ? "chart.asPicture" : "chart.asTable")}
        <span className={classes.hidden}>: {label}</span>
      </button>
    </div>
  );
}

function Picture({ id, label, option, height }: Required<Omit<Props, "table">> & { id: string }) {
  const holder = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType>(null);
  const latest = useRef(option);
  latest.current = option;
  const scheme = useComputedColorScheme("light");
  useEffect(() => {
    const element = holder.current;
    if (!element) return;
    let gone = false;
    const resized = new ResizeObserver(() => chart.current?.resize());
    void import("./echarts").then(({ init }) => {
      if (gone) return;
      chart.current = init(element, null, { renderer: "svg" });
      chart.current.setOption(latest.current(paletteOf(element)));
      resized.observe(element);
    });
    return () => {
      gone = true;
      resized.disconnect();
      chart.current?.dispose();
      chart.current = null;
    };
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the scheme changes the colours that are read here
  useEffect(() => {
    if (holder.current) chart.current?.setOption(option(paletteOf(holder.current)), { notMerge: true });
  }, [option, scheme]);
  return <div id={id} ref={holder} role="img" aria-label={label} style={{ height }} />;
}
