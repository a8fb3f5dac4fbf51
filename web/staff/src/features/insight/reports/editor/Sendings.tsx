import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { DataTable } from "@/ui/DataTable";
import { Mark, type Tone } from "@/ui/Mark";
import { onePage } from "@/ui/onePage";
import { Section } from "@/ui/Section";
import { Time } from "@/ui/Time";
import { usePartName } from "../../filter/choices";
import { type ReportSending, sendingsQuery } from "../queries";
import classes from "../Reports.module.css";

/** To whom a report went, and what became of it. */
export function Sendings({ report }: { report: string }) {
  const { t } = useTranslation("insight");
  const nameOf = usePartName();
  const query = useQuery(sendingsQuery(report));
  return (
    <Section title={t("sendings.title")}>
      <DataTable
        label={t("sendings.title")}
        query={onePage(query, query.data ?? [])}
        keyOf={(row) => row.id}
        failure={t("sendings.failed")}
        empty={<p>{t("sendings.none")}</p>}
        columns={[
          { label: t("sendings.to"), render: (row) => row.recipient },
          { label: t("sendings.formats"), render: (row) => row.formats.join(", ").toUpperCase() },
          { label: t("sendings.at"), render: (row) => <Time at={row.sent_at ?? row.made_at} as="full" /> },
          {
            label: t("sendings.by"),
            render: (row) =>
              row.by_schedule ? t("sendings.bySchedule") : nameOf("agent", row.made_by ?? ""),
          },
          { label: t("sendings.fate"), render: (row) => <Fate sending={row} /> },
        ]}
      />
    </Section>
  );
}

const TONES: Record<string, Tone> = { sent: "good", failed: "danger", bounced: "danger" };

/** What became of it; states that the outgoing mail has between are "on its way". */
function Fate({ sending: { state, reason } }: { sending: ReportSending }) {
  const { t } = useTranslation("insight");
  const known = state === "sent" || state === "failed" || state === "waiting" ? state : "sending";
  return (
    <>
      <Mark tone={TONES[state] ?? "quiet"}>{t(`sendings.state.${known}`)}</Mark>
      {reason && <p className={classes.reason}>{reason}</p>}
    </>
  );
}
