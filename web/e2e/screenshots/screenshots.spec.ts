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
    await page.keyboard.press("j");
    await expect(inbox.messages.first()).toBeVisible();
    await picture("inbox");

    await page.goto(`${desk.url}/search?q=${encodeURIComponent("brake status:solved")}`);
    await expect(page.getByText(/conversations?$/).first()).toBeVisible();
    await picture("search");

    await page.goto(`${desk.url}/customers`);
    await page.getByRole("main").getByRole("link").first().click();
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await picture("customer");
    await context.close();
  }
  await desk.stop();
  rmSync(folder, { recursive: true });
});
