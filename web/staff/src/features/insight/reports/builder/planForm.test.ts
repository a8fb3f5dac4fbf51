import { expect, it } from "vitest";
import { blankPlan } from "../packs";
import { blank } from "./elements";
import { contentOf, isEmpty, valuesOf } from "./planForm";

it("a plan goes into the form and comes out as it was", () => {
  const plan = {
    ...blankPlan("For the board", "built", "quarter", "de"),
    elements: [blank("trend")],
    schedule: {
      day: 3,
      hour: 8,
      recipients: ["a@b.example"],
      formats: ["pdf" as const],
      after_review: false,
    },
  };
  expect(contentOf(valuesOf(plan))).toEqual(plan);
});

it("a schedule that is switched off is none, and the pack has no elements of its own", () => {
  const values = {
    ...valuesOf(blankPlan(" Pack ", "executive", "month", "en")),
    elements: [blank("quotes")],
  };
  expect(contentOf(values)).toMatchObject({ name: "Pack", schedule: null, elements: [] });
  expect(isEmpty(values)).toBe(false);
  expect(isEmpty({ ...values, kind: "built", elements: [] })).toBe(true);
});
