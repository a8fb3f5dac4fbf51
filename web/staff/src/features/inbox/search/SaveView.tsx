import { Button, Popover, Select, TextInput } from "@mantine/core";
import { IconBookmark } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/api/client";
import { useMe } from "@/lib/session/session";
import { useProblemText } from "@/ui/problemText";
import { toast } from "@/ui/toast";
import { inboxKeys } from "../keys";

/** "me", "all", or the id of a team, as the API says it. */
function audienceOf(shared: string) {
  if (shared === "me" || shared === "all") return { audience: shared } as const;
  return { audience: "team" as const, team_id: shared };
}

/** Keeps a search in the rail of the inbox, for oneself, a team or everybody. */
export function SaveView({ query }: { query: string }) {
  const { t } = useTranslation("inbox");
  const queries = useQueryClient();
  const problemText = useProblemText();
  const { teams } = useMe();
  const [opened, setOpened] = useState(false);
  const [name, setName] = useState("");
  const [shared, setShared] = useState("me");
  const save = useMutation({
    mutationFn: () =>
      unwrap(api.POST("/api/v1/inbox/views", { body: { name: name.trim(), query, ...audienceOf(shared) } })),
    onSuccess: () => {
      setOpened(false);
      setName("");
      toast(t("search.saved"));
      void queries.invalidateQueries({ queryKey: inboxKeys.views });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" trapFocus width={280}>
      <Popover.Target>
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconBookmark size={14} />}
          onClick={() => setOpened(!opened)}
        >
          {t("search.save")}
        </Button>
      </Popover.Target>
      <Popover.Dropdown data-keys="own">
        <form onSubmit={submit}>
          <TextInput
            label={t("search.viewName")}
            value={name}
            maxLength={80}
            onChange={(event) => setName(event.currentTarget.value)}
            error={save.isError ? problemText(save.error) : null}
            data-autofocus
          />
          <Select
            mt="xs"
            label={t("search.sharedWith")}
            value={shared}
            onChange={(value) => setShared(value ?? "me")}
            data={[
              { value: "me", label: t("search.onlyMe") },
              ...teams.map((team) => ({ value: team.id, label: team.name })),
              { value: "all", label: t("search.everybody") },
            ]}
            comboboxProps={{ withinPortal: false }}
          />
          <Button mt="sm" type="submit" fullWidth disabled={!name.trim()} loading={save.isPending}>
            {t("search.save")}
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
