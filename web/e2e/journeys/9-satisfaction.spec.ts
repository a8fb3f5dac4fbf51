// A manager reads why satisfaction fell, opens the conversations behind it, takes an action, and sees whether it worked. The
// history is a year of the demo company that ended on a given day, so that it is the same whenever this runs. Its customers
// answered through the same commands as the page of a survey does: in the weeks of a bad update the app's customers were unhappy,
// and were content again when the team had its answers ready.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { expectAccessible } from "../harness/accessibility.ts";
import { binary, Desk, newKey } from "../harness/desk.ts";
import { Staff } from "../harness/staff.ts";

const DAY = 86_400_000;
const TEAM = "App & Account";

const END = "2025-11-15";
const before = (days: number) => new Date(Date.parse(END) - days * DAY).toISOString().slice(0, 10);
// The update was bad from day 287 to day 313 of the year that ends now; answers come a little later.
const BAD = { from: before(77), to: before(52) };
const GOOD = { from: before(49), to: before(1) };

interface Health {
  behind: number | null;
  rollups_ready: boolean;
}

let folder: string;
let desk: Desk;
let staff: Staff;

test.beforeAll(async () => {
  test.setTimeout(600_000);
  folder = mkdtempSync(join(tmpdir(), "quarterdeck-satisfaction-"));
  const key = newKey();
  const environment = {
    ...process.env,
    QUARTERDECK_DATA_FOLDER: folder,
    QUARTERDECK_SECURITY_SECRET_KEY: key,
  };
  const command = ["demo", "--conversations", "5000", "--until", END];
  const told = execFileSync(binary(), command, { env: environment, encoding: "utf8", stdio: "pipe" });
  const [, email = "", password = ""] = /sign in as (\S+) with the password (\S+)/.exec(told) ?? [];
  desk = await Desk.start({ folder, key });
  staff = await Staff.signIn(desk.url, email, password);
  const health = () => staff.get<Health>("/insight/health");
  await expect
    .poll(async () => ((await health()).behind === 0 ? (await health()).rollups_ready : false), {
      timeout: 300_000,
    })
    .toBe(true);
});

test.afterAll(async () => {
  await desk?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test("a manager finds out why satisfaction fell, acts, and sees that it worked", async ({ page }) => {
  await staff.lend(page.context());
  const card = (name: string) => page.getByRole("article").filter({ hasText: name });
  const behind = page.getByRole("table", { name: "The conversations behind it" });

  await test.step("satisfaction fell in these weeks, and more than chance moves it", async () => {
    await page.goto(`${desk.url}/insight/satisfaction?from=${BAD.from}&to=${BAD.to}`);
    await expect(page.getByRole("heading", { name: "Are customers satisfied?" })).toBeVisible();
    await expect(card("CSAT").getByText("worse")).toBeVisible();
    await expectAccessible(page, "satisfaction");
  });

  await test.step("because of one team's customers", async () => {
    await page.getByRole("button", { name: "Explain the change" }).click();
    const why = page.getByRole("table", { name: "Why did it move?" });
    await expect(why).toBeVisible();
    await expect(page.getByText("More than chance")).toBeVisible();
    const by = page.getByRole("combobox", { name: "Divided by", exact: true }).first();
    await by.click();
    await page.getByRole("option", { name: "Team", exact: true }).click();
    await expect(why.getByRole("row").nth(1)).toContainText(TEAM);
    await expectAccessible(page, "why satisfaction fell");
  });

  await test.step("and what they say is on the same page", async () => {
    await expect(page.getByRole("heading", { name: "In their own words" })).toBeVisible();
    await expect(page.getByRole("table", { name: "Comments" }).getByRole("link").first()).toBeVisible();
    await page.getByRole("table", { name: "Why did it move?" }).getByRole("link", { name: TEAM }).click();
    await expect(page.getByRole("heading", { name: "CSAT", level: 1 })).toBeVisible();
    await expect(page).toHaveURL(/team=/);
  });

  const figure = page.url();

  await test.step("the conversations behind the low scores are opened", async () => {
    await page.getByText("The others", { exact: true }).click();
    const scores = behind.getByRole("row").nth(1);
    await expect(scores).toContainText("Does not");
    await behind.getByRole("link").first().click();
    await expect(page).toHaveURL(/\/inbox\/all\/conv_/);
    await expect(page.getByRole("heading", { name: "What they thought" })).toBeVisible();
    await page.goto(figure);
  });

  await test.step("an action is taken for what the team did afterwards", async () => {
    await page.getByRole("button", { name: "Create an action" }).click();
    const dialog = page.getByRole("dialog", { name: "New action" });
    await dialog.getByLabel("What is done").fill("Known answers for the firmware update");
    await dialog.getByLabel("Percentage points").fill("10");
    await dialog.getByLabel("In force from").fill(GOOD.from);
    await dialog.getByLabel("Checked after").fill(GOOD.to);
    await expectAccessible(page, "an action for satisfaction");
    await dialog.getByRole("button", { name: "Create", exact: true }).click();
  });

  await test.step("whose effect is seen: those days have passed", async () => {
    await expect(page.getByRole("heading", { name: "It worked" })).toBeVisible();
    await expect(page.getByText("further than chance moves it")).toBeVisible();
    await expectAccessible(page, "an action that worked");
    await page.getByRole("link", { name: "Actions", exact: true }).click();
    await expect(page.getByRole("table", { name: "Actions" })).toContainText("Known answers");
  });
});
