import i18next, { type BackendModule } from "i18next";
import { initReactI18next } from "react-i18next";
import { loadProblemWords } from "./problemWords";

export const LANGUAGES = ["en", "de"] as const;
export type Language = (typeof LANGUAGES)[number];

type Texts = { default: Record<string, unknown> };

const files = {
  ...import.meta.glob<Texts>("../../app/i18n/*.json"),
  ...import.meta.glob<Texts>("../../features/*/i18n/*.json"),
};

/** Each feature's texts are fetched when its first page is shown. */
const folders: BackendModule = {
  type: "backend",
  init: () => undefined,
  read(language, namespace, done) {
    const path =
      namespace === "app"
        ? `../../app/i18n/${language}.json`
        : `../../features/${namespace}/i18n/${language}.json`;
    const load = files[path];
    if (!load) {
      done(new Error(`no texts at ${path}`), false);
      return;
    }
    load().then(
      (texts) => done(null, texts.default),
      (error: unknown) => done(error instanceof Error ? error : new Error(String(error)), false),
    );
  },
};

export function knownLanguage(wanted: string | null | undefined): Language | null {
  const short = wanted?.slice(0, 2).toLowerCase();
  return LANGUAGES.find((language) => language === short) ?? null;
}

const REMEMBERED = "qd.language";

function firstLanguage(): Language {
  const remembered = knownLanguage(window.localStorage.getItem(REMEMBERED));
  return remembered ?? knownLanguage(window.navigator.language) ?? "en";
}

export const i18n = i18next.createInstance();

export async function startI18n(): Promise<void> {
  await i18n
    .use(folders)
    .use(initReactI18next)
    .init({
      lng: firstLanguage(),
      fallbackLng: false,
      ns: ["app"],
      defaultNS: "app",
      interpolation: { escapeValue: false },
      returnNull: false,
    });
  document.documentElement.lang = i18n.language;
  void loadProblemWords(firstLanguage());
}

/** Shows the screens in another language from now on, on this device. */
export async function switchLanguage(wanted: string): Promise<void> {
  const language = knownLanguage(wanted);
  if (!language) return;
  window.localStorage.setItem(REMEMBERED, language);
  document.documentElement.lang = language;
  await loadProblemWords(language);
  if (i18n.language !== language) await i18n.changeLanguage(language);
}
