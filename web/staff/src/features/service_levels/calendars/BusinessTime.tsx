import { Group, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Calendar } from "@/lib/api/schema";
import { useReading } from "@/lib/session/reading";
import { Failure } from "@/ui/Failure";
import { Section } from "@/ui/Section";
import { businessTimeQuery } from "../queries";
import { instantOf, localOf } from "./localTime";
import { lengthText } from "./windows";

const WEEKEND = 66 * 60 * 60_000;

/** Counts the business time between two moments, so that a calendar can be tried. */
export function BusinessTime({ calendar }: { calendar: Calendar }) {
  const { t } = useTranslation("service_levels");
  const { locale } = useReading();
  const zone = calendar.time_zone;
  const [from, setFrom] = useState(() => localOf(Date.now(), zone));
  const [to, setTo] = useState(() => localOf(Date.now() + WEEKEND, zone));
  const [first, last] = [instantOf(from, zone), instantOf(to, zone)];
  const query = useQuery({
    ...businessTimeQuery(calendar.id, calendar.version, first ?? "", last ?? ""),
    enabled: first !== null && last !== null,
    placeholderData: (before) => before,
  });
  return (
    <Section title={t("preview.title")} intro={t("preview.intro")}>
      <Group gap="md" align="end">
        <TextInput
          type="datetime-local"
          label={t("preview.from")}
          value={from}
          onChange={(event) => setFrom(event.currentTarget.value)}
        />
        <TextInput
          type="datetime-local"
          label={t("preview.to")}
          value={to}
          onChange={(event) => setTo(event.currentTarget.value)}
        />
      </Group>
      {query.isError && (
        <Failure what={t("preview.failed")} error={query.error} onRetry={() => void query.refetch()} />
      )}
      {query.data && !query.isError && (
        <p role="status">
          {t("preview.answer", { time: lengthText(Math.floor(query.data.micros / 60_000_000), locale) })}
        </p>
      )}
    </Section>
  );
}
