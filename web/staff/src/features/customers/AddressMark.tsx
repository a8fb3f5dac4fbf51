import { Button } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/api/client";
import type { Contact } from "@/lib/api/types";
import { Mark } from "@/ui/Mark";
import { Time } from "@/ui/Time";
import { useSave } from "@/ui/useSave";
import classes from "./Customers.module.css";
import { contactQuery } from "./queries";

interface Props {
  contact: string;
  identity: Contact["identities"][number];
  mayEdit: boolean;
}

/** Mail to this address comes back, or is not wanted: since when, why, and a way to say that it works again. */
export function AddressMark({ contact, identity, mayEdit }: Props) {
  const { t } = useTranslation("customers");
  const queries = useQueryClient();
  const clear = useSave<void, Contact>({
    save: () =>
      unwrap<Contact>(
        api.POST("/api/v1/customers/contacts/{id}/identities/{identity_id}/works-again", {
          params: { path: { id: contact, identity_id: identity.id } },
        }),
      ),
    refresh: [["customers", "marks"]],
    said: t("mark.cleared"),
    loud: true,
    onDone: (changed) => queries.setQueryData(contactQuery(contact).queryKey, changed),
  });
  const mark = identity.mark;
  if (!mark) return null;
  return (
    <span className={classes.mark}>
      <Mark tone={mark.state === "undeliverable" ? "danger" : "warn"}>{t(`mark.${mark.state}`)}</Mark>{" "}
      <span title={mark.answer || undefined}>
        {t("mark.since")} <Time at={mark.since} />
      </span>
      {mayEdit && (
        <Button
          size="compact-xs"
          variant="subtle"
          loading={clear.isPending}
          onClick={() => clear.mutate()}
          aria-label={t("mark.clearFor", { value: identity.value })}
        >
          {t("mark.clear")}
        </Button>
      )}
    </span>
  );
}
