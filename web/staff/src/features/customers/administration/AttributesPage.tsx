import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/api/client";
import type { AttributeDefinition, AttributeSubject } from "@/lib/api/schema";
import { Confirm } from "@/ui/Confirm";
import { DataTable } from "@/ui/DataTable";
import { onePage } from "@/ui/onePage";
import { PageFrame } from "@/ui/PageFrame";
import { Section } from "@/ui/Section";
import { useSave } from "@/ui/useSave";
import { attributesQuery } from "../queries";
import { AttributeDialog } from "./AttributeDialog";

const CUSTOMERS = ["customers"] as const;

interface Opened {
  subject: AttributeSubject;
  /** None: a new one. */
  key: string | null;
}

/** The house's own fields of customers and of organisations. */
export function AttributesPage() {
  const { t } = useTranslation("customers");
  const query = useQuery(attributesQuery);
  const [opened, setOpened] = useState<Opened | null>(null);
  const [removed, setRemoved] = useState<AttributeDefinition | null>(null);
  const definition = query.data?.find((each) => each.subject === opened?.subject && each.key === opened.key);
  const remove = useSave({
    save: ({ key, subject }: AttributeDefinition) =>
      unwrap(
        api.DELETE("/api/v1/customers/attributes/{key}", { params: { path: { key }, query: { subject } } }),
      ),
    refresh: [CUSTOMERS],
    said: t("attributes.removed"),
    onDone: () => setRemoved(null),
  });
  return (
    <PageFrame title={t("attributes.title")} intro={t("attributes.intro")}>
      {(["contact", "organisation"] as const).map((subject) => (
        <Section
          key={subject}
          title={t(`attributes.of.${subject}`)}
          actions={
            <Button
              variant="default"
              aria-label={t(`attributes.addTo.${subject}`)}
              onClick={() => setOpened({ subject, key: null })}
            >
              {t("attributes.add")}
            </Button>
          }
        >
          <DataTable
            label={t(`attributes.of.${subject}`)}
            query={onePage(
              query,
              query.data?.filter((each) => each.subject === subject),
            )}
            keyOf={(row) => row.key}
            failure={t("attributes.failed")}
            empty={<p>{t("attributes.none")}</p>}
            columns={[
              { label: t("attributes.label"), render: (row) => <strong>{row.label}</strong> },
              { label: t("attributes.key"), render: (row) => <code>{row.key}</code> },
              {
                label: t("attributes.kind"),
                render: (row) =>
                  [t(`attributes.kinds.${row.kind}`), row.choices.join(", ")].filter(Boolean).join(": "),
              },
              {
                label: t("attributes.actions"),
                actions: true,
                render: (row) => (
                  <>
                    <Button
                      variant="subtle"
                      size="compact-sm"
                      aria-label={t("attributes.editOf", { name: row.label })}
                      onClick={() => setOpened({ subject, key: row.key })}
                    >
                      {t("attributes.edit")}
                    </Button>
                    <Button
                      variant="subtle"
                      color="red"
                      size="compact-sm"
                      aria-label={t("attributes.removeOf", { name: row.label })}
                      onClick={() => setRemoved(row)}
                    >
                      {t("attributes.remove")}
                    </Button>
                  </>
                ),
              },
            ]}
          />
        </Section>
      ))}
      {opened && (!opened.key || definition) && (
        <AttributeDialog
          subject={opened.subject}
          definition={definition ?? null}
          onClose={() => setOpened(null)}
        />
      )}
      {removed && (
        <Confirm
          title={t("attributes.removeTitle", { name: removed.label })}
          text={t("attributes.removeText")}
          action={t("attributes.remove")}
          busy={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate(removed)}
          onClose={() => setRemoved(null)}
        />
      )}
    </PageFrame>
  );
}
