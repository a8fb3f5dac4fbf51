import { Button, MultiSelect, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/api/client";
import type { TeamView } from "@/lib/api/schema";
import { Confirm } from "@/ui/Confirm";
import { named, wordsFrom } from "@/ui/clash/fieldWords";
import { useClash } from "@/ui/clash/useClash";
import { DataTable } from "@/ui/DataTable";
import { Empty } from "@/ui/Empty";
import { FormModal } from "@/ui/FormModal";
import { PageFrame } from "@/ui/PageFrame";
import { useSave } from "@/ui/useSave";
import { accessKeys, allPeopleQuery, teamsListQuery } from "../queries";
import { Members } from "./Members";

/** Teams have a queue of their own; their people see it. */
export function TeamsPage() {
  const { t } = useTranslation("access");
  const query = useInfiniteQuery(teamsListQuery);
  const [edited, setEdited] = useState<string | "new" | null>(null);
  const [removed, setRemoved] = useState<TeamView | null>(null);
  const team = query.data?.pages.flatMap((page) => page.items).find((each) => each.id === edited);
  const add = <Button onClick={() => setEdited("new")}>{t("teams.add")}</Button>;
  const remove = useSave({
    save: (id: string) => unwrap(api.DELETE("/api/v1/access/teams/{id}", { params: { path: { id } } })),
    refresh: [accessKeys.teams, accessKeys.people, accessKeys.me, ["inbox"]],
    said: t("teams.removed"),
    onDone: () => setRemoved(null),
  });
  return (
    <PageFrame title={t("teams.title")} intro={t("teams.intro")} actions={add}>
      <DataTable
        label={t("teams.title")}
        query={query}
        keyOf={(row) => row.id}
        failure={t("teams.failed")}
        empty={
          <Empty title={t("teams.none")} action={add}>
            {t("teams.noneText")}
          </Empty>
        }
        columns={[
          { label: t("teams.name"), render: (row) => <strong>{row.name}</strong> },
          { label: t("teams.members"), render: (row) => <Members ids={row.member_ids} /> },
          {
            label: t("people.actions"),
            actions: true,
            render: (row) => (
              <>
                <Button
                  variant="subtle"
                  size="compact-sm"
                  aria-label={t("people.editOf", { name: row.name })}
                  onClick={() => setEdited(row.id)}
                >
                  {t("people.edit")}
                </Button>
                <Button
                  variant="subtle"
                  color="red"
                  size="compact-sm"
                  aria-label={t("teams.removeOf", { name: row.name })}
                  onClick={() => setRemoved(row)}
                >
                  {t("teams.remove")}
                </Button>
              </>
            ),
          },
        ]}
      />
      {edited === "new" && <TeamDialog team={null} onClose={() => setEdited(null)} />}
      {team && <TeamDialog key={team.id} team={team} onClose={() => setEdited(null)} />}
      {removed && (
        <Confirm
          title={t("teams.removeTitle", { name: removed.name })}
          text={t("teams.removeText")}
          action={t("teams.remove")}
          busy={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate(removed.id)}
          onClose={() => setRemoved(null)}
        />
      )}
    </PageFrame>
  );
}

const valuesOf = (team: TeamView | null) => ({ name: team?.name ?? "", member_ids: team?.member_ids ?? [] });

function TeamDialog({ team, onClose }: { team: TeamView | null; onClose: () => void }) {
  const { t } = useTranslation("access");
  const people = useQuery(allPeopleQuery).data?.items ?? [];
  const form = useForm({ initialValues: valuesOf(team) });
  const members = people
    .filter((person) => person.active || form.values.member_ids.includes(person.id))
    .map((person) => ({ value: person.id, label: person.name }));
  const editing = useClash({
    thing: team,
    valuesOf,
    form,
    words: wordsFrom({
      name: { label: t("teams.name") },
      member_ids: {
        label: t("teams.members"),
        text: named(people.map(({ id, name }) => ({ value: id, label: name }))),
      },
    }),
  });
  const save = useSave({
    save: (values: typeof form.values, key) =>
      team
        ? unwrap(
            api.PATCH("/api/v1/access/teams/{id}", {
              params: { path: { id: team.id } },
              body: { ...values, version: editing.version },
            }),
          )
        : unwrap(
            api.POST("/api/v1/access/teams", {
              headers: { "Idempotency-Key": key },
              body: values,
            }),
          ),
    refresh: [accessKeys.teams, accessKeys.people, accessKeys.me, ["inbox", "counts"]],
    form,
    said: t("teams.saved", { name: form.values.name }),
    onDone: onClose,
  });
  return (
    <FormModal
      title={team ? team.name : t("teams.add")}
      onClose={onClose}
      onSubmit={form.onSubmit((values) => save.mutate(values))}
      busy={save.isPending}
      error={save.error}
      editing={editing}
    >
      <TextInput label={t("teams.name")} data-autofocus {...form.getInputProps("name")} />
      <MultiSelect
        label={t("teams.members")}
        data={members}
        searchable
        hidePickedOptions
        nothingFoundMessage={t("teams.nobody")}
        {...form.getInputProps("member_ids")}
      />
    </FormModal>
  );
}
