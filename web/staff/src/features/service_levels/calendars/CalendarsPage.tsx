import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { paths } from "@/app/paths";
import { api, unwrap } from "@/lib/api/client";
import type { Calendar } from "@/lib/api/schema";
import { ButtonLink } from "@/ui/ButtonLink";
import { Confirm } from "@/ui/Confirm";
import { DataTable } from "@/ui/DataTable";
import { Empty } from "@/ui/Empty";
import { Mark } from "@/ui/Mark";
import { onePage } from "@/ui/onePage";
import { PageFrame } from "@/ui/PageFrame";
import { useSave } from "@/ui/useSave";
import { calendarKeys, calendarsQuery } from "../queries";
import { NewCalendarDialog } from "./NewCalendarDialog";
import { OpenState } from "./OpenState";

/** When the department works: its calendars, and which of them is its own. */
export function CalendarsPage() {
  const { t } = useTranslation("service_levels");
  const query = useQuery(calendarsQuery);
  const [adding, setAdding] = useState(false);
  const [removed, setRemoved] = useState<Calendar | null>(null);
  const remove = useSave({
    save: (id: string) =>
      unwrap(api.DELETE("/api/v1/service_levels/calendars/{id}", { params: { path: { id } } })),
    refresh: [calendarKeys.list],
    said: t("removed"),
    onDone: () => setRemoved(null),
  });
  const add = <Button onClick={() => setAdding(true)}>{t("add")}</Button>;
  return (
    <PageFrame title={t("title")} intro={t("intro")} actions={add}>
      <DataTable
        label={t("title")}
        query={onePage(query, query.data?.items)}
        keyOf={(row) => row.id}
        failure={t("failed")}
        empty={
          <Empty title={t("none")} action={add}>
            {t("noneText")}
          </Empty>
        }
        columns={[
          {
            label: t("name"),
            render: (row) => (
              <>
                <strong>{row.name}</strong> {row.default && <Mark tone="info">{t("department")}</Mark>}
              </>
            ),
          },
          { label: t("zone"), render: (row) => row.time_zone },
          { label: t("now"), render: (row) => <OpenState calendar={row} /> },
          {
            label: t("actions"),
            actions: true,
            render: (row) => <Actions calendar={row} onRemove={() => setRemoved(row)} />,
          },
        ]}
      />
      {adding && <NewCalendarDialog onClose={() => setAdding(false)} />}
      {removed && (
        <Confirm
          title={t("removeTitle", { name: removed.name })}
          text={t("removeText")}
          action={t("remove")}
          busy={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate(removed.id)}
          onClose={() => setRemoved(null)}
        />
      )}
    </PageFrame>
  );
}

function Actions({ calendar, onRemove }: { calendar: Calendar; onRemove: () => void }) {
  const { t } = useTranslation("service_levels");
  const { id, name } = calendar;
  const choose = useSave({
    save: () =>
      unwrap(api.POST("/api/v1/service_levels/calendars/{id}/default", { params: { path: { id } } })),
    refresh: [calendarKeys.list],
    said: t("madeDefault", { name }),
    loud: true,
  });
  return (
    <>
      <ButtonLink
        to={paths.calendar}
        params={{ calendar: id }}
        variant="subtle"
        size="compact-sm"
        aria-label={t("editOf", { name })}
      >
        {t("edit")}
      </ButtonLink>
      {!calendar.default && (
        <>
          <Button
            variant="subtle"
            size="compact-sm"
            loading={choose.isPending}
            aria-label={t("makeDefaultOf", { name })}
            onClick={() => choose.mutate()}
          >
            {t("makeDefault")}
          </Button>
          <Button
            variant="subtle"
            color="red"
            size="compact-sm"
            aria-label={t("removeOf", { name })}
            onClick={onRemove}
          >
            {t("remove")}
          </Button>
        </>
      )}
    </>
  );
}
