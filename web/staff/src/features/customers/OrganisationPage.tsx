import { Button } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ConversationLines } from "@/features/inbox/public";
import { Problem } from "@/lib/api/problem";
import { useMay } from "@/lib/session/session";
import { DataTable } from "@/ui/DataTable";
import { Empty } from "@/ui/Empty";
import { Failure } from "@/ui/Failure";
import { PageFrame } from "@/ui/PageFrame";
import classes from "./Customers.module.css";
import { contactColumns } from "./columns";
import { OrganisationFacts } from "./Facts";
import { Notes } from "./Notes";
import { OrganisationForm } from "./OrganisationForm";
import { contactsQuery, organisationQuery } from "./queries";

const route = getRouteApi("/shell/customers/organisations/$organisation");

/** One organisation: its people, its conversations, what is known. */
export function OrganisationPage() {
  const { t } = useTranslation("customers");
  const { organisation: id } = route.useParams();
  const query = useQuery(organisationQuery(id));
  const people = useInfiniteQuery(contactsQuery("", id));
  const mayEdit = useMay("customers.organisation.edit");
  const [editing, setEditing] = useState(false);
  if (query.isError && !query.data) {
    return Problem.from(query.error).status === 404 ? (
      <Empty title={t("gone")}>{t("goneText")}</Empty>
    ) : (
      <Failure what={t("failed")} error={query.error} onRetry={() => void query.refetch()} />
    );
  }
  const organisation = query.data;
  if (!organisation) return null;
  return (
    <PageFrame
      title={organisation.name}
      actions={
        mayEdit && (
          <Button variant="default" leftSection={<IconPencil size={16} />} onClick={() => setEditing(true)}>
            {t("edit")}
          </Button>
        )
      }
    >
      <div className={classes.columns}>
        <div>
          <OrganisationFacts organisation={organisation} />
          <Notes of={{ kind: "organisation", id }} />
        </div>
        <div>
          <section className={classes.section}>
            <h2 className={classes.heading}>{t("people")}</h2>
            <DataTable
              label={t("people")}
              query={people}
              keyOf={(contact) => contact.id}
              failure={t("failed")}
              empty={<p>{t("organisation.noPeople")}</p>}
              columns={contactColumns(t, false)}
            />
          </section>
          <section>
            <h2 className={classes.heading}>{t("conversations")}</h2>
            <ConversationLines of={{ organisation_id: id }} />
          </section>
        </div>
      </div>
      {editing && <OrganisationForm organisation={organisation} onClose={() => setEditing(false)} />}
    </PageFrame>
  );
}
