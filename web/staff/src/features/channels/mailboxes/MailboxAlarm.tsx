import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { paths } from "@/app/paths";
import { useLiveEvents } from "@/lib/live/live";
import { channelsKeys, stoppedMailboxesQuery } from "../queries";
import classes from "./MailboxAlarm.module.css";

/** As long as a mailbox stopped fetching, a line above the work says so to those who can see to it. */
export function MailboxAlarm() {
  const { t, i18n } = useTranslation("channels");
  const queries = useQueryClient();
  useLiveEvents("channels.mailbox.", () => {
    void queries.invalidateQueries({ queryKey: channelsKeys.mailboxes });
  });
  const stopped = useQuery(stoppedMailboxesQuery).data ?? [];
  if (stopped.length === 0) return null;
  const names = new Intl.ListFormat(i18n.language).format(stopped.map((mailbox) => mailbox.name));
  return (
    <div className={classes.banner} role="alert">
      {t("alarm.stopped", { names, count: stopped.length })}{" "}
      <Link to={paths.mailboxes}>{t("alarm.show")}</Link>
    </div>
  );
}
