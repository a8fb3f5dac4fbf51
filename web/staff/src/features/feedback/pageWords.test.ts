import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, it } from "vitest";
import { pageWords } from "./pageWords";

it.each(["en", "de-AT"])("shows the words of the server's own page in %s", (language) => {
  const source = readFileSync(resolve(process.cwd(), "../../features/feedback/src/page/words.rs"), "utf8");
  const { happiness, ...rest } = pageWords(language);
  for (const word of [...happiness, ...Object.values(rest)]) {
    expect(source).toContain(`"${word}"`);
  }
});
