import { Select } from "@mantine/core";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useReading } from "@/lib/session/reading";
import { DataTable } from "@/ui/DataTable";
import { Empty } from "@/ui/Empty";
import { Mark } from "@/ui/Mark";
import { PageFrame } from "@/ui/PageFrame";
import { Time } from "@/ui/Time";
import { useDefinitions } from "../dictionary/useDefinitions";
import { useChoices, usePartName } from "../filter/choices";
import { ExportLink } from "../numbers/ExportLink";
import { daysText } from "../numbers/format";
import { looksQuery } from "../queries";
import classes from "./Looks.module.css";
import { askedOf } from "./question";

/** Who looked at whose figures: people's figures are seen by others only so that this can be said. */
export function LooksPage() {
  const { t } = useTranslation("insight");
  const nameOf = usePartName();
  const { agent } = useChoices();
  const [person, setPerson] = useState<string | null>(null);
  const query = useInfiniteQuery({ ...looksQuery(person), placeholderData: keepPreviousData });
  const one = (
    <Select
      aria-label={t("looks.onlyOf")}
      placeholder={t("looks.onlyOf")}
      data={agent}
      value={person}
      onChange={setPerson}
      w={280}
      searchable
      clearable
      clearButtonProps={{ "aria-label": t("looks.everybody") }}
    />
  );
  const actions = (
    <>
      <ExportLink table="views" query={{ person: person ?? undefined }} />
      {one}
    </>
  );
  return (
    <PageFrame title={t("looks.title")} intro={t("looks.intro")} actions={actions} wide>
      <DataTable
        label={t("looks.title")}
        query={query}
        keyOf={(row) => row.id}
        failure={t("looks.failed")}
        empty={<Empty title={t("looks.none")} />}
        columns={[
          { label: t("looks.who"), render: (row) => <strong>{nameOf("agent", row.person)}</strong> },
          { label: t("looks.at"), render: (row) => <Time at={row.at} as="full" /> },
          {
            label: t("looks.kindLabel"),
            render: (row) => (
              <>
                {t(`looks.kind.${row.kind}`)}{" "}
                {askedOf(row.question).taken && <Mark tone="quiet">{t("looks.taken")}</Mark>}
              </>
            ),
          },
          {
            label: t("looks.whose"),
            render: (row) => (
              <span className={classes.whose}>
                <Whose question={row.question} />
              </span>
            ),
          },
          { label: t("looks.what"), render: (row) => <What question={row.question} /> },
        ]}
      />
    </PageFrame>
  );
}

function Whose({ question }: { question: string }) {
  const { t } = useTranslation("insight");
  const nameOf = usePartName();
  const { people, teams } = askedOf(question);
  if (people.length > 0) return <>{people.map((person) => nameOf("agent", person)).join(", ")}</>;
  if (teams.length > 0) return <>{teams.map((team) => nameOf("team", team)).join(", ")}</>;
  return <>{t("filter.all.agent")}</>;
}

function What({ question }: { question: string }) {
  const { locale } = useReading();
  const { entry } = useDefinitions();
  const { metrics, days } = askedOf(question);
  const names = metrics.map((metric) => entry(metric)?.name ?? metric).join(", ");
  return (
    <>
      {names} {days && `(${daysText(days, locale)})`}
    </>
  );
}
