// The first load: every script a browser fetches before the inbox is usable, gzipped, against the budget.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const BUDGET = 250_000;
const dist = new URL("../dist/", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL(".vite/manifest.json", dist), "utf8"));
const FIRST_PAGES = [
  "index.html",
  "src/app/Shell.tsx",
  "src/features/inbox/InboxPage.tsx",
  "src/app/i18n/en.json",
  "src/features/inbox/i18n/en.json",
];

const files = new Set();
function collect(key) {
  const entry = manifest[key];
  if (!entry) throw new Error(`${key} is not in the manifest; build first`);
  if (files.has(entry.file)) return;
  files.add(entry.file);
  for (const imported of entry.imports ?? []) collect(imported);
}
for (const page of FIRST_PAGES) collect(page);

let total = 0;
for (const file of [...files].filter((name) => name.endsWith(".js"))) {
  const size = gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length;
  total += size;
  console.log(`${(size / 1000).toFixed(1).padStart(8)} kB  ${file}`);
}
console.log(`${(total / 1000).toFixed(1).padStart(8)} kB  of ${BUDGET / 1000} kB (gzip, first load)`);
if (total > BUDGET) process.exit(1);
