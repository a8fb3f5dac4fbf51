import { Button, Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { paths } from "@/app/paths";
import { api, unwrap } from "@/lib/api/client";
import type { Mailbox } from "@/lib/api/schema";
import { Mark } from "@/ui/Mark";
import { Time } from "@/ui/Time";
import { useSave } from "@/ui/useSave";
import { useWhyText } from "@/ui/whyText";
import classes from "../mailboxes/Mailboxes.module.css";
import { channelsKeys, providersQuery } from "../queries";

/** Whether the provider allows access to this mailbox, and the way there. */
export function ConsentBox({ mailbox }: { mailbox: Mailbox }) {
  const { t } = useTranslation("channels");
  const whyText = useWhyText();
  const providers = useQuery(providersQuery).data?.items ?? [];
  const consent = mailbox.consent;
  const [chosen, setChosen] = useState<string | null>(null);
  const provider = chosen ?? consent?.provider_id ?? providers[0]?.id ?? null;
  const path = { id: mailbox.id };
  const connect = useSave({
    save: (provider_id: string) =>
      unwrap(
        api.POST("/api/v1/channels/mailboxes/{id}/consent", { params: { path }, body: { provider_id } }),
      ),
    loud: true,
    onDone: ({ url }) => window.location.assign(url),
  });
  const disconnect = useSave({
    save: () => unwrap(api.DELETE("/api/v1/channels/mailboxes/{id}/consent", { params: { path } })),
    refresh: [channelsKeys.mailboxes],
    said: t("consent.withdrawn"),
    loud: true,
  });
  const uses = mailbox.imap?.sign_in === "consent" || mailbox.smtp?.sign_in === "consent";
  if (!uses && !consent) return null;
  return (
    <fieldset className={classes.group}>
      <legend>{t("consent.title")}</legend>
      <div className={classes.fields}>
        {consent?.holds && (
          <span className={classes.well}>
            <Mark tone="good">{t("consent.holds")}</Mark>
            <span className={classes.hint}>
              {t("consent.since")} <Time at={consent.given_at} />
            </span>
          </span>
        )}
        {consent && !consent.holds && (
          <span className={classes.trouble}>
            <Mark tone="danger">{t("consent.gone")}</Mark>
            {consent.revoked && (
              <span>{whyText(consent.revoked.why, consent.revoked.text, null).sentence}</span>
            )}
          </span>
        )}
        {!consent && <span>{t("consent.none")}</span>}
        {providers.length === 0 ? (
          <Link to={paths.providers}>{t("consent.register")}</Link>
        ) : (
          <div className={classes.foot}>
            <Select
              aria-label={t("providers.kind")}
              data={providers.map((each) => ({ value: each.id, label: each.name }))}
              value={provider}
              onChange={setChosen}
              allowDeselect={false}
            />
            <Button
              loading={connect.isPending}
              disabled={!provider}
              onClick={() => provider && connect.mutate(provider)}
            >
              {t(consent ? "consent.again" : "consent.connect")}
            </Button>
            {consent && (
              <Button variant="default" loading={disconnect.isPending} onClick={() => disconnect.mutate()}>
                {t("consent.withdraw")}
              </Button>
            )}
          </div>
        )}
      </div>
    </fieldset>
  );
}
