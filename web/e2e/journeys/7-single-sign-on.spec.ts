// Signing in by the company's account at a real OpenID Connect provider, from adding it to a house without passwords.
import { type Browser, expect, type Page, test } from "@playwright/test";
import { expectAccessible } from "../harness/accessibility.ts";
import { Desk } from "../harness/desk.ts";
import { IdentityProvider } from "../harness/identity-provider.ts";
import { ADMINISTRATOR, Staff } from "../harness/staff.ts";

const PROVIDER = "Castell account";

interface Person {
  id: string;
  name: string;
  email: string;
  role: { name: string };
}

const inside = (page: Page) => expect(page.getByRole("navigation", { name: "Views" })).toBeVisible();
const byProvider = (page: Page) => page.getByRole("button", { name: `Sign in with ${PROVIDER}` });
const refused = (page: Page) => page.getByRole("main").getByRole("alert");

/** A browser of one's own, with accounts and sessions of its own. */
async function newPage(browser: Browser): Promise<Page> {
  return (await browser.newContext()).newPage();
}

/** Goes by the provider as `login`, who is not signed in there yet. */
async function signOn(page: Page, url: string, login: string): Promise<void> {
  await page.goto(`${url}/sign-in`);
  await byProvider(page).click();
  await page.getByLabel("Account").fill(login);
  await page.getByRole("button", { name: "Continue" }).click();
}

async function givePassword(page: Page, email: string): Promise<void> {
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(ADMINISTRATOR.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

async function people(staff: Staff, email: string): Promise<Person[]> {
  const { items } = await staff.get<{ items: Person[] }>("/access/people?limit=200");
  return items.filter((person) => person.email === email);
}

/** Adds the provider as an administrator does it, with a wrong address first. */
async function addProvider(page: Page, desk: Desk, idp: IdentityProvider): Promise<void> {
  await page.goto(`${desk.url}/administration/security`);
  await expect(page.getByText("No identity provider yet")).toBeVisible();
  await expect(page.getByRole("radio", { name: "Administrators only" })).toBeDisabled();
  await expectAccessible(page, "sign-in rules without a provider");
  await page.getByRole("button", { name: "Add a provider" }).click();

  const dialog = page.getByRole("dialog");
  const save = dialog.getByRole("button", { name: "Save" });
  await expect(dialog.getByLabel("Redirect address to register at the provider")).toHaveValue(
    `${desk.url}/sign-on`,
  );
  await save.click();
  await expect(dialog.getByText("Some fields are not right yet")).toBeVisible();
  await dialog.getByLabel("Name", { exact: true }).fill(PROVIDER);
  await dialog.getByLabel("Issuer").fill(`${idp.issuer}/nowhere`);
  await dialog.getByLabel("Client id").fill(idp.clientId);
  await dialog.getByLabel("Client secret").fill(idp.clientSecret);
  await dialog.getByLabel("Scopes").fill("profile email groups");
  await dialog.getByLabel("Mail domains").fill("company.test");
  await dialog.getByLabel("Mail domains").press("Enter");
  await dialog.getByRole("switch", { name: "Make people who are not here yet" }).click();
  await dialog.getByLabel("Claim with the groups").fill("groups");
  await dialog.getByRole("button", { name: "Add a rule" }).click();
  await dialog.getByLabel("Value of rule 1").fill("leads");
  await dialog.getByRole("combobox", { name: "Role of rule 1" }).click();
  await page.getByRole("option", { name: "Team lead" }).click();
  await expectAccessible(page, "dialog of a provider");
  await save.click();

  // What was made is tested at once.
  const outcome = page.getByRole("dialog", { name: `Test ${PROVIDER}` });
  await expect(outcome.getByText("This does not work yet")).toBeVisible();
  await expectAccessible(page, "test that fails");
  await outcome.getByRole("button", { name: "Done" }).click();

  await page.getByRole("button", { name: `Edit ${PROVIDER}` }).click();
  await dialog.getByLabel("Issuer").fill(idp.issuer);
  await expect(dialog.getByText("the secret has to be entered again")).toBeVisible();
  await save.click();
  await expect(dialog.getByText("Enter the secret again")).toBeVisible();
  await dialog.getByLabel("Client secret").fill(idp.clientSecret);
  await save.click();
  await expect(dialog).toBeHidden();
  await page.getByRole("button", { name: `Test ${PROVIDER}` }).click();
  await expect(outcome.getByText("The provider answers as it should")).toBeVisible();
  await expect(outcome.getByText(`${idp.issuer}/token`)).toBeVisible();
  await expectAccessible(page, "test that succeeds");
  await outcome.getByRole("button", { name: "Done" }).click();
  await expectAccessible(page, "sign-in rules with a provider");
}

test("people sign in by their company's account", async ({ browser, page }) => {
  const desk = await Desk.start({ innerHosts: "127.0.0.1" });
  const idp = await IdentityProvider.start(`${desk.url}/sign-on`);
  try {
    const administrator = await Staff.setUp(desk.url);
    await administrator.lend(page.context());
    const nora = await newPage(browser);
    let spent = "";

    await test.step("the administrator adds the provider and tests it", () => addProvider(page, desk, idp));

    await test.step("somebody new is made just in time, with the role of the rule", async () => {
      idp.add({ login: "nora", name: "Nora Lind", email: "nora@company.test", groups: ["staff", "leads"] });
      await nora.goto(`${desk.url}/profile`);
      await expect(byProvider(nora)).toBeVisible();
      await expectAccessible(nora, "sign-in with a provider and passwords");
      nora.on("request", (request) => {
        if (request.url().startsWith(`${desk.url}/sign-on?`)) {
          spent = request.url();
        }
      });
      await byProvider(nora).click();
      await nora.getByLabel("Account").fill("nora");
      await nora.getByRole("button", { name: "Continue" }).click();
      // On to where she wanted to go.
      await expect(nora).toHaveURL(`${desk.url}/profile`);
      await expect(nora.getByText("nora@company.test · Team lead")).toBeVisible();
      await nora.getByRole("link", { name: "Inbox", exact: true }).click();
      await inside(nora);
      const [made] = await people(administrator, "nora@company.test");
      expect(made).toMatchObject({ name: "Nora Lind", role: { name: "Lead" } });
    });

    await test.step("signing out and in again finds the same person", async () => {
      const [before] = await people(administrator, "nora@company.test");
      await nora.getByRole("button", { name: "Nora Lind: profile and settings" }).click();
      await nora.getByRole("menuitem", { name: "Sign out" }).click();
      await expect(nora).toHaveURL(/\/sign-in/);
      // The provider knows her still and asks nothing.
      await byProvider(nora).click();
      await inside(nora);
      expect(await people(administrator, "nora@company.test")).toEqual([before]);
    });

    await test.step("what was brought once is worth nothing a second time", async () => {
      expect(spent).toContain("code=");
      const thief = await newPage(browser);
      for (const where of [thief, nora]) {
        await where.goto(spent);
        await expect(refused(where)).toContainText("Please sign in again.");
      }
      await expectAccessible(nora, "coming back twice");
      await thief.goto(`${desk.url}/sign-on`);
      await expect(thief.getByText("Nothing came with you this time.")).toBeVisible();
      await expectAccessible(thief, "sign-on with nothing");
      await thief.getByRole("link", { name: "Back to signing in" }).click();
      await expect(byProvider(thief)).toBeVisible();
      await thief.context().close();
    });

    const olga =
      await test.step("somebody of the house with the same verified address is connected", async () => {
        await administrator.join("olga@company.test", "Olga Brandt");
        const [before] = await people(administrator, "olga@company.test");
        idp.add({ login: "olga", name: "Another Name", email: "Olga@company.test" });
        const own = await newPage(browser);
        await signOn(own, desk.url, "olga");
        await inside(own);
        expect(await people(administrator, "olga@company.test")).toEqual([before]);
        await own.context().close();
        return before;
      });

    await test.step("a colleague's connected account is shown and can be disconnected", async () => {
      await page.goto(`${desk.url}/administration/people`);
      await page.getByRole("button", { name: `Edit ${olga?.name}` }).click();
      const accounts = page.getByRole("list", { name: "Connected accounts" });
      await expect(accounts).toContainText(PROVIDER);
      await expectAccessible(page, "person with a connected account");
      await accounts.getByRole("button", { name: `Disconnect from ${PROVIDER}` }).click();
      const question = page.getByRole("dialog", { name: `Disconnect from ${PROVIDER}` });
      await expectAccessible(page, "disconnecting an account");
      await question.getByRole("button", { name: "Disconnect", exact: true }).click();
      await expect(accounts).toBeHidden();
    });

    await test.step("nobody else gets in, and each is told why", async () => {
      const address = ADMINISTRATOR.email;
      idp.add({ login: "eve", name: "Eve", email: "eve@elsewhere.test", groups: ["leads"] });
      idp.add({ login: "liar", name: "Liar", email: address, verified: false, groups: ["leads"] });
      idp.add({ login: "paul", name: "Paul", email: "paul@company.test", groups: ["staff"] });
      for (const [login, sentence] of [
        ["eve", "Accounts with a mail address of this domain may not sign in here."],
        ["liar", "The provider does not say that your mail address is verified."],
        ["paul", "Your account has no role here."],
      ] as const) {
        const own = await newPage(browser);
        await signOn(own, desk.url, login);
        await expect(refused(own)).toContainText(sentence);
        await expectAccessible(own, `refused: ${login}`);
        await own.goto(`${desk.url}/inbox/mine`);
        await expect(own).toHaveURL(/\/sign-in/);
        await own.context().close();
      }
      expect(await people(administrator, "paul@company.test")).toEqual([]);

      const own = await newPage(browser);
      await own.goto(`${desk.url}/sign-in`);
      await byProvider(own).click();
      await own.getByRole("button", { name: "Cancel" }).click();
      await expect(refused(own)).toContainText("The provider did not sign you in.");
      await own.context().close();
    });

    await test.step("passwords become a matter of administrators", async () => {
      await page.goto(`${desk.url}/administration/security`);
      await page.getByRole("radio", { name: "Administrators only" }).click();
      await page.getByRole("button", { name: "Save" }).click();
      await expect(page.getByText("Sign-in rules saved")).toBeVisible();
      await page.getByRole("button", { name: `Remove ${PROVIDER}` }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
      await expect(page.getByRole("dialog").getByRole("alert")).toContainText("need an enabled provider");
      await expectAccessible(page, "a provider that is needed");

      const agent = await newPage(browser);
      await agent.goto(`${desk.url}/sign-in`);
      await expect(byProvider(agent)).toBeVisible();
      await expect(agent.getByLabel("E-mail address")).toBeHidden();
      await expectAccessible(agent, "sign-in with the password folded away");
      await agent.getByRole("button", { name: "Sign in with a password" }).click();
      await expectAccessible(agent, "sign-in with the password unfolded");
      await givePassword(agent, "olga@company.test");
      await expect(refused(agent)).toContainText("passwords are for administrators only");
      await givePassword(agent, ADMINISTRATOR.email);
      await inside(agent);
      await agent.context().close();

      const own = await newPage(browser);
      await signOn(own, desk.url, "olga");
      await inside(own);
      await own.context().close();
    });

    await test.step("the audit trail tells it", async () => {
      await page.goto(`${desk.url}/administration/audit`);
      const trail = page.getByRole("table", { name: "Audit trail" });
      for (const entry of [
        "Identity provider created",
        "Identity provider changed",
        "Account at a provider connected",
        "Account at a provider disconnected",
      ]) {
        await expect(trail.getByText(entry).first()).toBeVisible();
      }
      await expectAccessible(page, "audit trail");
    });
  } finally {
    await idp.stop();
    await desk.stop();
  }
});
