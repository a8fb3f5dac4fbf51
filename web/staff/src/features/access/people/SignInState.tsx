import { Button, Group, Input, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/api/client";
import type { PersonView } from "@/lib/api/schema";
import { Confirm } from "@/ui/Confirm";
import { Mark } from "@/ui/Mark";
import { Time } from "@/ui/Time";
import { useSave } from "@/ui/useSave";
import { accessKeys, signInQuery } from "../queries";
import { ConnectedAccounts } from "./ConnectedAccounts";

/** How a colleague signs in: the second factor, accounts elsewhere, and the lock of too many failed attempts. */
export function SignInState({ person }: { person: PersonView }) {
  const { t } = useTranslation("access");
  const state = useQuery(signInQuery(person.id)).data;
  const [resetting, setResetting] = useState(false);
  const params = { path: { id: person.id } };
  const refresh = [accessKeys.signIn(person.id)];
  const unlock = useSave({
    save: () => unwrap(api.POST("/api/v1/access/people/{id}/unlock", { params })),
    refresh,
    said: t("people.unlocked"),
    loud: true,
  });
  const reset = useSave({
    save: () => unwrap(api.DELETE("/api/v1/access/people/{id}/second-factor", { params })),
    refresh,
    said: t("people.secondReset"),
    onDone: () => setResetting(false),
  });
  if (!state) return null;
  return (
    <Input.Wrapper label={t("people.signIn")} labelElement="div">
      <Stack gap="xs" mt={4}>
        <Group gap="sm">
          <Mark tone={state.second_factor ? "good" : state.required ? "warn" : "quiet"}>
            {t(
              state.second_factor
                ? "people.secondOn"
                : state.required
                  ? "people.secondRequired"
                  : "people.secondOff",
            )}
          </Mark>
          {state.second_factor && (
            <Button variant="subtle" color="red" size="compact-sm" onClick={() => setResetting(true)}>
              {t("people.resetSecond")}
            </Button>
          )}
        </Group>
        {state.identities.length > 0 && <ConnectedAccounts person={person} accounts={state.identities} />}
        {state.locked_until && (
          <Group gap="sm">
            <Mark tone="warn">{t("people.locked")}</Mark>
            <Time at={state.locked_until} as="full" />
            <Button
              variant="default"
              size="compact-sm"
              loading={unlock.isPending}
              onClick={() => unlock.mutate()}
            >
              {t("people.unlock")}
            </Button>
          </Group>
        )}
      </Stack>
      {resetting && (
        <Confirm
          title={t("people.resetSecond")}
          text={t("people.resetSecondText", { name: person.name })}
          action={t("people.resetSecond")}
          busy={reset.isPending}
          error={reset.error}
          onConfirm={() => reset.mutate()}
          onClose={() => setResetting(false)}
        />
      )}
    </Input.Wrapper>
  );
}
