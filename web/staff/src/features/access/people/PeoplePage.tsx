import { Button, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { PersonView } from "@/lib/api/schema";
import { Avatar } from "@/ui/Avatar";
import { type Column, DataTable } from "@/ui/DataTable";
import { Empty } from "@/ui/Empty";
import { Mark } from "@/ui/Mark";
import { PageFrame } from "@/ui/PageFrame";
import { peopleListQuery } from "../queries";
import { Invitations } from "./Invitations";
import { InviteDialog } from "./InviteDialog";
import classes from "./People.module.css";
import { PersonDialog } from "./PersonDialog";
import { useRoles } from "./useChoices";

/** Who works here, and who is invited to. */
export function PeoplePage() {
  const { t } = useTranslation("access");
  const [typed, setTyped] = useState("");
  const [q] = useDebouncedValue(typed.trim(), 200);
  const query = useInfiniteQuery(peopleListQuery(q));
  const [inviting, setInviting] = useState(false);
  const [edited, setEdited] = useState<string | null>(null);
  const person = query.data?.pages.flatMap((page) => page.items).find((each) => each.id === edited);
  const columns = usePeopleColumns((row) => setEdited(row.id));
  return (
    <PageFrame
      title={t("people.title")}
      actions={<Button onClick={() => setInviting(true)}>{t("people.invite")}</Button>}
    >
      <TextInput
        className={classes.find}
        placeholder={t("people.find")}
        aria-label={t("people.find")}
        leftSection={<IconSearch size={16} />}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <DataTable
        label={t("people.title")}
        columns={columns}
        query={query}
        keyOf={(row) => row.id}
        failure={t("people.failed")}
        empty={<Empty title={t("people.none")}>{t("people.noneText", { q })}</Empty>}
      />
      <Invitations />
      {inviting && <InviteDialog onClose={() => setInviting(false)} />}
      {person && <PersonDialog key={person.id} person={person} onClose={() => setEdited(null)} />}
    </PageFrame>
  );
}

function usePeopleColumns(onEdit: (row: PersonView) => void): Column<PersonView>[] {
  const { t } = useTranslation("access");
  const { nameOf } = useRoles();
  return [
    {
      label: t("people.name"),
      render: (row) => (
        <span className={classes.person} data-away={!row.active || undefined}>
          <Avatar name={row.name} color={row.avatar_color} size={32} />
          <span>
            <span className={classes.name}>{row.name}</span>
            <span className={classes.email}>{row.email}</span>
          </span>
        </span>
      ),
    },
    { label: t("people.role"), render: (row) => nameOf(row.role.id, row.role.name) },
    { label: t("people.teams"), render: (row) => row.teams.map((team) => team.name).join(", ") || "–" },
    {
      label: t("people.state"),
      render: (row) => (row.active ? t("people.active") : <Mark tone="quiet">{t("people.inactive")}</Mark>),
    },
    {
      label: t("people.actions"),
      actions: true,
      render: (row) => (
        <Button
          variant="subtle"
          size="compact-sm"
          aria-label={t("people.editOf", { name: row.name })}
          onClick={() => onEdit(row)}
        >
          {t("people.edit")}
        </Button>
      ),
    },
  ];
}
