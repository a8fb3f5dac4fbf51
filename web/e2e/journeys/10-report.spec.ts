// A manager builds a report in plain words and schedules it; the pack for senior management is edited and frozen.
import type { Page } from "@playwright/test";
import { expectAccessible } from "../harness/accessibility.ts";
import { expect, test } from "../harness/fixtures.ts";

const NAME = "Week of the service desk";
const TOLD = "We hired a second person for the morning.";

interface Plan {
  id: string;
  next_at: string;
}

test("a report is built and scheduled, and the pack is edited and frozen", async ({ desk, staff, page }) => {
  await staff.lend(page.context());
  await test.step("a report is built in plain words", async () => {
    await page.goto(`${desk.url}/insight/reports`);
    await expect(page.getByText("No reports yet")).toBeVisible();
    await expectAccessible(page, "no reports");
    await page.getByRole("link", { name: "Build a report" }).click();
    await page.getByLabel("Name", { exact: true }).fill(NAME);
    await choose(page, "Of every", "Week");
    const trend = page.getByRole("group", { name: /^the trend of/ });
    await choose(page, "Point for every", "day");
    await page.getByRole("button", { name: "Add a part" }).click();
    await page.getByRole("menuitem", { name: "own words" }).click();
    await page.getByLabel("Heading", { exact: true }).fill("From the desk");
    await page.getByLabel("Text", { exact: true }).fill(TOLD);
    for (const _ of [1, 2]) {
      await page.getByRole("button", { name: /own words.*one place earlier/ }).click();
    }
    const parts = page.getByRole("group", { name: /^(own words|the figures|the trend)/ });
    await expect(parts.first()).toHaveAccessibleName("own words: From the desk");
    await page.getByLabel("Preview with the last whole stretch").click();
    await expect(page.getByText("Conversations begun").first()).toBeVisible();
    await expect(trend).toBeVisible();
    await expectAccessible(page, "report builder");
  });

  const plan = await test.step("and scheduled", async () => {
    await page.getByLabel("Make it by itself").click();
    await choose(page, "On", "Monday");
    await expect(page.getByText(/The next time on .* at 07:00 \(Europe\/Berlin\)/)).toBeVisible();
    await page.getByRole("combobox", { name: "Recipients" }).fill("ben@company.test");
    await page.keyboard.press("Enter");
    await page.getByLabel("Freeze and send it at once").click();
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await expect(page).toHaveURL(/report-plans\/rplan_/);
    await expectAccessible(page, "scheduled report");
    const plans = await staff.get<{ items: Plan[] }>("/insight/report-plans");
    return plans.items[0] as Plan;
  });

  await test.step("the executive pack is drafted, edited and frozen", async () => {
    await page.goto(`${desk.url}/insight/reports`);
    await page.getByRole("button", { name: "New report" }).first().click();
    await expectAccessible(page, "dialog of a new report");
    await page.getByRole("button", { name: "Make the draft" }).click();
    await expect(page).toHaveURL(/reports\/report_/);
    const summary = page.getByLabel("Words of Summary");
    await summary.fill("A quiet month before the desk opened.");
    await expect(page.getByRole("complementary", { name: "What the figures say now" }).first()).toBeVisible();
    await page.getByLabel("Actions in the report").click({ force: true });
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await expect(page.getByText("Report saved")).toBeVisible();
    await expectAccessible(page, "draft of the pack");
    await page.getByRole("button", { name: "Freeze" }).click();
    const asked = page.getByRole("dialog", { name: "Freeze this report?" });
    await expectAccessible(page, "before freezing");
    await asked.getByRole("button", { name: "Freeze" }).click();
    await expect(page.getByText("A quiet month before the desk opened.")).toBeVisible();
    await expect(page.getByRole("button", { name: "Save", exact: true })).toHaveCount(0);
  });

  await test.step("on a phone", async () => {
    await page.setViewportSize({ width: 360, height: 760 });
    await page.goto(`${desk.url}/insight/reports`);
    await expect(page.getByRole("table", { name: "Reports" })).toBeVisible();
    await expectNoSideways(page);
    await page.goto(`${desk.url}/insight/report-plans/${plan.id}`);
    await expect(page.getByText("What it tells")).toBeVisible();
    await expectNoSideways(page);
    await expectAccessible(page, "report builder on a phone");
  });
});

async function choose(page: Page, field: string, option: string): Promise<void> {
  await page.getByRole("combobox", { name: field, exact: true }).click();
  await page.getByRole("option", { name: option, exact: true }).click();
}

async function expectNoSideways(page: Page): Promise<void> {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(wide).toBeLessThanOrEqual(0);
}
