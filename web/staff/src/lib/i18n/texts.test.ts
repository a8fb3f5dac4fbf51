import { describe, expect, it } from "vitest";

type Texts = { [key: string]: string | Texts };

const files = import.meta.glob<Texts>(["../../app/i18n/*.json", "../../features/*/i18n/*.json"], {
  eager: true,
  import: "default",
});

function flatten(texts: Texts, prefix = ""): [string, string][] {
  return Object.entries(texts).flatMap(([key, value]): [string, string][] =>
    typeof value === "string" ? [[prefix + key, value]] : flatten(value, `${prefix}${key}.`),
  );
}

const placeholders = (text: string) => [...text.matchAll(/{{\s*(\w+)/g)].map((match) => match[1]).sort();
const english = Object.keys(files).filter((path) => path.endsWith("/en.json"));

describe("texts", () => {
  it("are found", () => {
    expect(english.length).toBeGreaterThanOrEqual(5);
  });

  it.each(english)("%s has its German, key for key", (path) => {
    const en = new Map(flatten(files[path] ?? {}));
    const de = new Map(flatten(files[path.replace("/en.json", "/de.json")] ?? {}));
    expect([...de.keys()].sort()).toEqual([...en.keys()].sort());
    for (const [key, text] of en) {
      expect(text.trim(), key).not.toBe("");
      expect(placeholders(de.get(key) ?? ""), key).toEqual(placeholders(text));
    }
  });
});
