// Two people at one conversation: nobody answers past something newer, and each sees the other.
import { expect, test } from "../harness/fixtures.ts";
import { InboxScreen } from "../harness/inbox-screen.ts";

test("an answer stops when a colleague was faster", async ({ desk, staff, browser, correspondent }) => {
  const ben = await staff.invite(correspondent("ben@company.test", "Ben Okafor"), "Ben Okafor");
  const grace = correspondent("grace@customer.test", "Grace Hopper");
  await grace.send({ to: "support@company.test", subject: "Two at once", text: "Who answers me?" });

  const [marinasContext, bensContext] = await Promise.all([browser.newContext(), browser.newContext()]);
  await staff.lend(marinasContext);
  await ben.lend(bensContext);
  const marina = new InboxScreen(await marinasContext.newPage());
  const colleague = new InboxScreen(await bensContext.newPage());
  for (const screen of [marina, colleague]) {
    await screen.visit(desk.url);
    await screen.read("Two at once");
  }

  await test.step("each sees the other", async () => {
    await expect(marina.page.getByText("Ben Okafor is looking at this too")).toBeVisible();
    await colleague.write("I am still wri");
    await expect(marina.page.getByText("Ben Okafor is writing")).toBeVisible();
  });

  await test.step("the faster answer stops the slower one", async () => {
    await marina.answer("Here is your answer.");
    await expect(colleague.page.getByRole("alert").filter({ hasText: "Marina Castell wrote" })).toBeVisible();
    await expect(colleague.page.getByRole("button", { name: "Send", exact: true })).toBeDisabled();
    await expect(colleague.editor).toContainText("I am still wri");
  });

  await test.step("after reading, the slower one may go on", async () => {
    await colleague.page.getByRole("button", { name: "Read it, go on" }).click();
    await colleague.page.getByRole("button", { name: "Send", exact: true }).click();
    await expect(colleague.messages.filter({ hasText: "I am still wri" })).toBeVisible();
  });

  await grace.receives((mail) => mail.source.includes("Here is your answer."));
  await Promise.all([marinasContext.close(), bensContext.close()]);
});
