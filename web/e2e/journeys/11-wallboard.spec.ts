// A wallboard by its link: a screen that nobody signs in at, through a power cut of the server, until the link is revoked.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { expectAccessible } from "../harness/accessibility.ts";
import { Desk, newKey } from "../harness/desk.ts";
import { expect, test } from "../harness/fixtures.ts";
import { freePorts } from "../harness/program.ts";
import { Staff } from "../harness/staff.ts";

const CUSTOMERS = ["Ada", "Grace", "Mary"];

/** Lets customers wait. */
async function write(staff: Staff): Promise<void> {
  for (const name of CUSTOMERS) {
    const from = { address: `${name.toLowerCase()}@customer.test`, name };
    await staff.send("POST", "/inbox/messages", { from, subject: "Where is it?", text: "I wait." });
  }
}

/** Makes a wallboard on the screen and returns its link, which is shown once. */
async function make(page: Page, url: string): Promise<string> {
  await page.goto(`${url}/insight/wallboards`);
  await expectAccessible(page, "wallboards, none yet");
  await page.getByRole("button", { name: "New wallboard" }).first().click();
  const dialog = page.getByRole("dialog", { name: "New wallboard" });
  await dialog.getByLabel("Name").fill("Second floor");
  await dialog.getByLabel("Waiting, at most").fill("2");
  await expectAccessible(page, "dialog of a wallboard");
  await dialog.getByRole("button", { name: "Save" }).click();
  const made = page.getByRole("dialog", { name: "The wallboard is made" });
  const link = await made.getByLabel("Link").inputValue();
  await made.getByRole("button", { name: "I have kept it" }).click();
  await expect(page.getByRole("table", { name: "Wallboards" })).toContainText("Second floor");
  await expectAccessible(page, "wallboards");
  return link;
}

test("a wallboard survives the server's power cut", async ({ page, browser }) => {
  const folder = mkdtempSync(join(tmpdir(), "quarterdeck-wall-"));
  const [port] = await freePorts(1);
  const options = { folder, port, key: newKey() };
  let desk = await Desk.start(options);
  const context = await browser.newContext({ viewport: { width: 1920, height: 1080 } });
  try {
    const staff = await Staff.setUp(desk.url);
    await write(staff);
    await staff.lend(page.context());
    const link = await test.step("a manager makes the link", () => make(page, desk.url));
    const wall = await context.newPage();
    const state = wall.getByRole("status");
    const figure = (name: string) => wall.locator("dl > div").filter({ hasText: name }).first();

    await test.step("a screen shows it without signing in", async () => {
      await wall.goto(link);
      await expect(wall.getByRole("heading", { name: "Second floor" })).toBeVisible();
      await expect(state).toHaveText("Live");
      await expect(figure("Customers waiting")).toContainText("3");
      await expect(figure("Customers waiting")).toContainText(/Missed.*at most 2/);
      await expect(wall.getByRole("main")).toContainText("Waiting longest:");
      await expect(wall.getByRole("main")).not.toContainText("Ada");
      expect(await context.cookies()).toEqual([]);
      await expectAccessible(wall, "a wallboard by its link");
      await wall.evaluate(() => {
        document.body.dataset.untouched = "yes";
      });
    });

    await test.step("the power fails, and it says so", async () => {
      await desk.kill();
      await expect(state).toContainText("Not renewed since");
      await expect(figure("Customers waiting")).toContainText("3");
      await expectAccessible(wall, "a wallboard without its server");
    });

    await test.step("the server is back, and so are the numbers", async () => {
      await desk.stop();
      desk = await Desk.start(options);
      await expect(state).toHaveText("Live", { timeout: 30_000 });
      await staff.send("POST", "/inbox/messages", {
        from: { address: "joan@customer.test", name: "Joan" },
        subject: "And mine?",
        text: "I wait too.",
      });
      await expect(figure("Customers waiting")).toContainText("4", { timeout: 30_000 });
      await expect(wall.locator("body")).toHaveAttribute("data-untouched", "yes");
    });

    await test.step("the link is revoked, and the screen goes dark", async () => {
      await page.goto(`${desk.url}/insight/wallboards`);
      await page.getByRole("button", { name: "Revoke the link of Second floor" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
      await expect(wall.getByRole("heading", { name: "This link shows nothing any more" })).toBeVisible();
      await expect(wall.getByRole("main")).not.toContainText("Customers waiting");
      await expectAccessible(wall, "a link that was revoked");
    });
  } finally {
    await context.close();
    await desk.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
