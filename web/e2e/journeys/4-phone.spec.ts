// A phone 360 pixels wide: read, answer, go back; nothing is cut off.
import { devices } from "@playwright/test";
import { expectAccessible } from "../harness/accessibility.ts";
import { expect, test } from "../harness/fixtures.ts";
import { InboxScreen } from "../harness/inbox-screen.ts";

test.use({ viewport: { width: 360, height: 740 }, userAgent: devices["Pixel 5"].userAgent, hasTouch: true });

test("a mail is read and answered on a phone", async ({ desk, staff, page, correspondent }) => {
  const ada = correspondent("ada@customer.test", "Ada Lovelace");
  await ada.send({ to: "support@company.test", subject: "From the train", text: "Where is my order?" });
  await staff.lend(page.context());
  const inbox = new InboxScreen(page);
  await page.goto(`${desk.url}/inbox/all`);

  await test.step("the list fits the screen", async () => {
    await expect(inbox.row("From the train")).toBeVisible();
    await expectNothingCutOff();
    await expectAccessible(page, "list on a phone");
  });

  await test.step("a conversation opens over it and is answered", async () => {
    await inbox.row("From the train").getByRole("link").tap();
    await expect(inbox.messages.filter({ hasText: "Where is my order?" })).toBeVisible();
    await expectNothingCutOff();
    await page.getByRole("button", { name: "Reply to Ada Lovelace" }).tap();
    await inbox.editor.fill("It arrives tomorrow.");
    await expectNothingCutOff();
    await expectAccessible(page, "conversation on a phone");
    await page.getByRole("button", { name: "Send", exact: true }).tap();
    await expect(inbox.messages.filter({ hasText: "It arrives tomorrow." })).toBeVisible();
  });

  await ada.receives((mail) => mail.source.includes("It arrives tomorrow."));

  async function expectNothingCutOff(): Promise<void> {
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(360);
  }
});
