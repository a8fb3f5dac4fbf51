// A survey leaves by a real mail server, lies in the customer's mailbox, is answered in a browser, and stands in the results.
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expectAccessible } from "../harness/accessibility.ts";
import type { Received } from "../harness/correspondent.ts";
import { expect, test } from "../harness/fixtures.ts";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const COMMENT = "The answer was quick, but the parcel was still late.";

interface Row {
  id: string;
  version: number;
  status: string;
}

test("a survey goes out, is answered and counted", async ({ desk, staff, page, browser, correspondent }) => {
  const ada = correspondent("ada@customer.test", "Ada Lovelace");
  const wording = {
    subject: "How did we do? [#{number}]",
    intro: "You wrote to us.",
    question: "How satisfied are you with our answer?",
    low: "Not at all",
    high: "Very",
    thanks: "Thank you. We read every answer.",
    reminder: "",
  };
  await staff.send("POST", "/feedback/programmes", {
    name: "After each answer",
    kind: "csat",
    active: true,
    plan: {
      default_language: "en",
      wordings: { en: wording },
      questions: [
        {
          key: "why",
          kind: "text",
          words: { en: "What should we have done better?" },
          choices: [],
          ask_if: { question: "score", at_least: null, at_most: 3, one_of: [] },
        },
      ],
      rule: {
        statuses: ["solved"],
        channels: [],
        topics: [],
        sample_percent: 100,
        delay_hours: 0,
        remind_after_days: 0,
        expires_after_days: 14,
      },
      follow_up: { score_at_most: 3, owner: null, due_hours: 8 },
    },
  });

  const survey = await test.step("a solved conversation brings a survey into the mailbox", async () => {
    await ada.send({ to: "support@company.test", subject: "Where is my parcel?", text: "It is late." });
    const rows = async () => (await staff.get<{ items: Row[] }>("/inbox/conversations?view=all")).items;
    await expect.poll(async () => (await rows()).length).toBe(1);
    const [row] = await rows();
    const messages = await staff.get<{ items: { id: string }[] }>(`/inbox/conversations/${row?.id}/messages`);
    const detail = await staff.get<{ reply: { to: object[] }; mailbox_id: string }>(
      `/inbox/conversations/${row?.id}`,
    );
    await staff.send("POST", `/inbox/conversations/${row?.id}/replies`, {
      html: "<p>It comes tomorrow.</p>",
      to: detail.reply.to,
      cc: [],
      bcc: [],
      mailbox_id: detail.mailbox_id,
      attachment_ids: [],
      status_after: "solved",
      seen_message_id: messages.items.at(-1)?.id,
    });
    return ada.receives((received) => received.subject.startsWith("How did we do?"));
  });

  const links = await test.step("the mail can be read in every mail program", async () => {
    expect(survey.headers.get("list-unsubscribe-post")).toBe("List-Unsubscribe=One-Click");
    const { text, html } = partsOf(survey);
    const found = [...text.matchAll(/^(\d): (http\S+\/survey\/\S+\?score=\1)$/gm)].map(
      (match) => match[2] ?? "",
    );
    expect(found).toHaveLength(5);
    expect(text).toContain("1 = Not at all · 5 = Very");
    const leave = /No more surveys, please: (\S+)/.exec(text)?.[1] ?? "";
    expect(leave).toMatch(/\/survey\/\w+\/stop$/);
    for (const link of [...found, leave]) {
      expect(html).toContain(link);
    }
    const reader = await browser.newPage({ viewport: { width: 600, height: 700 } });
    await reader.setContent(html);
    await picture(reader, "mail");
    await reader.close();
    return { scores: found, leave };
  });

  const customer = await (await browser.newContext()).newPage();
  await test.step("programs that follow every link vote for nobody and unsubscribe nobody", async () => {
    for (const link of [...links.scores, links.leave, links.leave]) {
      expect((await fetch(link)).status).toBe(200);
    }
    expect((await staff.get<{ items: object[] }>("/feedback/answers")).items).toEqual([]);
  });

  await test.step("the customer opens a link and confirms", async () => {
    await customer.goto(links.scores[1] ?? "");
    await expect(customer.getByRole("radio", { name: "2" })).toBeChecked();
    await expectPublic(customer, "question");
    await customer.getByRole("button", { name: "Send my answer" }).click();
    await expect(customer.getByRole("status")).toContainText("Your answer is kept: 2");
    await customer.getByLabel("What should we have done better?").fill(COMMENT);
    await expectPublic(customer, "further-question");
    await customer.getByRole("button", { name: "Send", exact: true }).click();
    await expect(customer.getByText("Thank you. We read every answer.")).toBeVisible();
    await expectPublic(customer, "thanks");
  });

  await test.step("the answer stands in the results, with the words and a follow-up", async () => {
    await staff.lend(page.context());
    await page.goto(`${desk.url}/surveys`);
    await expectAccessible(page, "programmes");
    await pictures(page, "programmes");
    await page.getByRole("link", { name: "After each answer" }).click();
    await expect(page.getByText("Response rate: 100%")).toBeVisible();
    await expect(page.getByText(COMMENT)).toBeVisible();
    await expectAccessible(page, "results");
    await pictures(page, "results");
    await page.getByRole("link", { name: "Follow-ups" }).click();
    await expect(page.getByRole("table")).toContainText("2");
    await expectAccessible(page, "follow-ups");
    await pictures(page, "follow-ups");
    await page.getByRole("link", { name: "Comments", exact: true }).click();
    await expect(page.getByText(COMMENT)).toBeVisible();
    await expectAccessible(page, "comments");
    await pictures(page, "comments");
  });

  await test.step("words in another language are added on the screen", async () => {
    await page.goto(`${desk.url}/surveys`);
    await page.getByRole("button", { name: "Edit After each answer" }).click();
    const dialog = page.getByRole("dialog", { name: "After each answer" });
    await dialog.getByRole("combobox", { name: "Add a language" }).click();
    await page.getByRole("option", { name: "German", exact: true }).click();
    await expect(dialog.getByRole("tab", { name: /German.*6 missing/ })).toBeVisible();
    const words: Record<string, string> = {
      "Subject of the mail": "Wie war es? [#{number}]",
      "The question": "Sind Sie zufrieden?",
      "What the lowest score means": "Gar nicht",
      "What the highest score means": "Sehr",
      "A further question": "Was hätten wir besser machen sollen?",
      Thanks: "Danke!",
    };
    for (const [label, text] of Object.entries(words)) {
      await dialog.getByLabel(label, { exact: true }).fill(text);
    }
    await expect(dialog.getByRole("tab", { name: /missing/ })).toHaveCount(0);
    await expect(dialog.getByRole("figure", { name: "The page" })).toContainText("Was hätten wir besser");
    await expect(dialog.getByRole("figure", { name: "The mail" })).toContainText("Bitte keine Umfragen mehr");
    await expectAccessible(page, "editor of a programme");
    await pictures(page, "editor");
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(dialog).toBeHidden();
  });

  await test.step("an insight is written to its department, and its end too", async () => {
    const product = correspondent("grace@customer.test", "Product");
    await page.getByRole("link", { name: "Insights", exact: true }).click();
    await page.getByRole("button", { name: "Share an insight" }).click();
    const dialog = page.getByRole("dialog", { name: "Share an insight" });
    await dialog.getByLabel("Title").fill("Parcels come late");
    await dialog.getByLabel("What customers say").fill("Half of the unhappy ones wait for a parcel.");
    await dialog.getByLabel("Department", { exact: true }).fill("Logistics");
    await dialog.getByLabel("Mail address of the department").fill(product.address);
    await expectAccessible(page, "dialog of an insight");
    await dialog.getByRole("button", { name: "Save" }).click();
    const letter = await product.receives((received) => received.subject.includes("Parcels come late"));
    const link = /http\S+\/surveys\/insights\?insight=\S+/.exec(partsOf(letter).text)?.[0] ?? "";
    await page.goto(link);
    await expect(page.getByRole("region", { name: "What you were written about" })).toContainText(
      "Half of the",
    );
    await expectAccessible(page, "insights");
    await pictures(page, "insights");
    const [insight] = (await staff.get<{ items: Row[] }>("/feedback/insights")).items;
    await staff.send("PATCH", `/feedback/insights/${insight?.id}`, {
      version: insight?.version,
      state: "done",
      outcome: "A second carrier from May on.",
    });
    await product.receives((received) => partsOf(received).text.includes("A second carrier from May on."));
  });

  await test.step("one click on a button, and there are no more surveys", async () => {
    await customer.goto(links.scores[4] ?? "");
    await customer.getByRole("link", { name: "No more surveys, please" }).click();
    await expectPublic(customer, "stop");
    await customer.getByRole("button", { name: "Send me no more surveys" }).click();
    await expect(customer.getByRole("heading", { name: "You are unsubscribed" })).toBeVisible();
    await expectPublic(customer, "stopped");
  });
});

/** The parts of a mail in words and in HTML. */
function partsOf(mail: Received): { text: string; html: string } {
  const part = (type: string) => {
    const at = mail.source.search(new RegExp(`^content-type: ${type}`, "im"));
    const rest = mail.source.slice(at);
    const head = rest.split(/\r?\n\r?\n/, 1)[0] ?? "";
    const body = rest.slice(head.length).split(/\r?\n--/, 1)[0] ?? "";
    if (/base64/i.test(head)) return Buffer.from(body, "base64").toString("utf8");
    if (!/quoted-printable/i.test(head)) return body.trim();
    const bytes = body
      .replace(/=\r?\n/g, "")
      .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
    return Buffer.from(bytes, "latin1").toString("utf8").trim();
  };
  return { text: part("text/plain").replace(/\r\n/g, "\n"), html: part("text/html") };
}

/** The public page by the rules of accessibility: light, dark, and as wide as a phone. */
async function expectPublic(page: Page, name: string): Promise<void> {
  for (const scheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    for (const width of [1280, 360]) {
      await page.setViewportSize({ width, height: 740 });
      const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
      const found = violations.map(
        (rule) => `${rule.id} at ${rule.nodes.map((node) => node.target).join(" ")}`,
      );
      expect.soft(found, `${name}, ${scheme}, ${width}`).toEqual([]);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect.soft(overflow, `${name}, ${width}: nothing hangs out`).toBeLessThanOrEqual(0);
      await picture(page, `${name}-${scheme}-${width}`);
    }
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 1280, height: 740 });
}

/** A picture for whoever looks at the screens, where a folder for them is named. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.QUARTERDECK_TEST_PICTURES;
  if (folder) {
    await page.screenshot({ path: `${folder}/survey-${name}.png`, fullPage: true, animations: "disabled" });
  }
}

/** The same of a page of ours, light and dark. */
async function pictures(page: Page, name: string): Promise<void> {
  for (const scheme of ["dark", "light"] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    await picture(page, `${name}-${scheme}`);
  }
}
