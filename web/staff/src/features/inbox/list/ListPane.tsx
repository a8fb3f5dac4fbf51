import { Button } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useCallback, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { paths } from "@/app/paths";
import type { ConversationRow } from "@/lib/api/types";
import { useCommands } from "@/lib/keys/commands";
import { useMay } from "@/lib/session/session";
import { ButtonLink } from "@/ui/ButtonLink";
import { Empty } from "@/ui/Empty";
import { Failure } from "@/ui/Failure";
import type { Change } from "../changes";
import { useEveryonePresent } from "../presence";
import { listQuery, mailboxesQuery } from "../queries";
import { isFixed } from "../rail/views";
import { BulkBar } from "./BulkBar";
import { useBulkChange } from "./bulk";
import { ConversationList, RowSkeleton } from "./ConversationList";
import { type Filters, filterCount } from "./filters";
import { ListHeader } from "./ListHeader";
import classes from "./ListPane.module.css";
import { rowsOf } from "./merge";
import { toggled } from "./selection";

interface Props {
  view: string;
  title: string;
  filters: Filters;
  current: string | null;
  onRail: () => void;
}

/** The list of a view, with its header or, while rows are ticked, what can be done with them. */
export function ListPane({ view, title, filters, current, onRail }: Props) {
  const { t } = useTranslation("inbox");
  const list = useInfiniteQuery(listQuery(view, filters));
  const rows = useMemo(() => rowsOf(list.data), [list.data]);
  const here = useEveryonePresent();
  const { ticked, tick, setTicked } = useTicks(rows);
  const bulk = useBulkChange();
  const change = (wanted: Change) => {
    void bulk([...ticked], wanted);
    setTicked(new Set());
  };
  useCommands([
    {
      id: "inbox.tick",
      label: t("keys.tick"),
      group: t("keys.list"),
      keys: ["x"],
      palette: false,
      run: () => current && tick(current, false),
    },
  ]);
  const { fetchNextPage } = list;
  const more = useCallback(() => void fetchNextPage(), [fetchNextPage]);
  return (
    <section className={classes.pane} aria-label={title}>
      {ticked.size > 0 ? (
        <BulkBar
          count={ticked.size}
          all={rows.every((row) => ticked.has(row.id))}
          onAll={() => setTicked(new Set(rows.slice(0, 200).map((row) => row.id)))}
          onNone={() => setTicked(new Set())}
          onChange={change}
        />
      ) : (
        <ListHeader title={title} view={view} filters={filters} onRail={onRail} />
      )}
      {list.isPending && [0, 1, 2, 3, 4, 5].map((index) => <RowSkeleton key={index} />)}
      {list.isError && !list.data && (
        <Failure what={t("list.failedToLoad")} error={list.error} onRetry={() => void list.refetch()} />
      )}
      {list.data && rows.length === 0 && <NothingHere view={view} filters={filters} />}
      {rows.length > 0 && (
        <ConversationList
          key={view}
          rows={rows}
          view={view}
          filters={filters}
          current={current}
          ticked={ticked}
          here={here}
          hasMore={list.hasNextPage}
          loadingMore={list.isFetchingNextPage || list.isFetchNextPageError}
          onMore={more}
          onTick={tick}
        />
      )}
      {list.isFetchNextPageError && (
        <div className={classes.more} role="alert">
          {t("list.moreFailed")}{" "}
          <Button size="compact-sm" variant="default" onClick={more}>
            {t("again")}
          </Button>
        </div>
      )}
    </section>
  );
}

/** Which rows are ticked; rows that left the list are forgotten. */
function useTicks(rows: ConversationRow[]) {
  const [chosen, setTicked] = useState<ReadonlySet<string>>(new Set());
  const last = useRef<string | null>(null);
  const order = useMemo(() => rows.map((row) => row.id), [rows]);
  const ticked = useMemo(() => new Set(order.filter((id) => chosen.has(id))), [order, chosen]);
  const tick = useCallback(
    (id: string, through: boolean) => {
      setTicked((before) => toggled(before, order, id, last.current, through));
      last.current = id;
    },
    [order],
  );
  return { ticked, tick, setTicked };
}

function NothingHere({ view, filters }: { view: string; filters: Filters }) {
  const { t } = useTranslation("inbox");
  const mailboxes = useQuery(mailboxesQuery).data?.items;
  const firstDay = useMay("channels.mailbox.manage") && mailboxes?.length === 0;
  if (filterCount(filters) > 0) {
    return (
      <Empty
        title={t("empty.filtered")}
        action={
          <ButtonLink to={paths.inbox} params={{ view }} search={{}} variant="default">
            {t("empty.clearFilters")}
          </ButtonLink>
        }
      >
        {t("empty.filteredText")}
      </Empty>
    );
  }
  if (firstDay) {
    return (
      <Empty
        title={t("empty.firstDay.title")}
        action={
          <ButtonLink to={paths.mailbox} params={{ mailbox: "new" }}>
            {t("empty.firstDay.action")}
          </ButtonLink>
        }
      >
        {t("empty.firstDay.text")}
      </Empty>
    );
  }
  const kind = isFixed(view) ? view : "other";
  return (
    <Empty
      title={t(`empty.${kind}.title`)}
      action={
        view === "mine" && (
          <ButtonLink to={paths.inbox} params={{ view: "unassigned" }} search={{}} variant="default">
            {t("empty.toUnassigned")}
          </ButtonLink>
        )
      }
    >
      {t(`empty.${kind}.text`)}
    </Empty>
  );
}
