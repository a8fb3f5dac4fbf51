// English and German must have the same keys, and every text the same placeholders.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const source = new URL("../src", import.meta.url).pathname;
const folders = [
  join(source, "app/i18n"),
  ...readdirSync(join(source, "features")).map((feature) => join(source, "features", feature, "i18n")),
];

function flatten(value, prefix = "") {
  if (typeof value === "string") return [[prefix, value]];
  return Object.entries(value).flatMap(([key, inner]) => flatten(inner, prefix ? `${prefix}.${key}` : key));
}

const placeholders = (text) =>
  [...text.matchAll(/{{\s*(\w+)/g)]
    .map((match) => match[1])
    .sort()
    .join();

let faults = 0;
for (const folder of folders) {
  let files;
  try {
    files = ["en", "de"].map((language) =>
      Object.fromEntries(flatten(JSON.parse(readFileSync(join(folder, `${language}.json`), "utf8")))),
    );
  } catch (error) {
    if (error.code === "ENOENT") continue;
    throw error;
  }
  const [en, de] = files;
  for (const key of new Set([...Object.keys(en), ...Object.keys(de)])) {
    let fault = null;
    if (!(key in en)) fault = "missing in en.json";
    else if (!(key in de)) fault = "missing in de.json";
    else if (!en[key].trim() || !de[key].trim()) fault = "empty";
    else if (placeholders(en[key]) !== placeholders(de[key])) fault = "different placeholders";
    if (!fault) continue;
    faults += 1;
    console.error(`${folder.slice(source.length + 1)}: ${key}: ${fault}`);
  }
}
if (faults > 0) process.exit(1);
