// The screens of the first day: set-up, sign-in, connecting a mailbox.
import { expect, type Page } from "@playwright/test";
import { expectAccessible } from "./accessibility.ts";
import type { MailServers } from "./mail-servers.ts";
import { ADMINISTRATOR, Staff } from "./staff.ts";

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
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("navigation", { name: "Views" })).toBeVisible();
}

/** Connects support@company.test. */
export async function connectMailbox(page: Page, mail: MailServers): Promise<void> {
  const { origin } = new URL(page.url());
  const staff = await Staff.signIn(origin, ADMINISTRATOR.email, ADMINISTRATOR.password);
  await staff.connectMailbox(mail);
}
