// What a journey begins with: mail servers for all of them, and a desk of its own with a mailbox connected.
import { test as base } from "@playwright/test";
import { Correspondent } from "./correspondent.ts";
import { Desk } from "./desk.ts";
import { type Address, MailServers } from "./mail-servers.ts";
import { Staff } from "./staff.ts";

interface Shared {
  mail: MailServers;
}

interface Own {
  /** A desk on SQLite, set up, with support@company.test connected. */
  desk: Desk;
  /** Its administrator. */
  staff: Staff;
  /** Returns somebody with a mail program. */
  correspondent: (address: Address, name: string) => Correspondent;
}

export const test = base.extend<Own, Shared>({
  mail: [
    async ({}, use) => {
      const servers = await MailServers.start();
      await use(servers);
      await servers.stop();
    },
    { scope: "worker" },
  ],
  desk: async ({ mail }, use, info) => {
    await mail.empty();
    const desk = await Desk.start({ authority: mail.authority });
    await use(desk);
    if (info.status !== info.expectedStatus) {
      await info.attach("desk.log", { body: desk.log(), contentType: "text/plain" });
    }
    await desk.stop();
  },
  staff: async ({ desk, mail }, use) => {
    const staff = await Staff.setUp(desk.url);
    await staff.connectMailbox(mail);
    await use(staff);
  },
  correspondent: async ({ mail }, use) => {
    await use((address, name) => new Correspondent(mail, address, name));
  },
});

export { expect } from "@playwright/test";
