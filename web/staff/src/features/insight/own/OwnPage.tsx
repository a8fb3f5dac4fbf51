import { Button, Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { paths } from "@/app/paths";
import { api, unwrap } from "@/lib/api/client";
import type { Dashboard } from "@/lib/api/schema";
import { useMay, useMe } from "@/lib/session/session";
import { Confirm } from "@/ui/Confirm";
import { Empty } from "@/ui/Empty";
import { Failure } from "@/ui/Failure";
import { PageFrame } from "@/ui/PageFrame";
import { useSave } from "@/ui/useSave";
import { FilterBar } from "../filter/FilterBar";
import { dashboardQuery } from "../queries";
import { AddTile } from "./AddTile";
import { TileGrid } from "./TileGrid";
import { elementsOf, type Tile, tilesOf } from "./tiles";

const route = getRouteApi("/shell/insight/own/$dashboard");

/** A dashboard that somebody laid out. */
export function OwnPage() {
  const { t } = useTranslation("insight");
  const { dashboard: id } = route.useParams();
  const query = useQuery(dashboardQuery(id));
  if (query.isError && !query.data) {
    return <Failure what={t("own.failed")} error={query.error} onRetry={() => void query.refetch()} />;
  }
  if (!query.data) return <Skeleton height={240} m="lg" />;
  return <Board key={query.data.id} board={query.data} />;
}

function Board({ board }: { board: Dashboard }) {
  const { t } = useTranslation("insight");
  const me = useMe().person;
  const mayChange = useMay("insight.settings.manage") || board.owner_id === me.id;
  // What is being arranged; nothing while the board is only looked at.
  const [draft, setDraft] = useState<Tile[] | null>(board.elements.length === 0 && mayChange ? [] : null);
  const [adding, setAdding] = useState(false);
  const save = useSave({
    save: (tiles: Tile[]) =>
      unwrap<Dashboard>(
        api.PUT("/api/v1/insight/dashboards/{id}", {
          params: { path: { id: board.id } },
          body: {
            version: board.version,
            dashboard: {
              name: board.name,
              audience: board.audience,
              team_id: board.team_id ?? null,
              elements: elementsOf(tiles),
            },
          },
        }),
      ),
    refresh: [["insight", "dashboards"]],
    said: t("own.saved"),
    loud: true,
    onDone: () => setDraft(null),
  });
  const tiles = draft ?? tilesOf(board.elements);
  const add = <Button onClick={() => setAdding(true)}>{t("own.add")}</Button>;
  return (
    <PageFrame
      title={board.name}
      wide
      actions={
        draft ? (
          <>
            <Button variant="default" onClick={() => setAdding(true)}>
              {t("own.add")}
            </Button>
            <Button loading={save.isPending} onClick={() => save.mutate(draft)}>
              {t("own.save")}
            </Button>
          </>
        ) : (
          mayChange && (
            <>
              <Remove board={board} />
              <Button variant="default" onClick={() => setDraft(tiles)}>
                {t("own.arrange")}
              </Button>
            </>
          )
        )
      }
    >
      <FilterBar />
      {tiles.length === 0 ? (
        <Empty title={t("own.empty")} action={mayChange && add}>
          {t("own.emptyText")}
        </Empty>
      ) : (
        <TileGrid tiles={tiles} onChange={draft ? setDraft : undefined} />
      )}
      {adding && (
        <AddTile
          onClose={() => setAdding(false)}
          onAdd={(tile) => {
            setDraft([...tiles, { ...tile, id: crypto.randomUUID() }]);
            setAdding(false);
          }}
        />
      )}
    </PageFrame>
  );
}

function Remove({ board }: { board: Dashboard }) {
  const { t } = useTranslation("insight");
  const navigate = useNavigate();
  const [asked, setAsked] = useState(false);
  const remove = useSave({
    save: () => unwrap(api.DELETE("/api/v1/insight/dashboards/{id}", { params: { path: { id: board.id } } })),
    refresh: [["insight", "dashboards"]],
    said: t("own.removed"),
    onDone: () => void navigate({ to: paths.department }),
  });
  return (
    <>
      <Button variant="subtle" color="red" onClick={() => setAsked(true)}>
        {t("own.remove")}
      </Button>
      {asked && (
        <Confirm
          title={t("own.removeTitle", { name: board.name })}
          text={t("own.removeText")}
          action={t("own.remove")}
          busy={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate()}
          onClose={() => setAsked(false)}
        />
      )}
    </>
  );
}
