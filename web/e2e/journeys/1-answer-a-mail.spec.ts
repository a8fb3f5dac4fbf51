// The whole way: an empty machine, a mailbox connected in the browser, a real mail answered, the answer threaded at
// the customer's. Once on SQLite, once on PostgreSQL with two nodes, where the agent is not where the mail comes in.
import type { Browser, Page } from "@playwright/test";
import { expectAccessible } from "../harness/accessibility.ts";
import { Database } from "../harness/database.ts";
import { Desk, newKey } from "../harness/desk.ts";
import { expect, test } from "../harness/fixtures.ts";
import { InboxScreen } from "../harness/inbox-screen.ts";
import type { MailServers } from "../harness/mail-servers.ts";
import { connectMailbox, setUp, signIn } from "../harness/set-up-screens.ts";
import { ADMINISTRATOR } from "../harness/staff.ts";

interface House {
  /** Where the administrator sets up. */
  first: Desk;
  /** Where the agent works. */
  second: Desk;
  close: () => Promise<void>;
}

const HOUSES: { name: string; open: (mail: MailServers) => Promise<House> }[] = [
  {
    name: "on SQLite",
    open: async (mail) => {
      const desk = await Desk.start({ authority: mail.authority });
      return { first: desk, second: desk, close: () => desk.stop() };
    },
  },
  {
    name: "on PostgreSQL with two nodes",
    open: async (mail) => {
      const database = Database.create();
      const shared = { authority: mail.authority, database: database.url, key: newKey() };
      const first = await Desk.start(shared);
      const second = await Desk.start(shared);
      const close = async () => {
        await Promise.all([first.stop(), second.stop()]);
        database.drop();
      };
      return { first, second, close };
    },
  },
];

for (const { name, open } of HOUSES) {
  test(`a mail comes in, is answered and comes back, ${name}`, async ({
    browser,
    mail,
    correspondent,
  }, info) => {
    await mail.empty();
    const house = await open(mail);
    const administrator = await newPage(browser);
    await test.step("set-up", () => setUp(administrator, house.first.url));
    await test.step("the mailbox is connected", () => connectMailbox(administrator, mail));

    const agent = house.first === house.second ? administrator : await newPage(browser);
    if (agent !== administrator) {
      await signIn(agent, house.second.url, ADMINISTRATOR.email, ADMINISTRATOR.password);
      // The administrator's browser stays on the other node and watches.
      await new InboxScreen(administrator).visit(house.first.url);
    }
    const inbox = new InboxScreen(agent);
    await inbox.visit(house.second.url);
    await expectAccessible(agent, "empty inbox");

    const ada = correspondent("ada@customer.test", "Ada Lovelace");
    const question = await test.step("a mail arrives in the list", async () => {
      const messageId = await ada.send({
        to: "support@company.test",
        subject: "The engine stopped",
        text: "It computed Bernoulli numbers, then it stopped.",
        html: "<p>It computed <b>Bernoulli</b> numbers, then it stopped.</p>",
      });
      const delivered = Date.now();
      await expect(inbox.row("The engine stopped")).toBeVisible();
      report(info, `mail in the list ${Date.now() - delivered} ms after its delivery, ${name}`);
      await expectAccessible(agent, "inbox with a mail");
      return messageId;
    });

    const answer = await test.step("it is answered in the browser", async () => {
      await inbox.read("The engine stopped");
      await expect(inbox.messages.filter({ hasText: "It computed Bernoulli numbers" })).toBeVisible();
      await inbox.write("Turn the crank once more.");
      await expectAccessible(agent, "conversation with composer");
      await agent.getByRole("button", { name: "Send", exact: true }).click();
      await expect(inbox.messages.filter({ hasText: "Turn the crank once more." })).toBeVisible();
      return ada.receives((received) => received.source.includes("Turn the crank once more."));
    });

    await test.step("the answer is threaded and rightly addressed", () => {
      expect(answer.headers.get("in-reply-to")).toBe(question);
      expect(answer.headers.get("references")).toContain(question);
      expect(answer.from).toBe("support@company.test");
      expect(answer.to).toEqual(["ada@customer.test"]);
      expect(answer.headers.get("cc")).toBeUndefined();
      expect(answer.subject).toMatch(/^Re: .*The engine stopped/);
    });

    await test.step("the customer's next words come into the same conversation", async () => {
      await ada.answer(answer, "Now it runs. Thank you!");
      await expect(inbox.messages.filter({ hasText: "Now it runs. Thank you!" })).toBeVisible();
      await expect(inbox.messages).toHaveCount(3);
      await inbox.visit(house.second.url);
      await expect(inbox.rows).toHaveCount(1);
    });

    if (agent !== administrator) {
      await test.step("the other node's browser has seen it all", async () => {
        const other = new InboxScreen(administrator);
        await expect(other.rows).toHaveCount(1);
        await expect(other.row("Now it runs")).toBeVisible();
      });
    }
    await administrator.context().close();
    if (agent !== administrator) {
      await agent.context().close();
    }
    await house.close();
  });
}

async function newPage(browser: Browser): Promise<Page> {
  return (await browser.newContext()).newPage();
}

function report(info: { annotations: { type: string; description?: string }[] }, words: string): void {
  info.annotations.push({ type: "measured", description: words });
  process.stdout.write(`    ${words}\n`);
}
