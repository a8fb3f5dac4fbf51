import { FileInput, Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/api/client";
import type { Calendar, HolidaysFound } from "@/lib/api/schema";
import { useServerWords } from "@/lib/i18n/problemWords";
import { useReading } from "@/lib/session/reading";
import { FormModal } from "@/ui/FormModal";
import { Refusal } from "@/ui/Refusal";
import { toast } from "@/ui/toast";
import { useSave } from "@/ui/useSave";
import { calendarKeys } from "../queries";
import { useHolidayText } from "./useHolidayText";

const LARGEST = 1_000_000;

interface Props {
  calendar: Calendar;
  onClose: () => void;
}

function ask(calendar: Calendar, text: string, add: boolean) {
  return unwrap(
    api.POST("/api/v1/service_levels/calendars/{id}/holidays/import", {
      params: { path: { id: calendar.id } },
      body: { text, add, version: calendar.version },
    }),
  );
}

/** Takes public holidays from a file: shows them first, then adds those that are not there yet. */
export function ImportDialog({ calendar, onClose }: Props) {
  const { t } = useTranslation("service_levels");
  const [file, setFile] = useState<File | null>(null);
  const isLarge = file !== null && file.size > LARGEST;
  const text = useQuery({
    queryKey: ["service_levels_file", file?.name, file?.lastModified, file?.size],
    queryFn: () => (file as File).text(),
    enabled: file !== null && !isLarge,
    retry: false,
  });
  const found = useQuery({
    queryKey: [...calendarKeys.list, calendar.id, "import", calendar.version, text.data],
    queryFn: () => ask(calendar, text.data as string, false),
    enabled: text.data !== undefined,
    retry: false,
  });
  const fresh = found.data?.found.filter((each) => !each.known).length ?? 0;
  const add = useSave({
    save: () => ask(calendar, text.data as string, true),
    refresh: [calendarKeys.all],
    onDone: () => {
      toast(t("import.added", { count: fresh }));
      onClose();
    },
  });
  const wrong = isLarge ? t("import.tooLarge") : text.isError ? t("import.unreadable") : undefined;
  return (
    <FormModal
      title={t("import.title")}
      size={640}
      onClose={onClose}
      onSubmit={(event) => {
        event?.preventDefault();
        // The form of the calendar around it is not meant.
        event?.stopPropagation();
        if (fresh > 0) add.mutate();
      }}
      busy={add.isPending}
      error={add.error}
      submit={fresh > 0 ? t("import.add", { count: fresh }) : t("import.nothing")}
      editing={{ notice: null, undecided: fresh === 0 }}
    >
      <p>{t("import.intro")}</p>
      <FileInput
        label={t("import.choose")}
        placeholder={t("import.choose")}
        accept=".ics,text/calendar"
        value={file}
        onChange={setFile}
        error={wrong}
        clearable
        data-autofocus
      />
      {found.isFetching && <Skeleton height={80} />}
      <Refusal error={found.error} />
      {found.data && <FileContent found={found.data} />}
    </FormModal>
  );
}

function FileContent({ found }: { found: HolidaysFound }) {
  const { t } = useTranslation("service_levels");
  const { say } = useServerWords();
  const { locale } = useReading();
  const text = useHolidayText(locale);
  return (
    <div style={{ maxHeight: 320, overflow: "auto" }}>
      <strong>{t("import.found", { count: found.found.length })}</strong>
      <ul>
        {found.found.map(({ line, holiday, known }) => (
          <li key={`${line} ${holiday.from}`}>
            {text.line(holiday)}
            {known && <em> ({t("import.known")})</em>}
          </li>
        ))}
      </ul>
      {found.unread_count > 0 && (
        <>
          <strong>{t("import.unread", { count: found.unread_count })}</strong>
          <ul>
            {found.unread.map(({ line, text: words, code, params, reason }) => (
              <li key={`${line} ${code}`}>
                {t("import.line", { line, reason: say(code, reason, params) })} <code>{words}</code>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
