// Triage without a mouse: walk, tick, solve many at once, take it back, search, help.
import { expectAccessible } from "../harness/accessibility.ts";
import { expect, test } from "../harness/fixtures.ts";
import { InboxScreen } from "../harness/inbox-screen.ts";

const SUBJECTS = ["Broken handle", "Wrong colour", "Missing parcel", "Invoice again"];

test("a queue is worked with the keyboard alone", async ({ desk, staff, page, correspondent }) => {
  const ada = correspondent("ada@customer.test", "Ada Lovelace");
  for (const subject of SUBJECTS) {
    await ada.send({ to: "support@company.test", subject, text: `About: ${subject}` });
  }
  await staff.lend(page.context());
  const inbox = new InboxScreen(page);
  await inbox.visit(desk.url);
  await expect(inbox.rows).toHaveCount(SUBJECTS.length);

  await test.step("walk through the list", async () => {
    await page.keyboard.press("j");
    await expect(inbox.messages.first()).toBeVisible();
    const first = page.url();
    await page.keyboard.press("j");
    await expect(page).not.toHaveURL(first);
    await page.keyboard.press("k");
    await expect(page).toHaveURL(first);
  });

  await test.step("assign to oneself and set the priority", async () => {
    await inbox.choose("p", "urg");
    await expect(page.getByRole("button", { name: "Set the priority" })).toContainText("Urgent");
    await inbox.choose("a", "Marina");
    await expect(page.getByRole("button", { name: /^Assign/ })).toContainText("Marina Castell");
  });

  await test.step("tick three, solve them, take it back", async () => {
    await page.keyboard.press("x");
    for (let more = 0; more < 2; more++) {
      await page.keyboard.press("j");
      await page.keyboard.press("x");
    }
    await expect(page.getByRole("toolbar")).toContainText("3 ticked");
    await page.keyboard.press("e");
    await expect(inbox.rows).toHaveCount(SUBJECTS.length - 3);
    await page.getByRole("button", { name: "Undo" }).press("Enter");
    await expect(inbox.rows).toHaveCount(SUBJECTS.length);
  });

  await test.step("every key is listed, and everything can be found and done", async () => {
    await page.keyboard.press("?");
    await expect(page.getByRole("dialog")).toContainText("Next conversation");
    await expectAccessible(page, "list of keys");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Control+k");
    await expect(page.getByPlaceholder("What do you want to do?")).toBeFocused();
    await page.keyboard.type("customers");
    await expectAccessible(page, "palette");
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/\/customers/);
  });
});
