import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/api/client";
import type { TokenView } from "@/lib/api/schema";
import { useNow } from "@/lib/time/now";
import { Confirm } from "@/ui/Confirm";
import { DataTable, type Pageful } from "@/ui/DataTable";
import { Mark } from "@/ui/Mark";
import { Time } from "@/ui/Time";
import { useSave } from "@/ui/useSave";
import { accessKeys } from "../queries";
import classes from "./TokenTable.module.css";

interface Props {
  query: Pageful<TokenView>;
  /** Whose they are is said when they are not all one's own. */
  owners: boolean;
  empty: ReactNode;
}

/** Tokens with what they may do and when they were used; each can be revoked. */
export function TokenTable({ query, owners, empty }: Props) {
  const { t } = useTranslation("access");
  const [revoked, setRevoked] = useState<TokenView | null>(null);
  const revoke = useSave({
    save: (id: string) => unwrap(api.DELETE("/api/v1/access/tokens/{id}", { params: { path: { id } } })),
    refresh: [accessKeys.tokens],
    said: t("token.revoked"),
    onDone: () => setRevoked(null),
  });
  const owner = { label: t("token.owner"), render: (row: TokenView) => row.owner.name };
  return (
    <>
      <DataTable
        label={t("token.title")}
        query={query}
        keyOf={(row) => row.id}
        failure={t("token.failed")}
        empty={empty}
        columns={[
          {
            label: t("token.name"),
            render: (row) => (
              <span>
                <span className={classes.name}>{row.name}</span>
                <code className={classes.hint}>{row.hint}…</code>
              </span>
            ),
          },
          ...(owners ? [owner] : []),
          {
            label: t("token.scopes"),
            render: (row) => (
              <span title={row.scopes.join("\n")}>{t("token.scopeCount", { count: row.scopes.length })}</span>
            ),
          },
          {
            label: t("token.used"),
            render: (row) => (row.last_used_at ? <Time at={row.last_used_at} /> : t("token.never")),
          },
          { label: t("token.ends"), render: (row) => <Ends at={row.expires_at ?? null} /> },
          {
            label: t("people.actions"),
            actions: true,
            render: (row) => (
              <Button
                variant="subtle"
                color="red"
                size="compact-sm"
                aria-label={t("token.revokeOf", { name: row.name })}
                onClick={() => setRevoked(row)}
              >
                {t("token.revoke")}
              </Button>
            ),
          },
        ]}
      />
      {revoked && (
        <Confirm
          title={t("token.revokeTitle", { name: revoked.name })}
          text={t("token.revokeText")}
          action={t("token.revoke")}
          busy={revoke.isPending}
          error={revoke.error}
          onConfirm={() => revoke.mutate(revoked.id)}
          onClose={() => setRevoked(null)}
        />
      )}
    </>
  );
}

function Ends({ at }: { at: string | null }) {
  const { t } = useTranslation("access");
  const now = useNow();
  if (!at) return t("token.neverEnds");
  if (Date.parse(at) < now) return <Mark tone="danger">{t("token.ended")}</Mark>;
  return <Time at={at} as="full" />;
}
