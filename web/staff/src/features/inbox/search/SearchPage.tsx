import { Button, Skeleton } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { Fragment, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { paths } from "@/app/paths";
import type { SearchResults } from "@/lib/api/types";
import { useServerWords } from "@/lib/i18n/problemWords";
import { useReading } from "@/lib/session/reading";
import { count } from "@/lib/time/format";
import { Empty } from "@/ui/Empty";
import { Failure } from "@/ui/Failure";
import { Time } from "@/ui/Time";
import { searchQuery } from "../queries";
import { StatusMark } from "../StatusMark";
import { marked } from "./marked";
import { SaveView } from "./SaveView";
import { SearchField } from "./SearchField";
import classes from "./SearchPage.module.css";

const route = getRouteApi("/shell/search");
const EXAMPLES = [
  "status:open assignee:me",
  "has:attachment invoice",
  '"exact words"',
  "refund*",
  "created>2026-01-01 -tag:refund",
];

/** Everything that was ever said, found by words and filters. */
export function SearchPage() {
  const { t } = useTranslation("inbox");
  const { q = "" } = route.useSearch();
  const navigate = useNavigate();
  const { zone } = useReading();
  const results = useInfiniteQuery(searchQuery(q, zone));
  const first = results.data?.pages[0];
  const search = (query: string) =>
    void navigate({ to: paths.search, search: { q: query || undefined }, replace: q !== "" });
  useEffect(() => {
    document.title = `${t("search.title")} · Quarterdeck`;
  }, [t]);
  return (
    <div className={classes.page}>
      <h1 className={classes.title}>{t("search.title")}</h1>
      <SearchField value={q} onSearch={search} />
      {q === "" && <Examples onSearch={search} />}
      {q !== "" && first && <Summary first={first} query={q} />}
      {q !== "" && results.isPending && [0, 1, 2].map((each) => <Skeleton key={each} height={64} my="sm" />)}
      {results.isError && (
        <Failure what={t("search.failed")} error={results.error} onRetry={() => void results.refetch()} />
      )}
      {q !== "" && first?.items.length === 0 && (
        <Empty title={t("search.nothing")}>{t("search.nothingText")}</Empty>
      )}
      {q !== "" && (
        <ol className={classes.results} data-stale={results.isPlaceholderData || undefined}>
          {results.data?.pages.flatMap((page) =>
            page.items.map((item) => <Result key={item.conversation.id} item={item} />),
          )}
        </ol>
      )}
      {q !== "" && results.hasNextPage && (
        <Button
          variant="default"
          loading={results.isFetchingNextPage}
          onClick={() => void results.fetchNextPage()}
        >
          {t("search.more")}
        </Button>
      )}
    </div>
  );
}

function Examples({ onSearch }: { onSearch: (query: string) => void }) {
  const { t } = useTranslation("inbox");
  return (
    <div className={classes.examples}>
      <p>{t("search.examples")}</p>
      <ul>
        {EXAMPLES.map((example) => (
          <li key={example}>
            <button type="button" onClick={() => onSearch(example)}>
              {example}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Summary({ first, query }: { first: SearchResults; query: string }) {
  const { t } = useTranslation("inbox");
  const { locale } = useReading();
  const words = useServerWords();
  return (
    <>
      {first.errors.map((error) => (
        <p key={`${error.at} ${error.detail}`} role="alert" className={classes.error}>
          {words.say(error.code, error.detail, error.params)}
        </p>
      ))}
      {first.filling && (
        <p role="status" className={classes.error}>
          {t("search.filling", {
            done: count(first.filling.done, locale),
            total: count(first.filling.total, locale),
          })}
        </p>
      )}
      <div className={classes.summary}>
        <span role="status">
          {t("search.found", { count: first.total, formatted: count(first.total, locale) })}
        </span>
        <SaveView key={query} query={query} />
      </div>
    </>
  );
}

function Result({ item }: { item: SearchResults["items"][number] }) {
  const { t } = useTranslation("inbox");
  const row = item.conversation;
  const subject = item.highlights.find((each) => each.field === "subject");
  const words = item.highlights.filter((each) => each.field !== "subject");
  return (
    <li className={classes.result}>
      <Link
        to={paths.conversation}
        params={{ view: "all", conversation: row.id }}
        search={{}}
        className={classes.link}
      >
        <span className={classes.line}>
          <StatusMark status={row.status} />
          <span className={classes.subject}>
            {subject ? <Marked html={subject.html} /> : row.subject || t("noSubject")}
          </span>
          <span className={classes.number}>#{row.number}</span>
          <Time at={row.last_message_at} className={classes.when} />
        </span>
        <span className={classes.who}>
          {row.contact.name || row.contact.address}
          {row.organisation && ` · ${row.organisation.name}`}
          {row.assignee && ` · ${row.assignee.name}`}
        </span>
        {(words.length > 0 ? words : [{ field: "preview", html: "" }]).slice(0, 2).map((each) => (
          <span key={each.field + each.html} className={classes.words}>
            {each.html ? <Marked html={each.html} /> : row.preview}
          </span>
        ))}
      </Link>
    </li>
  );
}

function Marked({ html }: { html: string }) {
  return marked(html).map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text never change places
    <Fragment key={index}>{part.hit ? <mark>{part.text}</mark> : part.text}</Fragment>
  ));
}
