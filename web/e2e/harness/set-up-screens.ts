// The screens of the first day: set-up, sign-in, connecting a mailbox.
import { expect, type Page } from "@playwright/test";
import { expectAccessible } from "./accessibility.ts";
import { type MailServers, PASSWORD } from "./mail-servers.ts";
import { ADMINISTRATOR } from "./staff.ts";

/** Goes through the first visit to an empty desk, and ends in the inbox. */
export async function setUp(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await expect(page).toHaveURL(/\/set-up/);
  await expectAccessible(page, "set-up");
  await page.getByLabel("Company").fill("Castell & Sons");
  await page.getByLabel("Your name").fill(ADMINISTRATOR.name);
  await page.getByLabel("E-mail address").fill(ADMINISTRATOR.email);
  await page.getByLabel("Password", { exact: true }).fill(ADMINISTRATOR.password);
  await page.getByRole("radio", { name: /Start empty/ }).click();
  await page.getByRole("button", { name: "Begin" }).click();
  await expect(page.getByRole("navigation", { name: "Views" })).toBeVisible();
}

export async function signIn(page: Page, url: string, email: string, password: string): Promise<void> {
  await page.goto(url);
  await expect(page).toHaveURL(/\/sign-in/);
  await expectAccessible(page, "sign-in");
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByRole("navigation", { name: "Views" })).toBeVisible();
}

/** Connects support@company.test in Administration over TLS, with a failing test of the connection first. */
export async function connectMailbox(page: Page, mail: MailServers): Promise<void> {
  await page.getByRole("link", { name: "Administration" }).click();
  await page.getByRole("link", { name: "Mailboxes" }).first().click();
  await page.getByRole("main").getByRole("link", { name: "Connect a mailbox" }).first().click();
  await page.getByLabel("Name", { exact: true }).fill("Support");
  await page.getByLabel("Address", { exact: true }).fill("support@company.test");
  await page.getByLabel("Name customers see").fill("Castell Support");
  const incoming = page.getByRole("group", { name: "Incoming mail" });
  await incoming.getByLabel("Server", { exact: true }).fill(mail.imap.host);
  await incoming.getByLabel("Port", { exact: true }).fill(String(mail.imap.securePort));
  await incoming.getByLabel("Password", { exact: true }).fill("not the password");
  const outgoing = page.getByRole("group", { name: "Outgoing mail (SMTP)" });
  await outgoing.getByLabel("Server").fill(mail.smtp.host);
  await outgoing.getByLabel("Port").fill(String(mail.smtp.securePort));

  const report = page.getByRole("list", { name: "Result of the test" });
  await page.getByRole("button", { name: "Test connection" }).click();
  await expect(report).toContainText("Mend this, then test again.");
  await expect(
    report.getByRole("listitem").filter({ hasText: "Reach the server for incoming mail" }),
  ).toBeVisible();
  await expect(report.getByRole("listitem").filter({ hasText: "Sign in for incoming mail" })).toContainText(
    /password/i,
  );
  await expectAccessible(page, "mailbox that does not work");

  await incoming.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Test connection" }).click();
  await expect(report).toContainText("All of it works.");
  await page.getByRole("button", { name: "Connect", exact: true }).click();
  await expect(page.getByRole("row").filter({ hasText: "support@company.test" })).toContainText("Works");
  await expectAccessible(page, "mailboxes");
}
