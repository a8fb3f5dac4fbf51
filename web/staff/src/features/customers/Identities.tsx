import { ActionIcon, Button, NativeSelect, TextInput } from "@mantine/core";
import { IconAt, IconMail, IconPhone, IconX } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, idempotencyKey, unwrap } from "@/lib/api/client";
import type { Contact } from "@/lib/api/types";
import { useProblemText } from "@/ui/problemText";
import { toastError, toastUndo } from "@/ui/toast";
import { AddressMark } from "./AddressMark";
import classes from "./Customers.module.css";
import { contactQuery } from "./queries";

const KINDS = ["email", "phone", "handle"] as const;
type Kind = (typeof KINDS)[number];
const ICONS: Record<string, ReactNode> = {
  email: <IconMail size={16} stroke={1.6} />,
  phone: <IconPhone size={16} stroke={1.6} />,
  handle: <IconAt size={16} stroke={1.6} />,
};

/** The ways a customer is known by. Mail from any of the addresses comes to the same history. */
export function Identities({ contact, mayEdit }: { contact: Contact; mayEdit: boolean }) {
  const { t } = useTranslation("customers");
  const { add, remove } = useIdentityChanges(contact);
  return (
    <section className={classes.section}>
      <h2 className={classes.heading}>{t("reach")}</h2>
      <ul className={classes.identities}>
        {contact.identities.map((identity) => (
          <li key={identity.id}>
            {ICONS[identity.kind]}
            <span className={classes.value}>{identity.value}</span>
            <AddressMark contact={contact.id} identity={identity} mayEdit={mayEdit} />
            {mayEdit && contact.identities.length > 1 && (
              <ActionIcon
                size="sm"
                aria-label={t("identity.remove", { value: identity.value })}
                onClick={() => remove(identity)}
              >
                <IconX size={14} />
              </ActionIcon>
            )}
          </li>
        ))}
      </ul>
      {mayEdit && <AddIdentity add={add} />}
    </section>
  );
}

interface NewIdentity {
  kind: Kind;
  value: string;
}

function AddIdentity({
  add,
}: {
  add: { mutateAsync: (identity: NewIdentity) => Promise<unknown>; isPending: boolean; error: unknown };
}) {
  const { t } = useTranslation("customers");
  const problemText = useProblemText();
  const [open, setOpen] = useState(false);
  const [kind, setKind] = useState<Kind>("email");
  const [value, setValue] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void add.mutateAsync({ kind, value: value.trim() }).then(
      () => {
        setValue("");
        setOpen(false);
      },
      () => undefined,
    );
  };
  if (!open) {
    return (
      <Button size="compact-sm" variant="subtle" ml={-8} onClick={() => setOpen(true)}>
        {t("identity.add")}
      </Button>
    );
  }
  return (
    <form className={classes.add} onSubmit={submit}>
      <NativeSelect
        aria-label={t("identity.kind")}
        data={KINDS.map((each) => ({ value: each, label: t(`identity.${each}`) }))}
        value={kind}
        onChange={(event) => setKind(event.currentTarget.value as Kind)}
      />
      <TextInput
        aria-label={t("identity.value")}
        value={value}
        onChange={(event) => setValue(event.currentTarget.value)}
        error={add.error ? problemText(add.error) : null}
      />
      <Button type="submit" variant="default" disabled={!value.trim()} loading={add.isPending}>
        {t("add")}
      </Button>
    </form>
  );
}

function useIdentityChanges(contact: Contact) {
  const { t } = useTranslation("customers");
  const queries = useQueryClient();
  const problemText = useProblemText();
  const show = (changed: Contact) => queries.setQueryData(contactQuery(contact.id).queryKey, changed);
  const add = useMutation({
    mutationFn: (identity: NewIdentity) =>
      unwrap<Contact>(
        api.POST("/api/v1/customers/contacts/{id}/identities", {
          params: { path: { id: contact.id } },
          headers: { "Idempotency-Key": idempotencyKey() },
          body: identity,
        }),
      ),
    onSuccess: show,
  });
  const remove = async (identity: Contact["identities"][number]) => {
    try {
      show(
        await unwrap<Contact>(
          api.DELETE("/api/v1/customers/contacts/{id}/identities/{identity_id}", {
            params: { path: { id: contact.id, identity_id: identity.id } },
          }),
        ),
      );
      const { kind, value } = identity;
      toastUndo({ message: t("identity.removed", { value }), onUndo: () => add.mutate({ kind, value }) });
    } catch (error) {
      toastError(t("identity.notRemoved"), problemText(error));
    }
  };
  return { add, remove: (identity: Contact["identities"][number]) => void remove(identity) };
}
