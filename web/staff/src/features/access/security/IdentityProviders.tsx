import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/api/client";
import type { IdentityProviderView } from "@/lib/api/schema";
import { Confirm } from "@/ui/Confirm";
import { type Column, DataTable } from "@/ui/DataTable";
import { Empty } from "@/ui/Empty";
import { Mark } from "@/ui/Mark";
import { onePage } from "@/ui/onePage";
import { Section } from "@/ui/Section";
import { useSave } from "@/ui/useSave";
import { accessKeys, identityProvidersQuery } from "../queries";
import { ProviderDialog } from "./ProviderDialog";
import { ProviderTest } from "./ProviderTest";
import classes from "./Security.module.css";

/** Where people have their company's account, by which they sign in here. */
export function IdentityProviders() {
  const { t } = useTranslation("access");
  const query = useQuery(identityProvidersQuery);
  const [edited, setEdited] = useState<string | "new" | null>(null);
  const [tested, setTested] = useState<IdentityProviderView | null>(null);
  const [removed, setRemoved] = useState<IdentityProviderView | null>(null);
  const provider = query.data?.items.find((each) => each.id === edited);
  const close = () => setEdited(null);
  const add = <Button onClick={() => setEdited("new")}>{t("provider.add")}</Button>;
  const columns = useColumns({ onTest: setTested, onEdit: setEdited, onRemove: setRemoved });
  const none = query.data?.items.length === 0;
  return (
    <Section title={t("provider.title")} intro={t("provider.intro")} actions={!none && add}>
      <DataTable
        label={t("provider.title")}
        query={onePage(query, query.data?.items)}
        keyOf={(row) => row.id}
        failure={t("provider.failed")}
        empty={
          <Empty title={t("provider.none")} action={add}>
            {t("provider.noneText")}
          </Empty>
        }
        columns={columns}
      />
      {edited === "new" && (
        <ProviderDialog
          provider={null}
          onClose={close}
          onSaved={(made) => {
            close();
            // Whether it works is what whoever made it wants to know next.
            setTested(made);
          }}
        />
      )}
      {provider && <ProviderDialog key={provider.id} provider={provider} onClose={close} onSaved={close} />}
      {tested && <ProviderTest key={tested.id} provider={tested} onClose={() => setTested(null)} />}
      {removed && <RemoveProvider provider={removed} onClose={() => setRemoved(null)} />}
    </Section>
  );
}

function RemoveProvider({ provider, onClose }: { provider: IdentityProviderView; onClose: () => void }) {
  const { t } = useTranslation("access");
  const remove = useSave({
    save: () =>
      unwrap(api.DELETE("/api/v1/access/identity-providers/{id}", { params: { path: { id: provider.id } } })),
    refresh: [accessKeys.identityProviders, accessKeys.security, accessKeys.signOn],
    said: t("provider.removed"),
    onDone: onClose,
  });
  return (
    <Confirm
      title={t("teams.removeTitle", { name: provider.name })}
      text={t("provider.removeText", { count: provider.people })}
      action={t("teams.remove")}
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    />
  );
}

interface Acts {
  onTest: (provider: IdentityProviderView) => void;
  onEdit: (id: string) => void;
  onRemove: (provider: IdentityProviderView) => void;
}

function useColumns({ onTest, onEdit, onRemove }: Acts): Column<IdentityProviderView>[] {
  const { t } = useTranslation("access");
  return [
    {
      label: t("provider.name"),
      render: (row) => (
        <div>
          <strong>{row.name}</strong>
          <span className={classes.issuer}>{row.issuer}</span>
        </div>
      ),
    },
    {
      label: t("people.state"),
      render: (row) => (
        <Mark tone={row.enabled ? "good" : "quiet"}>{t(row.enabled ? "provider.on" : "provider.off")}</Mark>
      ),
    },
    { label: t("provider.people"), number: true, render: (row) => row.people },
    {
      label: t("people.actions"),
      actions: true,
      render: (row) => (
        <>
          <Button
            variant="subtle"
            size="compact-sm"
            aria-label={t("provider.testOf", { name: row.name })}
            onClick={() => onTest(row)}
          >
            {t("provider.test")}
          </Button>
          <Button
            variant="subtle"
            size="compact-sm"
            aria-label={t("people.editOf", { name: row.name })}
            onClick={() => onEdit(row.id)}
          >
            {t("people.edit")}
          </Button>
          <Button
            variant="subtle"
            color="red"
            size="compact-sm"
            aria-label={t("teams.removeOf", { name: row.name })}
            onClick={() => onRemove(row)}
          >
            {t("teams.remove")}
          </Button>
        </>
      ),
    },
  ];
}
