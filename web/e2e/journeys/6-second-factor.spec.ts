// Signing in safely: an authenticator app and a passkey, set up and used as a person does it.
import { createHmac } from "node:crypto";
import { expect, type Page, test } from "@playwright/test";
import { expectAccessible } from "../harness/accessibility.ts";
import { Desk } from "../harness/desk.ts";
import { ADMINISTRATOR, Staff } from "../harness/staff.ts";

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** The code that an app with this secret shows in a step of 30 seconds (RFC 6238). */
function codeOf(secret: string, step: number): string {
  const bits = [...secret.replaceAll(" ", "")]
    .map((c) => BASE32.indexOf(c).toString(2).padStart(5, "0"))
    .join("");
  const key = Buffer.from(bits.match(/.{8}/g)?.map((byte) => Number.parseInt(byte, 2)) ?? []);
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac("sha1", key).update(counter).digest();
  const offset = (mac.at(-1) ?? 0) & 15;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

const step = () => Math.floor(Date.now() / 30_000);

async function signOut(page: Page, url: string): Promise<void> {
  await page.context().clearCookies({ name: "qd_session" });
  await page.goto(`${url}/sign-in`);
}

async function givePassword(page: Page): Promise<void> {
  await page.getByLabel("E-mail address").fill(ADMINISTRATOR.email);
  await page.getByLabel("Password", { exact: true }).fill(ADMINISTRATOR.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

const inside = (page: Page) => expect(page.getByRole("navigation", { name: "Views" })).toBeVisible();

test("an authenticator app and a passkey are set up and sign in", async ({ page }) => {
  const desk = await Desk.start({ byName: true });
  try {
    await Staff.setUp(desk.url);
    await page.goto(`${desk.url}/sign-in`);
    await givePassword(page);
    await inside(page);
    let secret = "";
    let last = 0;

    await test.step("an app is set up", async () => {
      await page.goto(`${desk.url}/profile`);
      await page.getByRole("button", { name: "Set up an authenticator app" }).click();
      await page.getByRole("dialog").getByLabel("Password", { exact: true }).fill(ADMINISTRATOR.password);
      await page.getByRole("dialog").getByRole("button", { name: "Next" }).click();
      await expect(page.getByAltText("QR code for the authenticator app")).toBeVisible();
      await expectAccessible(page, "setting up an app");
      secret = await page.getByLabel("Secret", { exact: true }).inputValue();
      last = step();
      await page.getByLabel("The code the app shows now").fill(codeOf(secret, last));
      await page.getByRole("button", { name: "Switch on" }).click();
      await expect(page.getByRole("list", { name: "Recovery codes" }).getByRole("listitem")).toHaveCount(10);
      await expectAccessible(page, "recovery codes");
      await page.getByRole("button", { name: "I have kept them" }).click();
    });

    await test.step("the app signs in", async () => {
      await signOut(page, desk.url);
      await givePassword(page);
      await expect(page.getByLabel("Code", { exact: true })).toBeVisible();
      await expectAccessible(page, "second step");
      await page.getByLabel("Code", { exact: true }).fill(codeOf(secret, last));
      await page.getByRole("button", { name: "Sign in", exact: true }).click();
      await expect(page.getByText("was used already")).toBeVisible();
      // The code of the next step is taken too: clocks differ.
      await page.getByLabel("Code", { exact: true }).fill(codeOf(secret, last + 1));
      await page.getByRole("button", { name: "Sign in", exact: true }).click();
      await inside(page);
    });

    await test.step("a passkey is added, and signs in alone", async () => {
      const devtools = await page.context().newCDPSession(page);
      await devtools.send("WebAuthn.enable");
      await devtools.send("WebAuthn.addVirtualAuthenticator", {
        options: {
          protocol: "ctap2",
          transport: "internal",
          hasResidentKey: true,
          hasUserVerification: true,
          isUserVerified: true,
          automaticPresenceSimulation: true,
        },
      });
      await page.goto(`${desk.url}/profile`);
      await page.getByRole("button", { name: "Add a passkey" }).click();
      await page.getByLabel("What you call the device").fill("Laptop");
      await page.getByRole("dialog").getByLabel("Password", { exact: true }).fill(ADMINISTRATOR.password);
      await expectAccessible(page, "adding a passkey");
      await page.getByRole("dialog").getByRole("button", { name: "Next" }).click();
      await expect(page.getByRole("list", { name: "Passkeys" }).getByText("Laptop")).toBeVisible();
      await expectAccessible(page, "profile with a second factor");
      await signOut(page, desk.url);
      await page.getByRole("button", { name: "Sign in with a passkey" }).click();
      await inside(page);
    });

    await test.step("everybody is asked for a second factor", async () => {
      await page.goto(`${desk.url}/administration/security`);
      await page.getByRole("radio", { name: "Required of everybody" }).click();
      await page.getByRole("button", { name: "Save" }).click();
      await expect(page.getByText("Sign-in rules saved")).toBeVisible();
      await expectAccessible(page, "sign-in rules");
    });
  } finally {
    await desk.stop();
  }
});
