import { Button, Skeleton } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type RefObject, useEffect, useLayoutEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { paths } from "@/app/paths";
import { useReading } from "@/lib/session/reading";
import { civilDay, dayName } from "@/lib/time/format";
import { useNow } from "@/lib/time/now";
import { Failure } from "@/ui/Failure";
import { activityQuery, messagesQuery } from "../queries";
import { ActivityLine } from "./ActivityLine";
import { MessageView } from "./MessageView";
import { SeenMarker } from "./SeenMarker";
import classes from "./Thread.module.css";
import { type Entry, messagesOf, timeline } from "./timeline";

/** Everything said and done, newest last. */
export function Thread({ conversation, follows }: { conversation: string; follows: string | null }) {
  const { t } = useTranslation("inbox");
  const query = useInfiniteQuery(messagesQuery(conversation));
  const activities = useQuery(activityQuery(conversation)).data?.items;
  const messages = useMemo(() => messagesOf(query.data), [query.data]);
  const entries = useMemo(
    () => timeline(messages, activities ?? [], !query.hasNextPage),
    [messages, activities, query.hasNextPage],
  );
  const scroller = useRef<HTMLDivElement>(null);
  useStayAtEnd(scroller, conversation, messages[0]?.id, messages.at(-1)?.id);
  return (
    <div ref={scroller} className={classes.scroller} tabIndex={-1} data-thread>
      <div className={classes.thread} role="log" aria-label={t("thread.label")}>
        {follows && !query.hasNextPage && (
          <p className={classes.follows}>
            <Link to={paths.conversation} params={{ view: "all", conversation: follows }} search={{}}>
              {t("thread.follows")}
            </Link>
          </p>
        )}
        {query.hasNextPage && (
          <Button
            variant="default"
            size="compact-sm"
            className={classes.earlier}
            loading={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            {t("thread.earlier")}
          </Button>
        )}
        {query.isPending && <ThreadSkeleton />}
        {query.isError && !query.data && (
          <Failure what={t("thread.failed")} error={query.error} onRetry={() => void query.refetch()} />
        )}
        <Entries entries={entries} conversation={conversation} />
        <SeenMarker conversation={conversation} newest={messages.at(-1)?.id ?? null} />
      </div>
    </div>
  );
}

function Entries({ entries, conversation }: { entries: Entry[]; conversation: string }) {
  const reading = useReading();
  const now = useNow();
  let day = "";
  return entries.map((entry) => {
    if (entry.kind === "activities") return <ActivityLine key={entry.key} activities={entry.activities} />;
    const itsDay = civilDay(entry.message.at, reading);
    const divider = itsDay !== day;
    day = itsDay;
    return (
      <div key={entry.key} className={classes.entry}>
        {divider && <div className={classes.day}>{dayName(entry.message.at, now, reading)}</div>}
        <MessageView message={entry.message} conversation={conversation} />
      </div>
    );
  });
}

function ThreadSkeleton() {
  return (
    <div aria-hidden="true" className={classes.skeleton}>
      {[72, 120, 96].map((height) => (
        <Skeleton key={height} height={height} radius="lg" />
      ))}
    </div>
  );
}

/**
 * Opens at the newest message, follows new ones while the reader is at the end, and holds still when earlier
 * messages are put on top.
 */
function useStayAtEnd(
  scroller: RefObject<HTMLDivElement | null>,
  conversation: string,
  first: string | undefined,
  last: string | undefined,
): void {
  const known = useRef({ conversation: "", first: "", height: 0, atEnd: true });
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element || !last || !first) return;
    const before = known.current;
    const opened = before.conversation !== conversation;
    if (opened || before.atEnd) scrollToEnd(element);
    else if (before.first !== first) element.scrollTop += element.scrollHeight - before.height;
    known.current = {
      conversation,
      first,
      height: element.scrollHeight,
      atEnd: opened || before.atEnd,
    };
  }, [scroller, conversation, first, last]);
  useEffect(() => {
    const element = scroller.current;
    const content = element?.firstElementChild;
    if (!element || !content) return;
    let top = 0;
    const onScroll = () => {
      const near = element.scrollHeight - element.scrollTop - element.clientHeight < 48;
      // Content that grew moved the end away; only the reader leaves it, by scrolling up.
      if (near || element.scrollTop < top) known.current.atEnd = near;
      top = element.scrollTop;
      known.current.height = element.scrollHeight;
    };
    // Images and folded parts change the height after the first look.
    const observer = new ResizeObserver(() => {
      if (known.current.atEnd) scrollToEnd(element);
    });
    observer.observe(content);
    observer.observe(element);
    element.addEventListener("scroll", onScroll, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", onScroll);
    };
  }, [scroller]);
}

function scrollToEnd(element: HTMLElement): void {
  element.scrollTop = element.scrollHeight;
}
