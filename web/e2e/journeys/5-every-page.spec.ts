// Every page of the house once, in both colour schemes: it opens, shows no failure, and axe has nothing against it.
import { expectAccessible } from "../harness/accessibility.ts";
import { expect, test } from "../harness/fixtures.ts";

const ADMINISTRATION = [
  "mailboxes",
  "unplaced",
  "outgoing",
  "people",
  "teams",
  "roles",
  "tokens",
  "topics",
  "tags",
  "attributes",
  "company",
  "security",
  "audit",
  "health",
];

const FIGURES = [
  "department",
  "teams",
  "agents",
  "channels",
  "topics",
  "satisfaction",
  "live",
  "backlog",
  "figures/first_response_time",
  "figures/reopen_rate",
  "dictionary",
  "data-health",
  "looks",
  "wallboards",
  "bottlenecks",
  "training-gaps",
  "actions",
  "goals",
  "alerts",
  "reports",
  "report-plans/new",
];

test("every page opens and can be used by everybody", async ({ desk, staff, page, correspondent }) => {
  const ada = correspondent("ada@customer.test", "Ada Lovelace");
  await ada.send({ to: "support@company.test", subject: "A mail to look at", text: "Hello." });
  const contact = await expect
    .poll(async () => {
      const found = await staff.get<{ items: { id: string }[] }>("/customers/contacts?q=ada");
      return found.items[0]?.id;
    })
    .toBeTruthy()
    .then(() => staff.get<{ items: { id: string }[] }>("/customers/contacts?q=ada"));

  await test.step("before signing in", async () => {
    const tokens = ["/reset-password?token=none", "/invitation?token=none"];
    for (const path of ["/sign-in", "/sign-on", "/forgotten", ...tokens]) {
      await visit(path);
    }
  });

  await staff.lend(page.context());
  await test.step("signed in", async () => {
    const pages = ["/inbox/mine", "/inbox/solved", "/search?q=mail", "/customers", "/profile", "/nowhere"];
    for (const path of [...pages, `/customers/${contact.items[0]?.id}`]) {
      await visit(path);
    }
  });

  await test.step("administration", async () => {
    await visit("/administration");
    for (const name of ADMINISTRATION) {
      await visit(`/administration/${name}`);
    }
  });

  await test.step("figures", async () => {
    for (const name of FIGURES) {
      await visit(`/insight/${name}`);
    }
    await visit("/wallboard");
  });

  async function visit(path: string): Promise<void> {
    await page.goto(`${desk.url}${path}`);
    await expect(page.getByRole("main")).toBeVisible();
    await page.waitForLoadState("networkidle");
    await expect.soft(page.getByText("This page stopped working"), path).toHaveCount(0);
    const lost = path === "/nowhere" ? 1 : 0;
    await expect.soft(page.getByText("There is nothing at this address"), path).toHaveCount(lost);
    await expectAccessible(page, path);
  }
});
