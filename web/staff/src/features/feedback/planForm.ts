import type {
  SurveyAskedIn,
  SurveyKind,
  SurveyPlan,
  SurveyProgramme,
  SurveyQuestion,
  SurveyWording,
} from "@/lib/api/schema";

/** The key of the one further question that the form makes. */
const WHY = "why";

/** A programme as its form has it: words by language, at most one further question in own words. */
export interface PlanValues {
  name: string;
  kind: SurveyKind;
  active: boolean;
  /** The language whose words stand in for those of others. */
  language: string;
  /** Words by language. */
  words: Record<string, SurveyWording>;
  /** The further question by language. */
  further: Record<string, string>;
  furtherAtMost: number;
  statuses: string[];
  channels: string[];
  topics: string[];
  askedIn: SurveyAskedIn;
  sample: number;
  delay: number;
  remind: number;
  expires: number;
  followUp: boolean;
  lowScore: number;
  owner: string | null;
  due: number;
}

export function valuesOf(
  programme: SurveyProgramme | null,
  language: string,
  usual: SurveyWording,
): PlanValues {
  const plan = programme?.plan;
  const rule = plan?.rule;
  const shown = plan?.default_language ?? language;
  const why = plan?.questions?.find((question) => question.key === WHY);
  return {
    name: programme?.name ?? "",
    kind: programme?.kind ?? "csat",
    active: programme?.active ?? true,
    language: shown,
    words: plan?.wordings ?? { [shown]: usual },
    further: { ...why?.words },
    furtherAtMost: why?.ask_if?.at_most ?? 10,
    statuses: rule?.statuses ?? ["solved"],
    channels: rule?.channels ?? [],
    topics: rule?.topics ?? [],
    askedIn: rule?.asked_in ?? "mail",
    sample: rule?.sample_percent ?? 100,
    delay: rule?.delay_hours ?? 1,
    remind: rule?.remind_after_days ?? 3,
    expires: rule?.expires_after_days ?? 14,
    followUp: Boolean(plan?.follow_up),
    lowScore: plan?.follow_up?.score_at_most ?? 2,
    owner: plan?.follow_up?.owner ?? null,
    due: plan?.follow_up?.due_hours ?? 8,
  };
}

/** What the form says, over what the programme had besides: questions made by the API stay. */
export function planOf(values: PlanValues, before: SurveyPlan | undefined): SurveyPlan {
  return {
    default_language: values.language,
    wordings: values.words,
    questions: questionsOf(values, before),
    rule: {
      statuses: values.statuses,
      channels: values.channels,
      topics: values.topics,
      asked_in: values.askedIn,
      sample_percent: values.sample,
      delay_hours: values.delay,
      remind_after_days: values.remind,
      expires_after_days: values.expires,
    },
    follow_up: values.followUp
      ? { score_at_most: values.lowScore, owner: values.owner, due_hours: values.due }
      : null,
  };
}

/** The further questions in the order they are asked. */
export function questionsOf(values: PlanValues, before: SurveyPlan | undefined): SurveyQuestion[] {
  const others = before?.questions?.filter((question) => question.key !== WHY) ?? [];
  const said = Object.entries(values.further)
    .map(([language, text]) => [language, text.trim()] as const)
    .filter(([language, text]) => text !== "" && language in values.words);
  if (said.length === 0) {
    return others;
  }
  const why = {
    key: WHY,
    kind: "text" as const,
    words: Object.fromEntries(said),
    choices: [],
    ask_if: { question: "score", at_least: null, at_most: values.furtherAtMost, one_of: [] },
  };
  return [why, ...others];
}

const NEEDED = ["subject", "question", "low", "high", "thanks"] as const;
export type Needed = (typeof NEEDED)[number] | "further";

/** What customers who read a language would miss. */
export function missing(values: PlanValues, language: string): Needed[] {
  const words = values.words[language];
  const empty: Needed[] = NEEDED.filter((field) => !words?.[field].trim());
  const isAsked = Object.values(values.further).some((text) => text.trim());
  return isAsked && !values.further[language]?.trim() ? [...empty, "further"] : empty;
}

/** The values with a language more, whose words are still to be written. */
export function withLanguage(values: PlanValues, language: string): PlanValues {
  const empty: SurveyWording = {
    subject: "",
    intro: "",
    question: "",
    low: "",
    high: "",
    thanks: "",
    reminder: "",
  };
  return { ...values, words: { [language]: empty, ...values.words } };
}

/** The values without a language; the one that stands in for others stays. */
export function withoutLanguage(values: PlanValues, language: string): PlanValues {
  if (language === values.language) return values;
  const { [language]: _words, ...words } = values.words;
  const { [language]: _further, ...further } = values.further;
  return { ...values, words, further };
}

/** Whether a further question follows a score: surely, perhaps (it depends on another answer), or not. */
export function follows(
  question: SurveyQuestion,
  score: number,
  all: SurveyQuestion[],
): "yes" | "perhaps" | "no" {
  const condition = question.ask_if;
  if (!condition) return "yes";
  if (condition.question !== "score") {
    const earlier = all.find((other) => other.key === condition.question);
    return earlier && follows(earlier, score, all) !== "no" ? "perhaps" : "no";
  }
  const holds =
    score >= (condition.at_least ?? score) &&
    score <= (condition.at_most ?? score) &&
    (!condition.one_of?.length || condition.one_of.includes(String(score)));
  return holds ? "yes" : "no";
}

/** The words for a language as customers get them: its own, those of its base, else those that stand in. */
export function nearest<T>(of: Record<string, T>, language: string, standIn: string): T | undefined {
  return of[language] ?? of[language.split("-", 1)[0] ?? ""] ?? of[standIn] ?? Object.values(of)[0];
}

const FIELDS: Record<string, string> = {
  "plan/rule/statuses": "statuses",
  "plan/rule/sample_percent": "sample",
  "plan/rule/delay_hours": "delay",
  "plan/rule/remind_after_days": "remind",
  "plan/rule/expires_after_days": "expires",
  "plan/follow_up/score_at_most": "lowScore",
  "plan/follow_up/due_hours": "due",
  "plan/default_language": "language",
};

/** Where the form has what the server names. */
export function fieldOf(pointer: string, values: PlanValues): string {
  const [, wording, language, field] = /^plan\/(wordings)\/([^/]+)(?:\/(.+))?$/.exec(pointer) ?? [];
  if (wording && language) return field ? `words.${language}.${field}` : "language";
  if (pointer.startsWith("plan/questions/0/")) return `further.${values.language}`;
  return FIELDS[pointer] ?? pointer;
}
