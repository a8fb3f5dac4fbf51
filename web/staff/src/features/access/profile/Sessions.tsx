import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/api/client";
import { DataTable } from "@/ui/DataTable";
import { Mark } from "@/ui/Mark";
import { Section } from "@/ui/Section";
import { Time } from "@/ui/Time";
import { useSave } from "@/ui/useSave";
import { accessKeys, sessionsQuery } from "../queries";
import { deviceName } from "./deviceName";
import classes from "./Profile.module.css";

/** Where one is signed in; what looks strange can be ended. */
export function Sessions() {
  const { t } = useTranslation("access");
  const query = useInfiniteQuery(sessionsQuery);
  const end = useSave({
    save: (id: string) => unwrap(api.DELETE("/api/v1/access/sessions/{id}", { params: { path: { id } } })),
    refresh: [accessKeys.sessions],
    said: t("profile.sessionEnded"),
  });
  return (
    <Section title={t("profile.sessions")} intro={t("profile.sessionsText")}>
      <DataTable
        label={t("profile.sessions")}
        query={query}
        keyOf={(row) => row.id}
        failure={t("profile.sessionsFailed")}
        empty={null}
        columns={[
          {
            label: t("profile.device"),
            render: (row) => (
              <span>
                <span className={classes.device} title={row.device}>
                  {deviceName(row.device) || t("profile.unknownDevice")}
                </span>
                <span className={classes.address}>{row.address}</span>
              </span>
            ),
          },
          { label: t("profile.since"), render: (row) => <Time at={row.created_at} as="full" /> },
          { label: t("profile.seen"), render: (row) => <Time at={row.last_seen_at} /> },
          {
            label: t("people.actions"),
            actions: true,
            render: (row) =>
              row.current ? (
                <Mark tone="good">{t("profile.thisOne")}</Mark>
              ) : (
                <Button
                  variant="subtle"
                  color="red"
                  size="compact-sm"
                  aria-label={t("profile.endOf", { device: deviceName(row.device) })}
                  loading={end.isPending && end.variables === row.id}
                  onClick={() => end.mutate(row.id)}
                >
                  {t("profile.end")}
                </Button>
              ),
          },
        ]}
      />
    </Section>
  );
}
