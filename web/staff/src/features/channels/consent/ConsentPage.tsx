import { Loader } from "@mantine/core";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { paths } from "@/app/paths";
import { api, unwrap } from "@/lib/api/client";
import { ButtonLink } from "@/ui/ButtonLink";
import { Failure } from "@/ui/Failure";
import { PageFrame } from "@/ui/PageFrame";
import { useSave } from "@/ui/useSave";
import { channelsKeys } from "../queries";

const route = getRouteApi("/shell/administration/mailboxes/consent");

/** Where a provider sends people back to: what they bring is handed to the server, once. */
export function ConsentPage() {
  const { t } = useTranslation("channels");
  const { state, code, error } = route.useSearch();
  const navigate = useNavigate();
  const redeem = useSave({
    save: () =>
      unwrap(
        api.POST("/api/v1/channels/consents", {
          body: { state: state ?? "", code: code ?? null, error: error ?? null },
        }),
      ),
    refresh: [channelsKeys.mailboxes],
    said: t("consent.connected"),
    onDone: ({ mailbox_id }) =>
      void navigate({ to: paths.mailbox, params: { mailbox: mailbox_id }, replace: true }),
  });
  const begun = useRef(false);
  const { mutate } = redeem;
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    mutate();
  }, [mutate]);
  return (
    <PageFrame
      title={t("consent.title")}
      actions={<ButtonLink to={paths.mailboxes}>{t("consent.back")}</ButtonLink>}
    >
      {redeem.isError ? <Failure what={t("consent.failed")} error={redeem.error} /> : <Loader size="sm" />}
    </PageFrame>
  );
}
