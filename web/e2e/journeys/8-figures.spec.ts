// A manager reads the department's figures, goes down to the conversations behind one, and acts on what is there.
import { expectAccessible } from "../harness/accessibility.ts";
import { expect, test } from "../harness/fixtures.ts";
import { today } from "../harness/staff.ts";

const SUBJECTS = ["Broken handle", "Wrong colour", "Missing parcel"];

interface Row {
  id: string;
  version: number;
}

test("a manager goes from a figure to its conversations", async ({ desk, staff, page, correspondent }) => {
  const ada = correspondent("ada@customer.test", "Ada Lovelace");
  for (const subject of SUBJECTS) {
    await ada.send({ to: "support@company.test", subject, text: `About: ${subject}` });
  }
  const rows = async () => (await staff.get<{ items: Row[] }>("/inbox/conversations?view=all")).items;
  await expect.poll(async () => (await rows()).length).toBe(SUBJECTS.length);
  const created = async () => {
    const days = `from=${today()}&to=${today()}`;
    const answer = await staff.get<{ lines: { figures: { count: number }[] }[] }>(
      `/insight/figures?metric=created&${days}`,
    );
    return answer.lines[0]?.figures[0]?.count;
  };
  await expect.poll(created).toBe(SUBJECTS.length);
  await staff.lend(page.context());
  const bar = page.getByRole("group", { name: "What the figures cover" });
  const card = (name: string) => page.getByRole("article").filter({ hasText: name });

  await test.step("the department, by what one asks of it", async () => {
    await page.goto(`${desk.url}/insight`);
    await expect(page.getByRole("heading", { name: "Are customers waiting?" })).toBeVisible();
    await expect(card("Conversations begun").getByRole("link")).toHaveText(String(SUBJECTS.length));
    await expectAccessible(page, "department");
  });

  await test.step("a name opens its definition", async () => {
    await card("First response time").getByRole("button").click();
    await expect(page.getByRole("dialog")).toContainText("First public reply of a person");
    await expectAccessible(page, "definition");
    await page.keyboard.press("Escape");
  });

  await test.step("the filter bar stands in the address", async () => {
    await bar.getByRole("combobox", { name: "Period" }).click();
    await page.getByRole("option", { name: "Yesterday" }).click();
    await expect(page).toHaveURL(/period=yesterday/);
    await expect(card("Conversations begun").getByRole("link")).toHaveText("0");
    await page.reload();
    await expect(bar.getByRole("combobox", { name: "Period" })).toHaveValue("Yesterday");
    await bar.getByRole("combobox", { name: "Period" }).click();
    await page.getByRole("option", { name: "This week" }).click();
  });

  await test.step("a value opens what is behind it", async () => {
    await card("Conversations begun").getByRole("link").click();
    await expect(page.getByRole("heading", { name: "Conversations begun", level: 1 })).toBeVisible();
    const behind = page.getByRole("table", { name: "The conversations behind it" });
    await expect(behind.getByRole("link")).toHaveCount(SUBJECTS.length);
    await page
      .getByRole("button", { name: /Show as a table/ })
      .first()
      .click();
    await expect(page.getByRole("table", { name: "Conversations begun over time" })).toBeVisible();
    await expectAccessible(page, "a figure");
  });

  await test.step("an action is taken from it", async () => {
    const figure = page.url();
    await page.getByRole("button", { name: "Create an action" }).click();
    const dialog = page.getByRole("dialog", { name: "New action" });
    await dialog.getByLabel("What is done").fill("Say in the shop where parcels are");
    await dialog.getByLabel("A day").fill("1");
    await expectAccessible(page, "dialog of an action");
    await dialog.getByRole("button", { name: "Create", exact: true }).click();
    await expect(page.getByRole("heading", { name: "Too early to say" })).toBeVisible();
    await expectAccessible(page, "an action");
    await page.getByRole("link", { name: "Actions", exact: true }).click();
    await expect(page.getByRole("table", { name: "Actions" })).toContainText("Say in the shop");
    await page.goto(figure);
  });

  await test.step("and its conversations are opened", async () => {
    const behind = page.getByRole("table", { name: "The conversations behind it" });
    await behind.getByRole("link").first().click();
    await expect(page).toHaveURL(/\/inbox\/all\/conv_/);
  });
});
