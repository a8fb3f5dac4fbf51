import { Button, Group, Modal, Skeleton, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/api/client";
import { Problem } from "@/lib/api/problem";
import type { PasskeyView } from "@/lib/api/schema";
import { Failure } from "@/ui/Failure";
import { FormModal } from "@/ui/FormModal";
import { SecretInput } from "@/ui/SecretInput";
import { Section } from "@/ui/Section";
import { Time } from "@/ui/Time";
import { useSave } from "@/ui/useSave";
import { deviceName } from "../profile/deviceName";
import { accessKeys, passkeysQuery } from "../queries";
import { PasswordAgain } from "./PasswordAgain";
import { knowsPasskeys, makePasskey, NoPasskey } from "./passkey";
import { RecoveryCodes } from "./RecoveryCodes";
import classes from "./SecondFactor.module.css";
import { usePasswordHint } from "./usePasswordHint";

/** One's own passkeys: devices that sign in by finger, face or PIN. */
export function OwnPasskeys() {
  const { t } = useTranslation("access");
  const state = useQuery(passkeysQuery);
  const [adding, setAdding] = useState(false);
  const [removed, setRemoved] = useState<PasskeyView | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const possible = state.data?.available && knowsPasskeys();
  return (
    <Section
      title={t("passkey.title")}
      intro={t("passkey.intro")}
      actions={
        possible && (
          <Button variant="default" onClick={() => setAdding(true)}>
            {t("passkey.add")}
          </Button>
        )
      }
    >
      {state.isError && (
        <Failure what={t("passkey.failed")} error={state.error} onRetry={() => void state.refetch()} />
      )}
      {state.isPending && <Skeleton height={60} maw={480} />}
      {state.data && !possible && (
        <p>{t(state.data.available ? "passkey.browserCannot" : "passkey.unavailable")}</p>
      )}
      {state.data && state.data.items.length > 0 && (
        <ul className={classes.passkeys} aria-label={t("passkey.title")}>
          {state.data.items.map((passkey) => (
            <li key={passkey.id}>
              <span className={classes.passkey}>{passkey.name}</span>
              <span>
                {passkey.last_used_at ? (
                  <>
                    {t("passkey.used")} <Time at={passkey.last_used_at} />
                  </>
                ) : (
                  t("passkey.unused")
                )}
              </span>
              <Button
                variant="subtle"
                color="red"
                size="compact-sm"
                aria-label={t("passkey.removeOf", { name: passkey.name })}
                onClick={() => setRemoved(passkey)}
              >
                {t("passkey.remove")}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {adding && (
        <AddPasskey
          onClose={() => setAdding(false)}
          onCodes={(given) => {
            setAdding(false);
            setCodes(given);
          }}
        />
      )}
      {removed && (
        <PasswordAgain
          title={t("passkey.removeOf", { name: removed.name })}
          text={t("passkey.removeText")}
          submit={t("passkey.remove")}
          act={(password) =>
            unwrap(
              api.POST("/api/v1/access/me/passkeys/{id}/remove", {
                params: { path: { id: removed.id } },
                body: { password },
              }),
            )
          }
          onDone={() => setRemoved(null)}
          onClose={() => setRemoved(null)}
        />
      )}
      {codes && (
        <Modal
          opened
          onClose={() => setCodes(null)}
          title={t("second.codes")}
          closeButtonProps={{ "aria-label": t("people.close") }}
        >
          <RecoveryCodes codes={codes} onDone={() => setCodes(null)} />
        </Modal>
      )}
    </Section>
  );
}

interface AddProps {
  onClose: () => void;
  onCodes: (codes: readonly string[] | null) => void;
}

function AddPasskey({ onClose, onCodes }: AddProps) {
  const { t } = useTranslation("access");
  const form = useForm({ initialValues: { name: deviceName(window.navigator.userAgent), password: "" } });
  const add = useSave({
    save: async ({ name, password }: typeof form.values) => {
      const { ticket, options } = await unwrap(
        api.POST("/api/v1/access/me/passkeys/begin", { body: { password } }),
      );
      const credential = await makePasskey(options);
      return unwrap(api.POST("/api/v1/access/me/passkeys", { body: { ticket, name, credential } }));
    },
    refresh: [accessKeys.passkeys, accessKeys.secondFactor],
    form,
    said: t("passkey.added"),
    onDone: (made) => onCodes(made.recovery_codes ?? null),
  });
  const hint = usePasswordHint();
  const none = add.error instanceof NoPasskey;
  return (
    <FormModal
      title={t("passkey.add")}
      submit={t("second.next")}
      onClose={onClose}
      onSubmit={form.onSubmit((values) => add.mutate(values))}
      busy={add.isPending}
      error={none ? new Problem(422, "", t("passkey.none")) : add.error}
    >
      <Stack gap="md">
        <TextInput label={t("passkey.name")} data-autofocus {...form.getInputProps("name")} />
        <SecretInput
          label={t("field.password")}
          description={[t("second.passwordFirst"), hint].filter(Boolean).join(" ")}
          autoComplete="current-password"
          {...form.getInputProps("password")}
        />
        <Group>{t("passkey.deviceAsks")}</Group>
      </Stack>
    </FormModal>
  );
}
