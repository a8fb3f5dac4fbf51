import { Anchor, Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/api/client";
import { useServerWords } from "@/lib/i18n/problemWords";
import { useReading } from "@/lib/session/reading";
import { useMay } from "@/lib/session/session";
import { fileSize } from "@/lib/time/format";
import { DataTable } from "@/ui/DataTable";
import { onePage } from "@/ui/onePage";
import { Section } from "@/ui/Section";
import { Time } from "@/ui/Time";
import { useSave } from "@/ui/useSave";
import classes from "./HealthPage.module.css";
import { backupsQuery } from "./queries";

/** The backups there are, one more at the press of a button, and why the last attempt failed. */
export function Backups() {
  const { t } = useTranslation("system");
  const { locale } = useReading();
  const { say } = useServerWords();
  const may = useMay("system.backup.manage");
  const query = useQuery({ ...backupsQuery, enabled: may });
  const make = useSave({
    save: () => unwrap(api.POST("/api/v1/system/backups", {})),
    refresh: [["system"]],
    said: t("backups.making"),
    loud: true,
  });
  if (!may || !query.data) return null;
  const { folder, hour, making, failure, items } = query.data;
  const nightly = typeof hour === "number" ? t("backups.at", { hour }) : t("backups.never");
  return (
    <Section title={t("backups.title")} intro={t("backups.text")}>
      <dl className={classes.facts}>
        <div>
          <dt>{t("backups.folder")}</dt>
          <dd>{folder}</dd>
        </div>
        <div>
          <dt>{t("backups.nightly")}</dt>
          <dd>{nightly}</dd>
        </div>
      </dl>
      {failure && (
        <p role="alert">
          {t("backups.failed")} (<Time at={failure.at} as="full" />
          ): {say(failure.code, failure.detail)}
          <span className={classes.error}>{failure.detail}</span>
        </p>
      )}
      <Button variant="default" size="compact-sm" loading={making} onClick={() => make.mutate(undefined)}>
        {t("backups.now")}
      </Button>
      <DataTable
        label={t("backups.title")}
        query={onePage(query, items)}
        keyOf={(row) => row.name}
        failure={t("backups.couldNot")}
        empty={<p>{t("backups.none")}</p>}
        columns={[
          { label: t("backups.name"), render: (row) => row.name },
          { label: t("backups.made"), render: (row) => <Time at={row.made_at} as="full" /> },
          { label: t("backups.size"), number: true, render: (row) => fileSize(row.bytes, locale) },
          {
            label: t("actions"),
            actions: true,
            render: (row) => (
              <Anchor href={`/api/v1/system/backups/${row.name}/content`} download={row.name}>
                {t("backups.download")}
              </Anchor>
            ),
          },
        ]}
      />
    </Section>
  );
}
