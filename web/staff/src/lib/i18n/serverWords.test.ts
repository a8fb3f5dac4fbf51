import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import german from "./problems.de.json";

/** The server's own source: whatever it can say to a person must have its German. */
const ROOT = join(import.meta.dirname, "../../../../..");
const ASIDE = /tests|testing|testkit|\/(bench|acceptance)\//;

function sources(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .map((path) => `${folder}/${path}`)
    .filter((path) => path.endsWith(".rs") && !ASIDE.test(path));
}

const read = (path: string) => readFileSync(join(ROOT, path), "utf8").split("#[cfg(test)]")[0] ?? "";

/** What stands inside the brackets of every `json!(…)`, the examples of the API's document aside. */
function jsonBlocks(source: string): string[] {
  const text = source.replace(/#\[(?:schema|utoipa::path)\([\s\S]*?\)\]/g, "");
  return [...text.matchAll(/json!\(/g)].map((match) => {
    const start = match.index + match[0].length;
    let end = start;
    for (let depth = 1; depth > 0 && end < text.length; end += 1) {
      if (text[end] === "(") depth += 1;
      if (text[end] === ")") depth -= 1;
    }
    return text.slice(start, end);
  });
}

/** The German texts of a feature. */
const texts = <T>(feature: string): T =>
  JSON.parse(readFileSync(join(ROOT, `web/staff/src/features/${feature}/i18n/de.json`), "utf8"));

type Words = Record<string, string>;
const { audit, permission } = texts<{
  audit: { thing: Words; verb: Words; fact: Words };
  permission: Record<string, unknown>;
}>("access");
const system = texts<{ follower: Words; job: Words }>("system");

const files = new Map(
  ["kernel", "platform", "features", "apps"].flatMap(sources).map((path) => [path, read(path)]),
);
const found = (pattern: RegExp, texts: Iterable<string> = files.values()) =>
  [...texts].flatMap((text) => [...text.matchAll(pattern)].map((match) => match.slice(1)));
const sorted = (words: Iterable<string>) => [...new Set(words)].sort();

/** `NAME: Kind, "code", "sentence";` and `NAME: "code", "sentence";` */
const declared = new Map(
  found(/\b[A-Z0-9_]+\s*:\s*(?:[A-Z]\w+\s*,\s*)?"([a-z_]+\.[a-z_]+)"\s*,\s*"((?:[^"\\]|\\.)*)"\s*;/g).map(
    ([code = "", sentence = ""]) => [code, sentence],
  ),
);
const written = [
  ...found(/\bcode:\s*"([a-z]+\.[a-z_]+)"/g),
  ...found(/(?:FieldFault::new|invalid_field)\([\s\S]{0,120}?"([a-z]+\.[a-z_]+)"/g),
].flat();
const codes = sorted([...declared.keys(), ...written]);
const permissions = new Set(found(/Permission\s*\{\s*name:\s*"([a-z_.]+)"/g).flat());

describe("what the server says", () => {
  it("is found in its source", () => {
    expect(declared.size).toBeGreaterThan(150);
    expect(codes).toEqual(expect.arrayContaining(["platform.internal", "request.too_large", "request.tag"]));
    expect(codes).toEqual(expect.arrayContaining(["delivery.no_server", "channels.login_refused"]));
  });

  it("has a German sentence for every code, and none for codes that are gone", () => {
    expect(sorted(Object.keys(german))).toEqual(codes);
  });

  it("varies in German as it does in English", () => {
    const places = (text: string) => sorted([...text.matchAll(/{(\w+)}/g)].map((match) => match[1] ?? ""));
    const words: Words = german;
    for (const [code, sentence] of declared) {
      expect(places(words[code] ?? ""), code).toEqual(places(sentence));
    }
  });
});

describe("the audit trail", () => {
  const inFeatures = [...files].filter(
    ([path]) => path.startsWith("features/") || path.startsWith("apps/server/"),
  );
  const inRust = inFeatures.map(([, text]) => text);

  it("has words for every event", () => {
    const events = sorted(
      found(
        /"((?:access|channels|customers|feedback|inbox|insight|service_levels|system)\.[a-z_]+\.[a-z_]+)"/g,
        inRust,
      ).flat(),
    );
    const missing = events
      .filter((event) => !permissions.has(event))
      .filter((event) => {
        const [, thing = "", verb = ""] = event.split(".");
        return !(thing in audit.thing && verb in audit.verb);
      });
    expect(events.length).toBeGreaterThan(60);
    expect(missing).toEqual([]);
  });

  it("has words for every fact", () => {
    const rooms = inFeatures.filter(([path]) => !/(http|wire|why)\.rs$|setup\/store\.rs$|\/cli\//.test(path));
    const blocks = rooms.flatMap(([, text]) => jsonBlocks(text));
    const facts = sorted(found(/"([a-z_]+)"\s*:/g, blocks).flat());
    expect(facts.length).toBeGreaterThan(50);
    expect(facts.filter((fact) => !(fact in audit.fact))).toEqual([]);
  });

  it("has words for every permission", () => {
    const inPlace = (name: string) =>
      name
        .split(".")
        .reduce<unknown>((at, part) => (at as Record<string, unknown> | undefined)?.[part], permission);
    expect(permissions.size).toBeGreaterThan(20);
    expect([...permissions].filter((name) => typeof inPlace(name) !== "string")).toEqual([]);
  });
});

describe("the health page", () => {
  const nameIn = (names: Words) => (name: string) => !(name.replaceAll(/[ .]/g, "_") in names);

  it("has words for every follower of events", () => {
    const reactions = found(/\.add\("([a-z ]+)",/g, [files.get("apps/reactions/src/lib.rs") ?? ""]).flat();
    const followers = [...reactions, ...found(/const CONSUMER: &str = "([a-z ]+)"/g).flat()];
    expect(followers.length).toBeGreaterThan(3);
    expect(followers.filter(nameIn(system.follower))).toEqual([]);
  });

  it("has words for every kind of job", () => {
    const kinds = [
      ...found(
        /const (?:SEND|REMIND|SEND_AUTOMATIC|SEND_BULK|PLACE|SWEEP|RELEASE|TIDY|FILL_DEMO|WATCH_FIGURES|CALL_WEBHOOK|CHECK_ACTION): &str = "([a-z]+\.[a-z_]+)"/g,
      ),
    ].flat();
    expect(kinds.length).toBeGreaterThan(5);
    expect(kinds.filter(nameIn(system.job))).toEqual([]);
  });
});
