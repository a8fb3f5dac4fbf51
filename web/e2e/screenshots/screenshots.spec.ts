// The pictures of the README, light and dark, from the demo company.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, test } from "@playwright/test";
import { binary, Desk, newKey } from "../harness/desk.ts";
import { InboxScreen } from "../harness/inbox-screen.ts";
import { Staff } from "../harness/staff.ts";

const FOLDER = resolve(import.meta.dirname, "../../../docs/screenshots");

const ANSWER = "I have asked our workshop and will write to you today, as soon as I know more.";

/** The most talked about of those at the top of the list: which ones are there depends on the day. */
async function talkedAbout(staff: Staff): Promise<string> {
  const page = await staff.get<{ items: { id: string; message_count: number }[] }>(
    "/inbox/conversations?view=all&limit=10",
  );
  const [most] = page.items.sort((one, other) => other.message_count - one.message_count);
  return most?.id ?? "";
}

/** The board's report of the last whole month, as its first draft is written. */
async function report(staff: Staff): Promise<string> {
  const health = () => staff.get<{ behind: number | null; rollups_ready: boolean }>("/insight/health");
  await expect
    .poll(async () => ((await health()).behind === 0 ? (await health()).rollups_ready : false), {
      timeout: 300_000,
    })
    .toBe(true);
  const content = {
    name: "Customer service for the board",
    kind: "executive",
    cadence: "month",
    language: "en",
    clock: "calendar",
  };
  const plan = await staff.send<{ id: string }>("POST", "/insight/report-plans", content);
  const now = new Date();
  const day = (month: number, date: number) =>
    new Date(Date.UTC(now.getUTCFullYear(), month, date)).toISOString().slice(0, 10);
  const days = { first: day(now.getUTCMonth() - 1, 1), last: day(now.getUTCMonth(), 0) };
  return (await staff.send<{ id: string }>("POST", "/insight/reports", { plan: plan.id, ...days })).id;
}

test("pictures of the demo company", async ({ browser }) => {
  mkdirSync(FOLDER, { recursive: true });
  const folder = mkdtempSync(join(tmpdir(), "quarterdeck-pictures-"));
  const key = newKey();
  const environment = {
    ...process.env,
    QUARTERDECK_DATA_FOLDER: folder,
    QUARTERDECK_SECURITY_SECRET_KEY: key,
  };
  const told = execFileSync(binary(), ["demo"], { env: environment, encoding: "utf8" });
  const [, email = "", password = ""] = /sign in as (\S+) with the password (\S+)/.exec(told) ?? [];
  const desk = await Desk.start({ folder, key });
  const staff = await Staff.signIn(desk.url, email, password);

  const toldToTheBoard = await report(staff);

  for (const scheme of ["light", "dark"] as const) {
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      colorScheme: scheme,
      reducedMotion: "reduce",
    });
    await staff.lend(context);
    const page = await context.newPage();
    const inbox = new InboxScreen(page);
    const picture = async (name: string) => {
      await page.evaluate(() => document.fonts.ready);
      await page.screenshot({ path: join(FOLDER, `${name}-${scheme}.png`), animations: "disabled" });
    };

    await inbox.visit(desk.url);
    await page.goto(`${desk.url}/inbox/all/${await talkedAbout(staff)}`);
    await expect(inbox.messages.first()).toBeVisible();
    // In the dark the draft is still there.
    if (scheme === "light") {
      await inbox.write(ANSWER);
      await expect(page.getByText("Draft saved")).toBeVisible();
    } else {
      await page.keyboard.press("r");
    }
    await expect(inbox.editor).toHaveText(ANSWER);
    await picture("inbox");

    await page.goto(`${desk.url}/search?q=${encodeURIComponent("brake status:solved")}`);
    await expect(page.getByText(/conversations?$/).first()).toBeVisible();
    await picture("search");

    await page.goto(`${desk.url}/customers`);
    await page.getByRole("main").getByRole("table").getByRole("link").first().click();
    await page.waitForURL(/customers\/cont_/);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await page.waitForLoadState("networkidle");
    await picture("customer");

    await page.goto(`${desk.url}/insight/department`);
    await expect(page.getByRole("heading", { name: "Are customers waiting?" })).toBeVisible();
    await page.waitForLoadState("networkidle");
    await picture("department");

    await page.goto(`${desk.url}/insight/figures/csat?by=team`);
    await page.getByRole("button", { name: "Explain the change" }).click();
    await expect(page.getByRole("table", { name: "Why did it move?" })).toBeVisible();
    await page.getByRole("heading", { name: "Why did it move?" }).first().scrollIntoViewIfNeeded();
    await page.waitForLoadState("networkidle");
    await picture("why");

    await page.goto(`${desk.url}/insight/reports/${toldToTheBoard}`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await page.waitForLoadState("networkidle");
    await picture("report");
    await context.close();
  }
  await desk.stop();
  rmSync(folder, { recursive: true });
});
