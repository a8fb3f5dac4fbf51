import { Button, Group, Select, TextInput } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { paths } from "@/app/paths";
import type { AuditView } from "@/lib/api/schema";
import { DataTable } from "@/ui/DataTable";
import { Empty } from "@/ui/Empty";
import { PageFrame } from "@/ui/PageFrame";
import { Time } from "@/ui/Time";
import { allPeopleQuery, auditQuery } from "../queries";
import classes from "./AuditPage.module.css";
import { ACTIONS } from "./actions";
import { type AuditSearch, instants } from "./auditSearch";
import { detailLines } from "./detailLines";
import { useActionText } from "./useActionText";
import { useFactText } from "./useFactText";

const route = getRouteApi("/shell/administration/audit");

/** Who did what and when. Entries are sealed in a chain and cannot be changed. */
export function AuditPage() {
  const { t } = useTranslation("access");
  const search = route.useSearch();
  const query = useInfiniteQuery(auditQuery(instants(search)));
  const actionText = useActionText();
  const navigate = useNavigate();
  const narrow = (change: AuditSearch) =>
    void navigate({ to: paths.audit, search: { ...search, ...change }, replace: true });
  const filtered = Object.values(search).some(Boolean);
  return (
    <PageFrame title={t("audit.title")} intro={t("audit.intro")}>
      <Filters search={search} onChange={narrow} />
      <DataTable
        label={t("audit.title")}
        query={query}
        keyOf={(row) => String(row.number)}
        failure={t("audit.failed")}
        empty={
          <Empty
            title={t("audit.none")}
            action={
              filtered && (
                <Button variant="default" onClick={() => void navigate({ to: paths.audit, search: {} })}>
                  {t("audit.clear")}
                </Button>
              )
            }
          />
        }
        columns={[
          { label: t("audit.what"), render: (row) => <strong>{actionText(row.action)}</strong> },
          {
            label: t("audit.who"),
            render: (row) => (row.actor.kind === "system" ? t("audit.system") : row.actor.name),
          },
          {
            label: t("audit.when"),
            render: (row) => <Time at={row.at} as="full" className={classes.when} />,
          },
          {
            label: t("audit.detail"),
            render: (row) => <Detail row={row} onThing={(thing) => narrow({ thing })} />,
          },
        ]}
      />
    </PageFrame>
  );
}

function Detail({ row, onThing }: { row: AuditView; onThing: (thing: string) => void }) {
  const { t } = useTranslation("access");
  const { nameOf, readValue } = useFactText();
  return (
    <div className={classes.detail}>
      {detailLines(row.detail, nameOf).map((line) => (
        <span key={line.label} className={classes.line}>
          <span className={classes.label}>{line.label}</span> {readValue(line, row.action)}
        </span>
      ))}
      <button
        type="button"
        className={classes.thing}
        title={t("audit.same")}
        onClick={() => onThing(row.thing)}
      >
        {row.thing}
      </button>
    </div>
  );
}

function Filters({ search, onChange }: { search: AuditSearch; onChange: (change: AuditSearch) => void }) {
  const { t } = useTranslation("access");
  const people = useQuery(allPeopleQuery).data?.items ?? [];
  const actionText = useActionText();
  const actions = ACTIONS.map((action) => ({ value: action, label: actionText(action) })).sort((a, b) =>
    a.label.localeCompare(b.label),
  );
  return (
    <Group gap="sm" mb="md" align="end">
      <Select
        label={t("audit.who")}
        placeholder={t("audit.everybody")}
        data={people.map((person) => ({ value: person.id, label: person.name }))}
        value={search.person ?? null}
        onChange={(person) => onChange({ person: person ?? undefined })}
        searchable
        clearable
        clearButtonProps={{ "aria-label": t("audit.everybody") }}
        w={200}
      />
      <Select
        label={t("audit.what")}
        placeholder={t("audit.everything")}
        data={actions}
        value={search.action ?? null}
        onChange={(action) => onChange({ action: action ?? undefined })}
        searchable
        clearable
        clearButtonProps={{ "aria-label": t("audit.everything") }}
        w={240}
      />
      <TextInput
        type="date"
        label={t("audit.from")}
        value={search.from ?? ""}
        onChange={(event) => onChange({ from: event.currentTarget.value || undefined })}
      />
      <TextInput
        type="date"
        label={t("audit.to")}
        value={search.to ?? ""}
        onChange={(event) => onChange({ to: event.currentTarget.value || undefined })}
      />
      {search.thing && (
        <Button variant="default" onClick={() => onChange({ thing: undefined })}>
          {t("audit.onlyThing", { thing: search.thing })}
        </Button>
      )}
    </Group>
  );
}
