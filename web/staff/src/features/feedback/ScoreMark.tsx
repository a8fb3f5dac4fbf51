import { useTranslation } from "react-i18next";
import type { SurveyKind } from "@/lib/api/schema";
import { Mark, type Tone } from "@/ui/Mark";
import { SCALES } from "./scores";

interface Rated {
  kind: SurveyKind;
  score: number;
  is_good: boolean;
  is_bad: boolean;
}

function tone({ is_good, is_bad }: Rated): Tone {
  if (is_good) return "good";
  return is_bad ? "danger" : "quiet";
}

/** A score with the scale it is on, in colour and shape. */
export function ScoreMark({ of }: { of: Rated }) {
  const { t } = useTranslation("feedback");
  const text =
    of.kind === "happiness"
      ? t(`happiness.${of.score as 1 | 2 | 3}`)
      : `${of.score} / ${SCALES[of.kind].at(-1)}`;
  return <Mark tone={tone(of)}>{text}</Mark>;
}
