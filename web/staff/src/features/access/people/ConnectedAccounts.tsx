import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/api/client";
import type { PersonView, SignInView } from "@/lib/api/schema";
import { Confirm } from "@/ui/Confirm";
import { Time } from "@/ui/Time";
import { useSave } from "@/ui/useSave";
import { accessKeys } from "../queries";
import classes from "./People.module.css";

type Account = SignInView["identities"][number];

/** The accounts at identity providers by which a colleague gets in. */
export function ConnectedAccounts({ person, accounts }: { person: PersonView; accounts: Account[] }) {
  const { t } = useTranslation("access");
  const [leaving, setLeaving] = useState<Account | null>(null);
  const disconnect = useSave({
    save: (identity: string) =>
      unwrap(
        api.DELETE("/api/v1/access/people/{id}/identities/{identity}", {
          params: { path: { id: person.id, identity } },
        }),
      ),
    refresh: [accessKeys.signIn(person.id), accessKeys.identityProviders],
    said: t("people.disconnected"),
    onDone: () => setLeaving(null),
  });
  return (
    <>
      <ul className={classes.accounts} aria-label={t("people.accounts")}>
        {accounts.map((account) => (
          <li key={account.id}>
            <span>
              {account.provider}
              <span className={classes.used}>
                {t("people.accountUsed")} <Time at={account.last_used_at} />
              </span>
            </span>
            <Button
              variant="subtle"
              color="red"
              size="compact-sm"
              aria-label={t("people.disconnectFrom", { provider: account.provider })}
              onClick={() => setLeaving(account)}
            >
              {t("people.disconnect")}
            </Button>
          </li>
        ))}
      </ul>
      {leaving && (
        <Confirm
          title={t("people.disconnectFrom", { provider: leaving.provider })}
          text={t("people.disconnectText", { name: person.name, provider: leaving.provider })}
          action={t("people.disconnect")}
          busy={disconnect.isPending}
          error={disconnect.error}
          onConfirm={() => disconnect.mutate(leaving.id)}
          onClose={() => setLeaving(null)}
        />
      )}
    </>
  );
}
