import { createContext, type ReactNode, useContext, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { i18n } from "@/lib/i18n/i18n";
import type { Reading } from "@/lib/time/format";
import { useMe } from "./session";

const context = createContext<Reading | null>(null);

/** The browser knows which kind of English or German this person reads. */
function locale(language: string): string {
  return window.navigator.languages.find((each) => each.startsWith(language)) ?? language;
}

/** Gives everything below the language and zone of the signed-in person. */
export function ReadingProvider({ children }: { children: ReactNode }) {
  const { i18n: current } = useTranslation();
  const { person } = useMe();
  const { language } = current;
  const zone = person.time_zone;
  const reading = useMemo(() => ({ locale: locale(language), zone }), [language, zone]);
  return <context.Provider value={reading}>{children}</context.Provider>;
}

/**
 * Language and zone in which this person reads times and numbers; before signing in those of the browser. Cheap enough
 * for every row of a long list.
 */
export function useReading(): Reading {
  return (
    useContext(context) ?? {
      locale: locale(i18n.language),
      zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    }
  );
}
