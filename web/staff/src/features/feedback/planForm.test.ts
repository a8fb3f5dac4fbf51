import { describe, expect, it } from "vitest";
import type { SurveyProgramme, SurveyWording } from "@/lib/api/schema";
import { fieldOf, follows, missing, planOf, valuesOf, withLanguage, withoutLanguage } from "./planForm";

const words = (question: string): SurveyWording => ({
  subject: "s",
  intro: "i",
  question,
  low: "l",
  high: "h",
  thanks: "t",
  reminder: "r",
});

const programme: SurveyProgramme = {
  id: "prog_06pz3k5m8v00g",
  name: "After each answer",
  kind: "ces",
  active: false,
  active_since: null,
  version: 4,
  created_at: "2026-03-01T09:30:00Z",
  plan: {
    default_language: "en",
    wordings: { en: words("How easy?"), de: words("Wie leicht?") },
    questions: [
      {
        key: "why",
        kind: "text",
        words: { en: "Why?", de: "Warum?" },
        choices: [],
        ask_if: { question: "score", at_least: null, at_most: 3, one_of: [] },
      },
      { key: "again", kind: "scale", words: { en: "Again?" }, choices: [], ask_if: null },
    ],
    rule: {
      statuses: ["closed"],
      channels: ["mail"],
      topics: [],
      asked_in: "chat",
      sample_percent: 25,
      delay_hours: 4,
      remind_after_days: 0,
      expires_after_days: 7,
    },
    follow_up: { score_at_most: 3, owner: null, due_hours: 16 },
  },
};

describe("the form of a programme", () => {
  it("gives back what it was given, other languages and questions included", () => {
    const values = valuesOf(programme, "de", words(""));
    expect(planOf(values, programme.plan)).toEqual(programme.plan);
  });

  it("begins in the reader's language with usual words", () => {
    const values = valuesOf(null, "de", words("Wie war es?"));
    const plan = planOf(values, undefined);
    expect(plan.default_language).toBe("de");
    expect(plan.wordings).toEqual({ de: words("Wie war es?") });
    expect(plan.questions).toEqual([]);
    expect(plan.follow_up).toBeNull();
  });

  it("asks nothing more when the further question is emptied", () => {
    const values = { ...valuesOf(programme, "de", words("")), further: { en: " ", de: "" } };
    expect(planOf(values, programme.plan).questions?.map((each) => each.key)).toEqual(["again"]);
  });

  it.each([
    ["plan/wordings/en/question", "words.en.question"],
    ["plan/wordings/pt-BR/low", "words.pt-BR.low"],
    ["plan/wordings/en", "language"],
    ["plan/rule/sample_percent", "sample"],
    ["plan/questions/0/words", "further.en"],
    ["name", "name"],
  ])("finds %s at %s", (pointer, field) => {
    expect(fieldOf(pointer, valuesOf(programme, "en", words("")))).toBe(field);
  });

  it("takes a language in, tells what it lacks, and lets it go", () => {
    const values = valuesOf(programme, "en", words(""));
    expect(missing(values, "de")).toEqual([]);
    const french = withLanguage(values, "fr");
    expect(missing(french, "fr")).toEqual(["subject", "question", "low", "high", "thanks", "further"]);
    expect(planOf(withoutLanguage(french, "fr"), programme.plan)).toEqual(programme.plan);
    const gone = planOf(withoutLanguage(french, "de"), programme.plan);
    expect(Object.keys(gone.wordings).sort()).toEqual(["en", "fr"]);
    expect(gone.questions?.[0]?.words).toEqual({ en: "Why?" });
    expect(withoutLanguage(values, "en")).toBe(values);
  });

  it("knows what is asked after a score", () => {
    const all = programme.plan.questions ?? [];
    const chained = { ...all[1], key: "then", ask_if: { question: "why", one_of: ["x"] } } as (typeof all)[0];
    const asked = (score: number) => [...all, chained].map((each) => follows(each, score, [...all, chained]));
    expect(asked(3)).toEqual(["yes", "yes", "perhaps"]);
    expect(asked(4)).toEqual(["no", "yes", "no"]);
  });
});
