import { Button, FileButton, Group, Textarea } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/api/client";
import { Problem } from "@/lib/api/problem";
import type { SeriesWritten } from "@/lib/api/schema";
import { Refusal } from "@/ui/Refusal";
import { Section } from "@/ui/Section";
import { useSave } from "@/ui/useSave";

/** A table of values: tried first, so that nobody writes what they did not mean. */
export function UploadSection() {
  const { t } = useTranslation("insight");
  const [csv, setCsv] = useState("");
  const [tried, setTried] = useState<SeriesWritten | null>(null);
  const upload = useSave<boolean, SeriesWritten>({
    save: (is_trial) =>
      unwrap<SeriesWritten>(api.POST("/api/v1/insight/series_uploads", { body: { csv, is_trial } })),
    refresh: [["insight"]],
    onDone: setTried,
  });
  const read = (text: string) => {
    setCsv(text);
    setTried(null);
    upload.reset();
  };
  const faults = upload.error ? Problem.from(upload.error).fields : [];
  return (
    <Section title={t("series.upload")} intro={t("series.uploadIntro")}>
      <Textarea
        label={t("series.table")}
        placeholder={"month,active_customers,orders,cost\n2026-01,40210,18250,51200.50"}
        autosize
        minRows={4}
        maxRows={14}
        value={csv}
        onChange={(event) => read(event.currentTarget.value)}
      />
      <Group mt="sm" gap="xs">
        <FileButton accept=".csv,text/csv,text/plain" onChange={(file) => void file?.text().then(read)}>
          {(props) => (
            <Button variant="default" {...props}>
              {t("series.file")}
            </Button>
          )}
        </FileButton>
        <Button
          variant="default"
          loading={upload.isPending}
          disabled={!csv.trim()}
          onClick={() => upload.mutate(true)}
        >
          {t("series.try")}
        </Button>
        <Button
          loading={upload.isPending}
          disabled={!tried || tried.is_written}
          onClick={() => upload.mutate(false)}
        >
          {t("series.write")}
        </Button>
      </Group>
      <div aria-live="polite">
        {tried && <p>{t(tried.is_written ? "series.written" : "series.would", { ...tried })}</p>}
        {upload.error && faults.length === 0 && <Refusal error={upload.error} />}
        {faults.length > 0 && (
          <>
            <p>{t("series.wrong")}</p>
            <ul>
              {faults.map((fault) => (
                <li key={fault.pointer}>
                  <PlaceOf pointer={fault.pointer} />
                  {fault.detail}
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
    </Section>
  );
}

/** `csv/3/orders` in words. */
function PlaceOf({ pointer }: { pointer: string }) {
  const { t } = useTranslation("insight");
  const [, row, column] = pointer.split("/");
  if (!row) return null;
  return <strong>{column ? t("series.cell", { row, column }) : t("series.row", { row })}: </strong>;
}
