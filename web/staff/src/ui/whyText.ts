import { useTranslation } from "react-i18next";
import type { Why } from "@/lib/api/schema";
import { useServerWords } from "@/lib/i18n/problemWords";

/** The server's sentence and advice in the reader's language; its own English ones where we have no words for the code. */
export function useWhyText() {
  const { t } = useTranslation("app");
  const { say } = useServerWords();
  return (why: Why | null | undefined, english: string, englishHint?: string | null) => {
    const hint = englishHint && say(why?.hint ?? "", englishHint);
    // The English sentence holds the answer already.
    const known = why ? say(why.code, "", why.params) : "";
    if (!known) return { sentence: english, hint };
    const sentence = why?.answer ? t("answered", { sentence: known, answer: why.answer }) : known;
    return { sentence, hint };
  };
}
