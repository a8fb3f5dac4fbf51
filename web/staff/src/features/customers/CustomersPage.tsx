import { Button, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconPlus, IconSearch } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { paths } from "@/app/paths";
import { useMay } from "@/lib/session/session";
import { DataTable } from "@/ui/DataTable";
import { Empty } from "@/ui/Empty";
import { PageFrame } from "@/ui/PageFrame";
import { ContactForm } from "./ContactForm";
import classes from "./Customers.module.css";
import { contactColumns } from "./columns";
import { OrganisationForm } from "./OrganisationForm";
import { contactsQuery, organisationsQuery } from "./queries";

const route = getRouteApi("/shell/customers");

/** Everybody who ever wrote, and the organisations they belong to. */
export function CustomersPage() {
  const { t } = useTranslation("customers");
  const { q = "", show = "people" } = route.useSearch();
  const navigate = useNavigate();
  const [text, setText] = useState(q);
  const [settled] = useDebouncedValue(text.trim(), 200);
  const [making, setMaking] = useState(false);
  const mayEdit = useMay(show === "people" ? "customers.contact.edit" : "customers.organisation.edit");
  useEffect(() => {
    if (settled !== q)
      void navigate({ to: paths.customers, search: { q: settled || undefined, show }, replace: true });
  }, [settled, q, show, navigate]);
  return (
    <PageFrame
      title={t("title")}
      actions={
        mayEdit && (
          <Button variant="default" leftSection={<IconPlus size={16} />} onClick={() => setMaking(true)}>
            {t(show === "people" ? "contact.new" : "organisation.new")}
          </Button>
        )
      }
    >
      <div className={classes.bar}>
        <nav className={classes.tabs} aria-label={t("title")}>
          {(["people", "organisations"] as const).map((each) => (
            <Link
              key={each}
              to={paths.customers}
              search={{ q: settled || undefined, show: each }}
              className={classes.tab}
              aria-current={each === show ? "page" : undefined}
            >
              {t(each)}
            </Link>
          ))}
        </nav>
        <TextInput
          className={classes.search}
          leftSection={<IconSearch size={16} />}
          aria-label={t("find")}
          placeholder={t("find")}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      </div>
      {show === "people" ? <People q={q} /> : <Organisations q={q} />}
      {making && show === "people" && <ContactForm contact={null} onClose={() => setMaking(false)} />}
      {making && show === "organisations" && (
        <OrganisationForm organisation={null} onClose={() => setMaking(false)} />
      )}
    </PageFrame>
  );
}

function People({ q }: { q: string }) {
  const { t } = useTranslation("customers");
  const query = useInfiniteQuery(contactsQuery(q));
  return (
    <DataTable
      label={t("people")}
      query={query}
      keyOf={(contact) => contact.id}
      failure={t("failed")}
      empty={<Empty title={t(q ? "nobody" : "none")}>{t(q ? "nobodyText" : "noneText")}</Empty>}
      columns={contactColumns(t, true)}
    />
  );
}

function Organisations({ q }: { q: string }) {
  const { t } = useTranslation("customers");
  const query = useInfiniteQuery(organisationsQuery(q));
  return (
    <DataTable
      label={t("organisations")}
      query={query}
      keyOf={(organisation) => organisation.id}
      failure={t("failed")}
      empty={<Empty title={t("noOrganisation")}>{t("noOrganisationText")}</Empty>}
      columns={[
        {
          label: t("field.name"),
          render: (each) => (
            <Link to={paths.organisation} params={{ organisation: each.id }} className={classes.strong}>
              {each.name}
            </Link>
          ),
        },
        { label: t("field.domains"), render: (each) => each.domains.join(", ") },
        { label: t("people"), number: true, render: (each) => each.contact_count },
      ]}
    />
  );
}
