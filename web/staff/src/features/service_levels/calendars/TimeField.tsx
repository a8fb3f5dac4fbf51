import { TextInput } from "@mantine/core";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { clock, readClock } from "./windows";

interface Props {
  label: string;
  minutes: number;
  onChange: (minutes: number) => void;
  /** What is wrong with the window it belongs to. */
  error?: string | undefined;
  autoFocus?: boolean;
}

/** A time of day, typed as people type it; it reaches to 24:00, which the browser's own field does not. */
export function TimeField({ label, minutes, onChange, error, autoFocus = false }: Props) {
  const { t } = useTranslation("service_levels");
  const [typed, setTyped] = useState(clock(minutes));
  useEffect(() => {
    // What is being typed stays as long as it means the same.
    setTyped((before) => (readClock(before) === minutes ? before : clock(minutes)));
  }, [minutes]);
  const isTime = readClock(typed) !== null;
  return (
    <TextInput
      aria-label={label}
      w={76}
      inputMode="numeric"
      autoComplete="off"
      maxLength={5}
      value={typed}
      data-autofocus={autoFocus || undefined}
      error={isTime ? error : t("week.badTime")}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        const read = readClock(event.currentTarget.value);
        if (read !== null) onChange(read);
      }}
      onBlur={() => setTyped(clock(readClock(typed) ?? minutes))}
    />
  );
}
