// The inbox as a person finds their way in it: by role and label.
import { expect, type Locator, type Page } from "@playwright/test";

export class InboxScreen {
  readonly rows: Locator;
  readonly messages: Locator;
  readonly editor: Locator;

  constructor(readonly page: Page) {
    this.rows = page.getByRole("list", { name: "Conversations" }).getByRole("listitem");
    this.messages = page.getByRole("log", { name: "Messages" }).getByRole("article");
    this.editor = page.getByRole("textbox", { name: /^(Reply|Note)$/ });
  }

  async visit(url: string, view = "all"): Promise<void> {
    await this.page.goto(`${url}/inbox/${view}`);
    await expect(this.page.getByRole("navigation", { name: "Views" })).toBeVisible();
  }

  row(text: string): Locator {
    return this.rows.filter({ hasText: text });
  }

  async read(text: string): Promise<void> {
    await this.row(text).getByRole("link").click();
    await expect(this.messages.first()).toBeVisible();
  }

  /** Opens a list of choices by its key, narrows it and takes the first. */
  async choose(key: string, typed: string): Promise<void> {
    await this.page.keyboard.press(key);
    await expect(this.page.getByLabel("Type to narrow").first()).toBeFocused();
    await this.page.keyboard.type(typed);
    await this.page.keyboard.press("Enter");
  }

  /** Opens the composer by its key and writes, without sending. */
  async write(text: string): Promise<void> {
    await this.page.keyboard.press("r");
    await expect(this.editor).toBeFocused();
    await this.page.keyboard.type(text);
    await expect(this.editor).toContainText(text);
  }

  async answer(text: string): Promise<void> {
    await this.write(text);
    await this.page.getByRole("button", { name: "Send", exact: true }).click();
    await expect(this.messages.filter({ hasText: text })).toBeVisible();
  }
}
