import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/api/client";
import type { InvitationView } from "@/lib/api/schema";
import { Confirm } from "@/ui/Confirm";
import { DataTable } from "@/ui/DataTable";
import { Mark } from "@/ui/Mark";
import { useProblemText } from "@/ui/problemText";
import { Section } from "@/ui/Section";
import { Time } from "@/ui/Time";
import { toast, toastError } from "@/ui/toast";
import { useSave } from "@/ui/useSave";
import { accessKeys, invitationsQuery } from "../queries";
import { InvitationLink } from "./InviteDialog";
import classes from "./People.module.css";
import { useRoles } from "./useChoices";

/** Who has not come yet; shown only when there is somebody. */
export function Invitations() {
  const { t } = useTranslation("access");
  const query = useInfiniteQuery(invitationsQuery);
  const { nameOf } = useRoles();
  const [withdrawn, setWithdrawn] = useState<InvitationView | null>(null);
  const { resend, link, closeLink } = useResend();
  const remove = useSave({
    save: (id: string) => unwrap(api.DELETE("/api/v1/access/invitations/{id}", { params: { path: { id } } })),
    refresh: [accessKeys.invitations],
    said: t("people.withdrawn"),
    onDone: () => setWithdrawn(null),
  });
  if (!query.data?.pages[0]?.items.length) return null;
  return (
    <div className={classes.invitations}>
      <Section title={t("people.invitations")}>
        <DataTable
          label={t("people.invitations")}
          query={query}
          keyOf={(row) => row.id}
          failure={t("people.failed")}
          empty={null}
          columns={[
            {
              label: t("people.name"),
              render: (row) => (
                <span>
                  <span className={classes.name}>{row.name}</span>
                  <span className={classes.email}>{row.email}</span>
                </span>
              ),
            },
            { label: t("people.role"), render: (row) => nameOf(row.role.id, row.role.name) },
            { label: t("people.invitedAt"), render: (row) => <Time at={row.created_at} /> },
            {
              label: t("people.state"),
              render: (row) =>
                row.expired ? (
                  <Mark tone="danger">{t("people.expired")}</Mark>
                ) : (
                  <Mark tone="warn">{t("people.open")}</Mark>
                ),
            },
            {
              label: t("people.actions"),
              actions: true,
              render: (row) => (
                <>
                  <Button
                    variant="subtle"
                    size="compact-sm"
                    loading={resend.isPending && resend.variables === row.id}
                    aria-label={t("people.resendTo", { name: row.name })}
                    onClick={() => resend.mutate(row.id)}
                  >
                    {t("people.resend")}
                  </Button>
                  <Button
                    variant="subtle"
                    color="red"
                    size="compact-sm"
                    aria-label={t("people.withdrawOf", { name: row.name })}
                    onClick={() => setWithdrawn(row)}
                  >
                    {t("people.withdraw")}
                  </Button>
                </>
              ),
            },
          ]}
        />
      </Section>
      {link && <InvitationLink email={link.email} link={link.link} onClose={closeLink} />}
      {withdrawn && (
        <Confirm
          title={t("people.withdrawTitle", { name: withdrawn.name })}
          text={t("people.withdrawText")}
          action={t("people.withdraw")}
          busy={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate(withdrawn.id)}
          onClose={() => setWithdrawn(null)}
        />
      )}
    </div>
  );
}

function useResend() {
  const { t } = useTranslation("access");
  const problemText = useProblemText();
  const [link, setLink] = useState<{ email: string; link: string } | null>(null);
  const resend = useSave({
    save: (id: string) =>
      unwrap(api.POST("/api/v1/access/invitations/{id}/resend", { params: { path: { id } } })).catch(
        (error) => {
          toastError(t("people.notSent"), problemText(error));
          throw error;
        },
      ),
    refresh: [accessKeys.invitations],
    onDone: (result) => {
      if (result.link) setLink({ email: result.invitation.email, link: result.link });
      else toast(t("people.invited", { email: result.invitation.email }));
    },
  });
  return { resend, link, closeLink: () => setLink(null) };
}
