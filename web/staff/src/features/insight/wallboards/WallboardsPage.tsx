import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/api/client";
import type { Wallboard } from "@/lib/api/schema";
import { useNow } from "@/lib/time/now";
import { Confirm } from "@/ui/Confirm";
import { DataTable } from "@/ui/DataTable";
import { Empty } from "@/ui/Empty";
import { Mark } from "@/ui/Mark";
import { PageFrame } from "@/ui/PageFrame";
import { Time } from "@/ui/Time";
import { useSave } from "@/ui/useSave";
import { usePartName } from "../filter/choices";
import { wallboardsQuery } from "../queries";
import { WallboardDialog } from "./WallboardDialog";

/** The links that show a wallboard to a screen, what each shows, and when a screen asked last. */
export function WallboardsPage() {
  const { t } = useTranslation("insight");
  const partName = usePartName();
  const query = useInfiniteQuery(wallboardsQuery);
  const [edited, setEdited] = useState<Wallboard | "new" | null>(null);
  const [revoked, setRevoked] = useState<Wallboard | null>(null);
  const revoke = useSave({
    save: (id: string) => unwrap(api.DELETE("/api/v1/insight/wallboards/{id}", { params: { path: { id } } })),
    refresh: [["insight", "wallboards"]],
    said: t("wallboards.revoked"),
    onDone: () => setRevoked(null),
  });
  const add = <Button onClick={() => setEdited("new")}>{t("wallboards.new")}</Button>;
  return (
    <PageFrame title={t("wallboards.title")} intro={t("wallboards.intro")} actions={add} wide>
      <DataTable
        label={t("wallboards.title")}
        query={query}
        keyOf={(row) => row.id}
        failure={t("wallboards.failed")}
        empty={
          <Empty title={t("wallboards.none")} action={add}>
            {t("wallboards.noneText")}
          </Empty>
        }
        columns={[
          {
            label: t("wallboards.name"),
            render: (row) => (
              <>
                <strong>{row.content.name}</strong> <code>{row.hint}…</code>
              </>
            ),
          },
          { label: t("wallboards.figures"), render: (row) => <TileNames board={row} /> },
          {
            label: t("by.team"),
            render: (row) =>
              row.content.teams?.map((team) => partName("team", team)).join(", ") || t("measure.department"),
          },
          {
            label: t("wallboards.seen"),
            render: (row) => (row.seen_at ? <Time at={row.seen_at} /> : t("wallboards.never")),
          },
          { label: t("wallboards.ends"), render: (row) => <Ends at={row.content.expires_at ?? null} /> },
          {
            label: t("goals.actions"),
            actions: true,
            render: (row) => (
              <Buttons board={row} onEdit={() => setEdited(row)} onRevoke={() => setRevoked(row)} />
            ),
          },
        ]}
      />
      {edited && <WallboardDialog board={edited === "new" ? null : edited} onClose={() => setEdited(null)} />}
      {revoked && (
        <Confirm
          title={t("wallboards.revokeTitle", { name: revoked.content.name })}
          text={t("wallboards.revokeText")}
          action={t("wallboards.revoke")}
          busy={revoke.isPending}
          error={revoke.error}
          onConfirm={() => revoke.mutate(revoked.id)}
          onClose={() => setRevoked(null)}
        />
      )}
    </PageFrame>
  );
}

function TileNames({ board }: { board: Wallboard }) {
  const { t } = useTranslation("insight");
  const { tiles } = board.content;
  const goals = tiles.filter((tile) => tile.kind === "goal").length;
  const names: string[] = tiles.flatMap((tile) =>
    tile.kind === "now" ? [t(`wallboard.now.${tile.what}`)] : [],
  );
  return [...names, ...(goals > 0 ? [t("wallboards.goals", { count: goals })] : [])].join(", ");
}

interface ButtonsProps {
  board: Wallboard;
  onEdit: () => void;
  onRevoke: () => void;
}

function Buttons({ board, onEdit, onRevoke }: ButtonsProps) {
  const { t } = useTranslation("insight");
  const { name } = board.content;
  return (
    <>
      <Button variant="subtle" size="compact-sm" aria-label={t("goal.changeOf", { name })} onClick={onEdit}>
        {t("goal.edit")}
      </Button>
      <Button
        variant="subtle"
        color="red"
        size="compact-sm"
        aria-label={t("wallboards.revokeOf", { name })}
        onClick={onRevoke}
      >
        {t("wallboards.revoke")}
      </Button>
    </>
  );
}

function Ends({ at }: { at: string | null }) {
  const { t } = useTranslation("insight");
  const now = useNow();
  if (!at) return t("wallboards.neverEnds");
  if (Date.parse(at) < now) return <Mark tone="danger">{t("wallboards.ended")}</Mark>;
  return <Time at={at} as="full" />;
}
