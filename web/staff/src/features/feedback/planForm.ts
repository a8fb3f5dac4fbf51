import type { SurveyKind, SurveyPlan, SurveyProgramme, SurveyWording } from "@/lib/api/schema";

/** The key of the one further question that the form makes. */
const WHY = "why";

/** A programme as its form has it: one language, at most one further question in own words. */
export interface PlanValues {
  name: string;
  kind: SurveyKind;
  active: boolean;
  language: string;
  words: SurveyWording;
  further: string;
  furtherAtMost: number;
  statuses: string[];
  channels: string[];
  topics: string[];
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
    words: plan?.wordings[shown] ?? usual,
    further: why?.words[shown] ?? "",
    furtherAtMost: why?.ask_if?.at_most ?? 10,
    statuses: rule?.statuses ?? ["solved"],
    channels: rule?.channels ?? [],
    topics: rule?.topics ?? [],
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

/** What the form says, over what the programme had besides: other languages and questions made by the API stay. */
export function planOf(values: PlanValues, before: SurveyPlan | undefined): SurveyPlan {
  const { language } = values;
  const old = before?.questions?.find((question) => question.key === WHY);
  const others = before?.questions?.filter((question) => question.key !== WHY) ?? [];
  const why = {
    key: WHY,
    kind: "text" as const,
    words: { ...old?.words, [language]: values.further.trim() },
    choices: [],
    ask_if: { question: "score", at_least: null, at_most: values.furtherAtMost, one_of: [] },
  };
  return {
    default_language: language,
    wordings: { ...before?.wordings, [language]: values.words },
    questions: values.further.trim() ? [why, ...others] : others,
    rule: {
      statuses: values.statuses,
      channels: values.channels,
      topics: values.topics,
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

/** Where the form has what the server names; the last part of a wording is its field. */
export function fieldOf(pointer: string, language: string): string {
  const own = `plan/wordings/${language}`;
  if (pointer === own) return "language";
  if (pointer.startsWith(`${own}/`)) return `words.${pointer.slice(own.length + 1)}`;
  if (pointer.startsWith("plan/questions/0/")) return "further";
  return FIELDS[pointer] ?? pointer;
}
