import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import words from "./words.de.json";

const source = readFileSync(
  join(import.meta.dirname, "../../../../../../features/insight/src/metrics/dictionary.rs"),
  "utf8",
);
const metrics = [
  ...source.matchAll(/"([a-z_]+)" [A-Z]\w+ (?:[A-Z]\w+ )?"[^"]+",\s*"[^"]+",\s*"([^"]*)"/g),
].map((match) => ({ code: match[1] ?? "", excluded: match[2] ?? "" }));

it("has German words for every metric, and for none that is gone", () => {
  expect(metrics.length).toBeGreaterThanOrEqual(16);
  expect(Object.keys(words).sort()).toEqual(metrics.map((metric) => metric.code).sort());
});

it("says what does not count where the dictionary does", () => {
  const german: Record<string, { name: string; formula: string; excluded: string }> = words;
  for (const { code, excluded } of metrics) {
    expect(german[code]?.name, code).toBeTruthy();
    expect(german[code]?.formula, code).toBeTruthy();
    expect(german[code]?.excluded === "", code).toBe(excluded === "");
  }
});
