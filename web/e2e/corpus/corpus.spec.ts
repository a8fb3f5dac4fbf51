// Every mail of a folder goes through `quarterdeck deliver`, one process each, as a mail server's pipe does it.
// Nothing may be lost: each is placed in a conversation, known already, or kept with a reason.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "@playwright/test";
import { binary, Desk, newKey } from "../harness/desk.ts";
import { Staff } from "../harness/staff.ts";

const DATA = process.env.QUARTERDECK_TEST_CORPUS ?? "";
const MAILBOX = "support@company.test";

interface Page<T> {
  items: T[];
  next_cursor: string | null;
}

test("nothing of the corpus is lost", async () => {
  const unpacked = mkdtempSync(join(tmpdir(), "quarterdeck-corpus-"));
  const folder = join(unpacked, "desk");
  const mails = collect(join(DATA, "mail"), join(unpacked, "mail"));
  const key = newKey();
  const environment = {
    ...process.env,
    QUARTERDECK_DATA_FOLDER: folder,
    QUARTERDECK_SECURITY_SECRET_KEY: key,
  };

  let desk = await Desk.start({ folder, key });
  const staff = await Staff.setUp(desk.url);
  await staff.send("POST", "/channels/mailboxes", {
    name: "Support",
    address: MAILBOX,
    from_name: "Support",
    take: "all",
  });
  await desk.stop();

  const refused: string[] = [];
  const started = Date.now();
  for (const mail of mails) {
    const command = ["deliver", "--mailbox", MAILBOX];
    const ended = spawnSync(binary(), command, {
      input: readFileSync(mail),
      env: environment,
      encoding: "utf8",
    });
    if (ended.status !== 0) {
      refused.push(`${mail}: ${ended.stderr}`);
    }
  }
  const seconds = (Date.now() - started) / 1000;

  desk = await Desk.start({ folder, key });
  const reader = await Staff.signIn(desk.url, "marina@company.test", "a-long-enough-passphrase");
  const counts = await settled(reader);
  const log = desk.log();
  await desk.stop();
  rmSync(unpacked, { recursive: true });

  const distinct = new Set(mails.map((mail) => identity(readFileSync(mail)))).size;
  const lines = [
    `${mails.length} mails in ${seconds.toFixed(0)} s (a process each)`,
    `${counts.messages} placed, in ${counts.conversations} conversations`,
    `${counts.unplaced} kept with a reason`,
    ...[...counts.reasons].map(([reason, count]) => `    ${count} × ${reason}`),
    `${mails.length - distinct} were copies of another one`,
    `${refused.length} refused`,
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
  expect(refused).toEqual([]);
  expect(log).not.toContain("panicked");
  expect(counts.messages + counts.unplaced).toBe(distinct);
});

/** Returns every file of the corpus, archives unpacked; files about the corpus itself are left out. */
function collect(source: string, unpacked: string): string[] {
  const found: string[] = [];
  for (const name of readdirSync(source).sort()) {
    const path = join(source, name);
    if (statSync(path).isDirectory()) {
      found.push(...collect(path, join(unpacked, name)));
    } else if (name.endsWith(".tar.gz")) {
      const folder = join(unpacked, name);
      execFileSync("mkdir", ["-p", folder]);
      execFileSync("tar", ["-xzf", path, "-C", folder]);
      found.push(...collect(folder, join(folder, "unpacked")));
    } else if (name !== "README.md") {
      found.push(path);
    }
  }
  return found;
}

/**
 * Returns what makes two files the same mail to a person: Message-ID, author and words; without a Message-ID the date,
 * subject and recipients too; line ends do not matter.
 */
function identity(mail: Buffer): string {
  const text = mail.toString("latin1").replaceAll("\r", "").trim();
  const end = text.indexOf("\n\n");
  const head = (end < 0 ? text : text.slice(0, end)).replace(/\n[ \t]+/g, " ");
  const field = (name: string) => new RegExp(`^${name}:(.*)$`, "im").exec(head)?.[1]?.trim() ?? "";
  const author = /<([^>]*)>/.exec(field("from"))?.[1] ?? field("from");
  const date = field("date") && [field("date"), field("subject"), field("to")];
  const name = field("message-id") || date;
  return name && end >= 0 ? JSON.stringify([name, author, text.slice(end).trim()]) : text;
}

interface Counts {
  conversations: number;
  messages: number;
  unplaced: number;
  reasons: Map<string, number>;
}

/** Waits until the numbers stand still, and returns them. */
async function settled(staff: Staff): Promise<Counts> {
  let before = "";
  for (;;) {
    const counts = await count(staff);
    const now = JSON.stringify([counts.messages, counts.unplaced]);
    if (now === before && counts.messages + counts.unplaced > 0) {
      return counts;
    }
    before = now;
    await pause(5_000);
  }
}

async function count(staff: Staff): Promise<Counts> {
  const conversations = await all<{ message_count: number }>(
    staff,
    "/inbox/conversations?view=all&limit=200",
  );
  const unplaced = await all<{ reason: string }>(staff, "/channels/unplaced?limit=200");
  const reasons = new Map<string, number>();
  for (const { reason } of unplaced) {
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
  const messages = conversations.reduce((sum, { message_count }) => sum + message_count, 0);
  return { conversations: conversations.length, messages, unplaced: unplaced.length, reasons };
}

async function all<T>(staff: Staff, path: string): Promise<T[]> {
  const found: T[] = [];
  let cursor: string | null = null;
  do {
    const more: string = cursor ? `&cursor=${encodeURIComponent(cursor)}` : "";
    const page: Page<T> = await staff.get<Page<T>>(`${path}${more}`);
    found.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor);
  return found;
}
