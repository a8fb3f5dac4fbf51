import { Button } from "@mantine/core";
import { IconPencil, IconSend } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { paths } from "@/app/paths";
import { ConversationLines, NewConversation } from "@/features/inbox/public";
import { Problem } from "@/lib/api/problem";
import type { Address, Contact } from "@/lib/api/types";
import { useMay } from "@/lib/session/session";
import { Empty } from "@/ui/Empty";
import { Failure } from "@/ui/Failure";
import { PageFrame } from "@/ui/PageFrame";
import { ContactForm } from "./ContactForm";
import classes from "./Customers.module.css";
import { ContactFacts } from "./Facts";
import { Identities } from "./Identities";
import { Notes } from "./Notes";
import { contactQuery } from "./queries";

const route = getRouteApi("/shell/customers/$contact");

/** One customer: how to reach them, what is known, what was said. */
export function ContactPage() {
  const { t } = useTranslation("customers");
  const { contact: id } = route.useParams();
  const query = useQuery(contactQuery(id));
  const mayEdit = useMay("customers.contact.edit");
  const [editing, setEditing] = useState(false);
  if (query.isError && !query.data) {
    return Problem.from(query.error).status === 404 ? (
      <Empty title={t("gone")}>{t("goneText")}</Empty>
    ) : (
      <Failure what={t("failed")} error={query.error} onRetry={() => void query.refetch()} />
    );
  }
  const contact = query.data;
  if (!contact) return null;
  return (
    <PageFrame
      title={contact.name || contact.address}
      intro={
        <>
          {contact.tier !== "standard" && <span className={classes.tier}>{t(`tier.${contact.tier}`)}</span>}{" "}
          {contact.organisation && (
            <Link to={paths.organisation} params={{ organisation: contact.organisation.id }}>
              {contact.organisation.name}
            </Link>
          )}
        </>
      }
      actions={
        <>
          {mayEdit && (
            <Button variant="default" leftSection={<IconPencil size={16} />} onClick={() => setEditing(true)}>
              {t("edit")}
            </Button>
          )}
          <WriteTo contact={contact} />
        </>
      }
    >
      <div className={classes.columns}>
        <div>
          <Identities contact={contact} mayEdit={mayEdit} />
          <ContactFacts contact={contact} />
          <Notes of={{ kind: "contact", id }} />
        </div>
        <section>
          <h2 className={classes.heading}>{t("conversations")}</h2>
          <ConversationLines of={{ contact_id: id }} />
        </section>
      </div>
      {editing && <ContactForm contact={contact} onClose={() => setEditing(false)} />}
    </PageFrame>
  );
}

/** Begins a conversation with the customer; only where there is an address and the right to answer. */
function WriteTo({ contact }: { contact: Contact }) {
  const { t } = useTranslation("customers");
  const mayReply = useMay("inbox.conversation.reply");
  const [to, setTo] = useState<Address[] | null>(null);
  const address = contact.identities.find((each) => each.kind === "email")?.value;
  if (!mayReply || !address) return null;
  return (
    <>
      <Button leftSection={<IconSend size={16} />} onClick={() => setTo([{ address, name: contact.name }])}>
        {t("writeTo")}
      </Button>
      <Suspense>{to && <NewConversation to={to} onClose={() => setTo(null)} />}</Suspense>
    </>
  );
}
