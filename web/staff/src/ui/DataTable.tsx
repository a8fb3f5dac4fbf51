import { Button, Skeleton } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import classes from "./DataTable.module.css";
import { Failure } from "./Failure";

export interface Column<T> {
  label: string;
  render: (row: T) => ReactNode;
  /** Figures stand at the right. */
  number?: boolean;
  /** Buttons: no heading is shown. */
  actions?: boolean;
}

/** What a query of pages knows, as far as a table needs it. */
export interface Pageful<T> {
  data?: { pages: { items: T[] }[] } | undefined;
  isPending: boolean;
  isError: boolean;
  error: unknown;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => unknown;
  refetch: () => unknown;
}

interface Props<T> {
  label: string;
  columns: Column<T>[];
  query: Pageful<T>;
  keyOf: (row: T) => string;
  /** Shown when there is nothing; it says what to do. */
  empty: ReactNode;
  failure: string;
}

/** Rows of a list with columns; on a phone each row becomes a small card. */
export function DataTable<T>({ label, columns, query, keyOf, empty, failure }: Props<T>) {
  const { t } = useTranslation("app");
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  if (query.isError && !query.data) {
    return <Failure what={failure} error={query.error} onRetry={() => void query.refetch()} />;
  }
  if (query.isPending) return [0, 1, 2, 3].map((each) => <Skeleton key={each} height={36} my={8} />);
  if (rows.length === 0) return empty;
  return (
    <>
      <table className={classes.table} aria-label={label}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.label} scope="col" data-number={column.number || undefined}>
                {column.actions ? <span className={classes.hidden}>{column.label}</span> : column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map((column) => (
                <td
                  key={column.label}
                  data-label={column.actions ? undefined : column.label}
                  data-number={column.number || undefined}
                  data-actions={column.actions || undefined}
                >
                  {column.render(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {query.hasNextPage && (
        <Button
          mt="md"
          variant="default"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {t("table.more")}
        </Button>
      )}
    </>
  );
}
