import { expect, it } from "vitest";
import { differs, sectionsOf, wordsOf } from "./words";

const section = (key: string, text: string) => ({
  key,
  heading: key.toUpperCase(),
  text,
  written: text,
  hidden: key === "cost",
  blocks: [],
});

it("a report goes into the form and comes out in the writer's order and words", () => {
  const words = wordsOf({ name: "March", sections: [section("summary", "Calm."), section("cost", "")] });
  expect(sectionsOf(words).map((each) => each.key)).toEqual(["summary", "cost"]);
  const changed = {
    ...words,
    order: ["cost", "summary"],
    text: { ...words.text, summary: "Very calm." },
  };
  expect(sectionsOf(changed)).toEqual([
    { key: "cost", heading: "COST", text: "", hidden: true },
    { key: "summary", heading: "SUMMARY", text: "Very calm.", hidden: false },
  ]);
});

it("what the data say is shown where it is not what is printed", () => {
  expect(differs("Calm.", "Calm. ")).toBe(false);
  expect(differs("Calm.", "Less calm.")).toBe(true);
  expect(differs("Own words", "")).toBe(false);
});
