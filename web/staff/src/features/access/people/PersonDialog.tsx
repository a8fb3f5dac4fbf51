import { MultiSelect, Select, Switch, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/api/client";
import type { PersonView } from "@/lib/api/schema";
import { useMe } from "@/lib/session/session";
import { named, wordsFrom } from "@/ui/clash/fieldWords";
import { useClash } from "@/ui/clash/useClash";
import { FormModal } from "@/ui/FormModal";
import { useSave } from "@/ui/useSave";
import { accessKeys } from "../queries";
import { SignInState } from "./SignInState";
import { useRoleAndTeamChoices } from "./useChoices";

function valuesOf(person: PersonView) {
  return {
    name: person.name,
    role_id: person.role.id,
    team_ids: person.teams.map((team) => team.id),
    active: person.active,
  };
}

/** Name, role, teams of a colleague, and whether they work here. */
export function PersonDialog({ person, onClose }: { person: PersonView; onClose: () => void }) {
  const { t } = useTranslation("access");
  const me = useMe().person.id;
  const choices = useRoleAndTeamChoices();
  const form = useForm({ initialValues: valuesOf(person) });
  const editing = useClash({
    thing: person,
    valuesOf,
    form,
    words: wordsFrom({
      name: { label: t("people.name") },
      role_id: { label: t("people.role"), text: named(choices.roles) },
      team_ids: { label: t("people.teams"), text: named(choices.teams) },
      active: { label: t("people.worksHere") },
    }),
  });
  const save = useSave({
    save: (values: typeof form.values) =>
      unwrap(
        api.PATCH("/api/v1/access/people/{id}", {
          params: { path: { id: person.id } },
          body: { ...values, version: editing.version },
        }),
      ),
    refresh: [accessKeys.people, accessKeys.teams, accessKeys.me],
    form,
    said: t("people.saved", { name: person.name }),
    onDone: onClose,
  });
  return (
    <FormModal
      title={person.name}
      onClose={onClose}
      onSubmit={form.onSubmit((values) => save.mutate(values))}
      busy={save.isPending}
      error={save.error}
      editing={editing}
    >
      <TextInput label={t("people.name")} data-autofocus {...form.getInputProps("name")} />
      <Select label={t("people.role")} data={choices.roles} {...form.getInputProps("role_id")} />
      <MultiSelect
        label={t("people.teams")}
        data={choices.teams}
        searchable
        clearable
        clearButtonProps={{ "aria-label": t("people.noTeams") }}
        {...form.getInputProps("team_ids")}
      />
      <Switch
        label={t("people.worksHere")}
        description={person.id === me ? t("people.notYourself") : t("people.worksHereText")}
        disabled={person.id === me}
        {...form.getInputProps("active", { type: "checkbox" })}
      />
      <SignInState person={person} />
    </FormModal>
  );
}
