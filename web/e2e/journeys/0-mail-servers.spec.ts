// The mail servers by themselves: what the journeys rest on must be seen to work first.
import { expect, test } from "../harness/fixtures.ts";

test("a mail goes to the company and its answer comes back", async ({ correspondent }) => {
  const support = correspondent("support@company.test", "Support");
  const ada = correspondent("ada@customer.test", "Ada");
  await ada.send({ to: "support@company.test", subject: "The kettle leaks", text: "It drips." });
  const question = await support.receives((mail) => mail.subject === "The kettle leaks");
  expect(question.from).toBe("ada@customer.test");
  await support.answer(question, "We send another.");
  const answer = await ada.receives((mail) => mail.subject === "Re: The kettle leaks");
  expect(answer.headers.get("in-reply-to")).toBe(question.messageId);
});

test("a waiting mail program is told of a new mail at once", async ({ correspondent }) => {
  const sales = correspondent("sales@company.test", "Sales");
  const grace = correspondent("grace@customer.test", "Grace");
  await sales.connected(async (client) => {
    await client.mailboxOpen("INBOX");
    const news = new Promise<number>((resolve) => client.once("exists", (event) => resolve(event.count)));
    const idling = client.idle();
    await grace.send({ to: "sales@company.test", subject: "A quote, please", text: "For ten." });
    expect(await news).toBe(1);
    await client.mailboxClose();
    await idling;
  });
});

test("a mailbox that does not exist is refused", async ({ correspondent }) => {
  const ada = correspondent("ada@customer.test", "Ada");
  await expect(ada.send({ to: "nobody@company.test", subject: "Hello", text: "?" })).rejects.toThrow(
    /no such mailbox/,
  );
});
