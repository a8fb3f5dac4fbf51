import { Skeleton } from "@mantine/core";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useLayoutEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { ConversationRow } from "@/lib/api/types";
import { useDensity } from "@/lib/preferences";
import classes from "./ConversationList.module.css";
import type { Filters } from "./filters";
import { Row } from "./Row";

interface Props {
  rows: ConversationRow[];
  view: string;
  filters: Filters;
  current: string | null;
  ticked: ReadonlySet<string>;
  here: ReadonlyMap<string, string[]>;
  hasMore: boolean;
  loadingMore: boolean;
  onMore: () => void;
  onTick: (id: string, through: boolean) => void;
}

const HEIGHT = { compact: 74, comfortable: 92 };

/** Thousands of rows, of which only the visible ones exist. */
export function ConversationList(props: Props) {
  const { rows, view, filters, current, ticked, here, hasMore, loadingMore, onMore, onTick } = props;
  const { t } = useTranslation("inbox");
  const scroller = useRef<HTMLDivElement>(null);
  const height = HEIGHT[useDensity()];
  const virtualizer = useVirtualizer({
    count: rows.length + (hasMore ? 1 : 0),
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    getItemKey: (index) => rows[index]?.id ?? "more",
    overscan: 8,
  });
  const items = virtualizer.getVirtualItems();

  // biome-ignore lint/correctness/useExhaustiveDependencies: measured anew when the density changes
  useLayoutEffect(() => virtualizer.measure(), [height]);
  useKeepPlace(scroller.current, rows, height);

  const lastVisible = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && !loadingMore && lastVisible >= rows.length - 8) onMore();
  }, [hasMore, loadingMore, lastVisible, rows.length, onMore]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: only when another conversation is opened
  useEffect(() => {
    const index = rows.findIndex((row) => row.id === current);
    if (index >= 0) virtualizer.scrollToIndex(index, { align: "auto" });
  }, [current]);

  return (
    <div ref={scroller} className={classes.scroller} data-list="conversations">
      <div
        role="list"
        aria-label={t("list.label")}
        className={classes.canvas}
        style={{ height: virtualizer.getTotalSize() }}
      >
        {items.map((item) => {
          const row = rows[item.index];
          return (
            <div
              key={item.key}
              role="listitem"
              aria-setsize={hasMore ? -1 : rows.length}
              aria-posinset={item.index + 1}
              className={classes.item}
              style={{ height: item.size, transform: `translateY(${item.start}px)` }}
            >
              {row ? (
                <Row
                  row={row}
                  view={view}
                  filters={filters}
                  current={row.id === current}
                  ticked={ticked.has(row.id)}
                  ticking={ticked.size > 0}
                  here={here.get(row.id) ?? NOBODY}
                  onTick={onTick}
                />
              ) : (
                <RowSkeleton />
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}

const NOBODY: string[] = [];

/** When rows come or go above what is being read, the list does not move under the eyes. */
function useKeepPlace(scroller: HTMLDivElement | null, rows: ConversationRow[], height: number): void {
  const before = useRef<ConversationRow[]>([]);
  useLayoutEffect(() => {
    const old = before.current;
    before.current = rows;
    if (!scroller || scroller.scrollTop < height / 2 || old === rows) return;
    const firstVisible = Math.floor(scroller.scrollTop / height);
    for (const candidate of old.slice(firstVisible, firstVisible + 20)) {
      const was = old.indexOf(candidate);
      const is = rows.findIndex((row) => row.id === candidate.id);
      if (is < 0) continue;
      // A row that itself jumped (a new message came in) says nothing about the others.
      if (Math.abs(is - was) > Math.abs(rows.length - old.length) + 5) continue;
      if (is !== was) scroller.scrollTop += (is - was) * height;
      return;
    }
  }, [scroller, rows, height]);
}

/** The shape of a row while nothing is known yet. */
export function RowSkeleton() {
  return (
    <div className={classes.skeleton} aria-hidden="true">
      <Skeleton height={10} width="45%" radius="sm" />
      <Skeleton height={10} width="75%" radius="sm" />
      <Skeleton height={10} width="90%" radius="sm" />
    </div>
  );
}
