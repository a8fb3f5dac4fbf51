// A manager builds a report in plain words and schedules it; when its hour comes the PDF lies in a real mailbox, and its pages
// look right. The pack for senior management is edited, frozen and sent.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { expectAccessible } from "../harness/accessibility.ts";
import { enclosed, type Received } from "../harness/correspondent.ts";
import { Desk, newKey } from "../harness/desk.ts";
import { expect, test } from "../harness/fixtures.ts";
import { pagesOf, wordsOf } from "../harness/pages.ts";
import { dayOf, Staff, today } from "../harness/staff.ts";

const SUBJECTS = ["Broken handle", "Wrong colour", "Missing parcel"];
const NAME = "Week of the service desk";
const TOLD = "We hired a second person for the morning.";

interface Plan {
  id: string;
  next_at: string;
}

test("a report is built, comes by itself, and the pack is edited, frozen and sent", async ({
  mail,
  page,
  correspondent,
}, info) => {
  await mail.empty();
  const folder = mkdtempSync(join(tmpdir(), "quarterdeck-desk-"));
  const house = { authority: mail.authority, folder, key: newKey() };
  let desk = await Desk.start(house);
  const staff = await Staff.setUp(desk.url);
  await staff.connectMailbox(mail);
  const board = correspondent("ben@company.test", "Ben");

  await test.step("three customers write", async () => {
    const ada = correspondent("ada@customer.test", "Ada Lovelace");
    for (const subject of SUBJECTS) {
      await ada.send({ to: "support@company.test", subject, text: `About: ${subject}` });
    }
    await expect
      .poll(async () => {
        const path = `/insight/figures?metric=created&from=${today()}&to=${today()}`;
        const answer = await staff.get<{ lines: { figures: { count: number }[] }[] }>(path);
        return answer.lines[0]?.figures[0]?.count;
      })
      .toBe(SUBJECTS.length);
  });

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

  await test.step("the hour comes while the house is down for a moment", async () => {
    await desk.stop();
    const ahead = (Date.parse(plan.next_at) - Date.now()) / 1000 + 30;
    desk = await Desk.start({ ...house, ahead });
  });

  await test.step("the PDF lies in a mailbox, and its pages look right", async () => {
    const letter = await board.receives((received) => received.subject.includes(NAME), 120);
    const pdf = pdfOf(letter);
    const pages = pagesOf(pdf, info.outputPath(), "scheduled");
    expect(pages.length).toBeGreaterThanOrEqual(2);
    for (const { picture, ink } of pages) {
      expect(ink, picture).toBeGreaterThan(0.0001);
      expect(ink, picture).toBeLessThan(0.8);
    }
    const words = wordsOf(pdf);
    expect(words).toContain(NAME);
    expect(words).toContain(TOLD);
    // Early on a Monday the next report is about the week that has just ended, in which nobody wrote.
    if (dayOf(new Date(plan.next_at)) === today()) return;
    expect(words).toMatch(/Conversations begun\s+3\b|Conversations begun[\s\S]{0,200}\b3\b/);
  });

  await staff.lend(page.context(), desk.url);
  await test.step("it is a record now", async () => {
    await page.goto(`${desk.url}/insight/reports`);
    const row = page.getByRole("table", { name: "Reports" }).getByRole("row").filter({ hasText: NAME });
    await expect(row).toContainText("Record");
    await expectAccessible(page, "reports");
    await row.getByRole("link").click();
    await expect(page.getByText(TOLD)).toBeVisible();
    await expect(page.getByRole("table", { name: "Sent to" })).toContainText("ben@company.test");
    await expectAccessible(page, "a record");
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

  await test.step("and sent, as pages and as a workbook", async () => {
    await page.getByRole("button", { name: "Send", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Send" });
    await dialog.getByRole("combobox", { name: "Recipients" }).fill("sales@company.test");
    await page.keyboard.press("Enter");
    await dialog.getByRole("combobox", { name: "Attached as" }).click({ force: true });
    await page.getByRole("option", { name: "Excel (XLSX)" }).click();
    await page.keyboard.press("Escape");
    await expectAccessible(page, "dialog of sending");
    await dialog.getByRole("button", { name: "Send now" }).click();
    const sales = correspondent("sales@company.test", "Sales");
    const letter = await sales.receives((received) => received.subject.includes("Executive pack"), 120);
    const files = enclosed(letter).map((file) => file.name);
    expect(files.some((name) => name.endsWith(".xlsx"))).toBe(true);
    const pdf = pdfOf(letter);
    pagesOf(pdf, info.outputPath(), "pack");
    expect(wordsOf(pdf)).toContain("A quiet month before the desk opened.");
    await expect(page.getByRole("table", { name: "Sent to" })).toContainText("Sent");
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
  await desk.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function choose(page: Page, field: string, option: string): Promise<void> {
  await page.getByRole("combobox", { name: field, exact: true }).click();
  await page.getByRole("option", { name: option, exact: true }).click();
}

async function expectNoSideways(page: Page): Promise<void> {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(wide).toBeLessThanOrEqual(0);
}

function pdfOf(letter: Received): Buffer {
  const file = enclosed(letter).find((each) => each.name.endsWith(".pdf"));
  expect(file, "a PDF is attached").toBeDefined();
  const content = file?.content ?? Buffer.alloc(0);
  expect(content.subarray(0, 5).toString("latin1")).toBe("%PDF-");
  return content;
}
