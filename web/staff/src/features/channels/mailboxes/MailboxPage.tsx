import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Problem } from "@/lib/api/problem";
import { Failure } from "@/ui/Failure";
import { PageFrame } from "@/ui/PageFrame";
import { ConsentBox } from "../consent/ConsentBox";
import { mailboxQuery } from "../queries";
import { MailboxRules } from "../rules/MailboxRules";
import classes from "./Mailboxes.module.css";
import { MailboxForm } from "./MailboxForm";
import { MailboxState } from "./MailboxState";

const route = getRouteApi("/shell/administration/mailboxes/$mailbox");

/** One mailbox: connected for the first time, or changed. */
export function MailboxPage() {
  const { mailbox: id } = route.useParams();
  return id === "new" ? <NewMailbox /> : <KnownMailbox key={id} id={id} />;
}

function NewMailbox() {
  const { t } = useTranslation("channels");
  return (
    <PageFrame title={t("mailboxes.connect")} intro={t("form.intro")}>
      <MailboxForm mailbox={null} />
    </PageFrame>
  );
}

function KnownMailbox({ id }: { id: string }) {
  const { t } = useTranslation("channels");
  const query = useQuery(mailboxQuery(id));
  const mailbox = query.data;
  const gone = query.isError && Problem.from(query.error).status === 404;
  return (
    <PageFrame title={mailbox?.name ?? t("mailboxes.one")} intro={mailbox?.address}>
      {query.isError && (
        <Failure
          what={gone ? t("form.gone") : t("form.failed")}
          error={query.error}
          onRetry={() => void query.refetch()}
        />
      )}
      {query.isPending && <Skeleton height={400} maw={640} />}
      {mailbox && (
        <>
          <div style={{ marginBottom: 24 }}>
            <MailboxState mailbox={mailbox} full />
          </div>
          <div className={classes.consent}>
            <ConsentBox mailbox={mailbox} />
          </div>
          <MailboxForm mailbox={mailbox} />
          <MailboxRules mailbox={mailbox.id} />
        </>
      )}
    </PageFrame>
  );
}
